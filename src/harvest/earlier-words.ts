import { keepWords, versionsWithoutWords } from '#catalog'
import { DomainError } from '#domain-error'
import { isArxivId, type PaperId } from '#paper'
import type { Store } from '#store'
import { entriesIn, readEntry } from './arxiv-atom.ts'
import { arxivManners } from './arxiv-manners.ts'
import { conversation, Garbled, type Manners, turnsIn } from './ask.ts'
import { textOf } from './xml.ts'

/** So many versions one request asks for. */
const atOnce = 100

/**
 * Fetches what papers said before their current version, where it was never seen here, so that it can
 * be told what changed: of those that changed last, in one request. Says how many it got.
 */
export async function fetchEarlierWords(
  store: Store,
  signal: AbortSignal,
  options: Partial<Manners> & { readonly query?: string } = {},
): Promise<number> {
  const manners = { ...arxivManners, ...options }
  const since = new Date(manners.clock.now().getTime() - 30 * 86_400_000).toISOString()
  const wanted = (await versionsWithoutWords(store, since, atOnce)).filter(({ paper }) =>
    isArxivId(paper),
  )
  if (wanted.length === 0) return 0
  const query = new URLSearchParams({
    id_list: wanted.map(({ paper, number }) => `${paper}v${number}`).join(','),
    start: '0',
    max_results: String(atOnce),
  })
  const url = `${options.query ?? 'https://export.arxiv.org/api/query'}?${query.toString()}`
  const said = await wordsAt(url)
  const of = (paper: PaperId, number: number) => said.get(`${paper}v${number}`)
  const words = wanted.map(({ paper, number }) => {
    const { title = '', abstract = '' } = of(paper, number) ?? {}
    return { paper, number, title, abstract }
  })
  await store.transaction().execute((within) => keepWords(within, words, manners.clock.now()))
  return words.filter(({ title }) => title !== '').length

  async function wordsAt(address: string) {
    try {
      const ask = conversation(manners, turnsIn(store))
      const entries = await ask(address, entriesIn, signal)
      return new Map(
        entries.flatMap((entry) => {
          const [, version] = textOf(entry['id']).match(/(v\d+)$/) ?? []
          const { id, title, abstract = '' } = readEntry(entry)
          return id && version ? [[`${id}${version}`, { title, abstract }] as const] : []
        }),
      )
    } catch (error) {
      // It is only about what changed: another time.
      if (error instanceof DomainError || error instanceof Garbled) return new Map<string, never>()
      throw error
    }
  }
}
