import { understand } from '#paper'
import type { Announced, AnnouncedKind } from './announced.ts'
import { type Ask, Garbled, type Marks } from './ask.ts'
import { isRow } from './text.ts'
import { asList, readXml, textOf } from './xml.ts'

/** arXiv's RSS feed of a category or several, as far as it is needed to know what was announced. */
export type Feed = {
  readonly announced: readonly Announced[]
  /** Items that name no paper, or a kind that is not known. */
  readonly unread: number
  /** When the feed says it was made, in its own words: it says so too of what is a day old. */
  readonly builtAt: string
  readonly marks: Marks
}

/** Asks for the feed of `cs.LG`, `cs`, `cs.LG+stat.ML`. `Unchanged` is thrown where it is as `since`. */
export const arxivFeed = (
  ask: Ask,
  base: string,
  spec: string,
  signal: AbortSignal,
  { since, vary }: { readonly since?: Marks; readonly vary?: string } = {},
): Promise<Feed> =>
  ask(
    {
      // A cache keeps an answer by its address: with something added, it has to ask arXiv itself.
      url: `${base}/${spec}${vary === undefined ? '' : `?fresh=${encodeURIComponent(vary)}`}`,
      ...(since && { since }),
    },
    (xml, marks) => ({ ...readFeed(xml), marks }),
    signal,
  )

/** Reads the feed. Its dates are of no use: items carry that of the day before, or of the build. */
export function readFeed(xml: string): Omit<Feed, 'marks'> {
  const { rss } = readXml(xml)
  const channel = isRow(rss) ? rss['channel'] : undefined
  if (!isRow(channel)) throw new Garbled('it is no RSS feed', xml)
  const items = asList(channel['item']).filter(isRow)
  const announced = new Map<string, Announced>()
  let unread = 0
  for (const item of items) {
    const id = understand(textOf(item['guid'])) ?? understand(textOf(item['link']))
    const kind = kinds[textOf(item['announce_type'])]
    if (id && kind) announced.set(id, { id, kind })
    else unread++
  }
  return { announced: [...announced.values()], unread, builtAt: textOf(channel['lastBuildDate']) }
}

const kinds: Readonly<Record<string, AnnouncedKind | undefined>> = {
  new: 'new',
  cross: 'cross',
  replace: 'replace',
  'replace-cross': 'replace',
  absonly: 'replace',
}
