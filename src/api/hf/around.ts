import { type Reader, readersOf, isReader } from '#accounts'
import { papersOf } from '#catalog'
import type { Daily } from '#curation'
import { countComments } from '#discussion'
import type { Paper, PaperId } from '#paper'
import { talliesOf } from '#votes'
import type { Site } from '../site.ts'
import type { Around } from './shapes.ts'

/** What a list may say of one of its papers. */
export type Listed = { readonly paper: PaperId } & Partial<Pick<Daily, 'at' | 'by'>>

/** These papers in their order, each with what readers made of it. */
export async function withAround(
  { store }: Pick<Site, 'store'>,
  listed: readonly Listed[],
): Promise<{ paper: Paper; around: Around }[]> {
  const ids = listed.map(({ paper }) => paper)
  const [papers, tallies, comments, readers] = await Promise.all([
    papersOf(store, ids),
    talliesOf(store, ids),
    countComments(store, ids),
    readersOf(
      store,
      listed.flatMap(({ by }) => (by !== undefined && isReader(by) ? by : [])),
    ),
  ])
  const people = new Map<string, Reader>(readers.map((reader) => [reader.id, reader]))
  const told = new Map(listed.map((one) => [one.paper, one]))
  return papers.map((paper) => {
    const { at, by } = told.get(paper.id) ?? {}
    const around = {
      votes: tallies.get(paper.id)?.votes ?? 0,
      comments: comments.get(paper.id) ?? 0,
      ...(at !== undefined && { listedAt: at }),
      by: by === undefined ? undefined : people.get(by),
    }
    return { paper, around }
  })
}
