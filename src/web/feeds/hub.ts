import { papersOf } from '#catalog'
import { follow, type Store } from '#store'
import { feedPaths, formatted } from './feed-paths.ts'
import { formats } from './feed.ts'

/** The feeds of which a hub is told: by their names. Others change too often, or for too few. */
export const toldOf: ReadonlySet<string> = new Set(['latest', 'day', 'category'])

/** How many addresses of feeds a request names. */
const atOnce = 30

/**
 * Tells a hub of WebSub which feeds say something else since it was told last (W3C WebSub, section 7
 * leaves the form to the hub; all of them take this one). What fails is told again.
 */
export async function tellHub(
  store: Store,
  { hub, site }: { readonly hub: string; readonly site: string },
  signal: AbortSignal,
): Promise<number> {
  return follow(store, 'hub', 2_000, async (changes) => {
    const papers = await papersOf(store, [...new Set(changes.map(({ paper }) => paper))])
    const categories = new Set(papers.flatMap((paper) => paper.categories))
    const days = new Set(papers.flatMap(({ day }) => (day === '' ? [] : day)))
    const paths = [
      feedPaths.latest,
      ...Array.from(days, feedPaths.day),
      ...Array.from(categories, feedPaths.category),
    ]
    const urls = paths.flatMap((path) => formats.map((format) => site + formatted(path, format)))
    for (let i = 0; i < urls.length; i += atOnce) {
      const body = new URLSearchParams({ 'hub.mode': 'publish' })
      for (const url of urls.slice(i, i + atOnce)) body.append('hub.url', url)
      const answer = await fetch(hub, {
        method: 'POST',
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(20_000)]),
      })
      await answer.body?.cancel()
      if (!answer.ok) throw new Error(`the hub answered ${answer.status}`)
    }
  })
}
