import { type PaperId, type PaperRecord, provisionalId } from '#paper'
import { type Change, lockPapers, noteChanges, type Store } from '#store'
import { calendarOf, corrections } from './calendar.ts'
import { dayOfListing, isNews } from './merge.ts'
import { titleHash } from './row.ts'
import { keepSelves } from './selves.ts'
import { place, placeByTitle, settle, type Shelf, shelve, tellingOf, type Told } from './shelf.ts'
import { keepVersions } from './versions.ts'
import { leadOldTitles, moveOver, writePapers } from './write.ts'

/** What became of a batch of records. */
export type Kept = {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  /** The paper that each record speaks of, in the order of the records. */
  readonly papers: readonly PaperId[]
}

/**
 * Keeps what a source told us of papers, within a transaction. A paper seen twice is one paper: of
 * each field the value that knows more stays, and where it came from. A record without an id goes
 * to the paper that has its title, or had it once; or it waits under a provisional id until a
 * record with that title brings the real one, and then all that hangs on it moves over. Of papers
 * that share a title it belongs to the one of its day, or else to the only one of arXiv's; where
 * neither tells them apart, it goes on waiting.
 */
export async function keep(
  within: Store,
  origin: string,
  records: readonly PaperRecord[],
  now = new Date(),
): Promise<Kept> {
  await lockPapers(within)
  const tellings = records.map(tellingOf)
  const shelf = await shelve(within, tellings)
  const papers = arrange(shelf, tellings, origin)

  await relist(within, shelf)

  const written = [...shelf.now.values()].filter((paper) => paper !== shelf.before.get(paper.id))
  await writePapers(within, written, shelf.before, now)
  for (const [from, into] of shelf.moved) await moveOver(within, from, into, now)
  await keepSelves(within, shelf.selves.values(), now)
  await keepVersions(within, tellings, shelf.before, now)
  await leadOldTitles(within, oldTitles(shelf, tellings), now)

  const changes = written.flatMap((paper): Change[] => {
    const before = shelf.before.get(paper.id)
    if (!before) return [{ paper: paper.id, kind: 'new' }]
    return isNews(before, paper) ? [{ paper: paper.id, kind: 'changed' }] : []
  })
  const merged = [...shelf.moved.keys()].map((paper): Change => ({ paper, kind: 'merged' }))
  await noteChanges(within, [...changes, ...merged], now)

  const added = changes.filter(({ kind }) => kind === 'new').length
  const changed = changes.length - added
  return { added, changed, unchanged: new Set(papers).size - added - changed, papers }
}

/** Where the keeper corrected arXiv's calendar, papers go under the days that it has now. */
async function relist(within: Store, { before, now }: Shelf): Promise<void> {
  if ((await corrections(within)).length === 0) return
  const calendar = await calendarOf(within)
  for (const [id, paper] of now) {
    if (paper === before.get(id) || paper.origins.day) continue
    const day = dayOfListing(paper, calendar)
    if (day !== paper.day) now.set(id, { ...paper, day })
  }
}

/**
 * Puts every record to its paper. Those with an id come first, so that within a batch it does not
 * matter which of two comes first, the title or the paper that has it.
 */
function arrange(shelf: Shelf, tellings: readonly Told[], origin: string): PaperId[] {
  const named = tellings.map((told) => told.id && place(shelf, { ...told, id: told.id }, origin))
  for (const told of tellings) if (told.id) settle(shelf, told)
  return tellings.map((told, i) => named[i] ?? placeByTitle(shelf, told, origin))
}

/** Titles under which a paper was told and that it does not have, or has no longer. */
function oldTitles(shelf: Shelf, tellings: readonly Told[]) {
  const titles = tellings.flatMap(({ record, id, hash }) => {
    const paper = id && (shelf.leadsTo.get(id) ?? id)
    if (!paper) return []
    const before = shelf.before.get(paper)?.title
    return [
      { paper, title: record.title, hash },
      ...(before && before !== shelf.now.get(paper)?.title
        ? [{ paper, title: before, hash: titleHash(before) }]
        : []),
    ]
  })
  return titles.flatMap(({ paper, title, hash }) => {
    const current = shelf.now.get(paper)?.title
    if (current === title || !current || titleHash(current) === hash) return []
    const id = provisionalId(title)
    const taken = shelf.now.has(id) || shelf.leadsTo.has(id)
    return taken || (shelf.sharing.get(hash)?.size ?? 0) > 1 ? [] : [{ id, title, paper }]
  })
}
