import {
  isProvisional,
  nameKey,
  type Paper,
  type PaperId,
  type PaperRecord,
  provisionalId,
} from '#paper'
import { type Change, noteChanges, type Store } from '#store'
import { blank, merge, unite } from './merge.ts'
import { fromRow, titleHash, toRow } from './row.ts'

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
 * to the paper of its title, or waits under a provisional id until a record with that title brings
 * the real one; then all that hangs on it moves over.
 */
export async function keep(
  within: Store,
  origin: string,
  records: readonly PaperRecord[],
  now = new Date(),
): Promise<Kept> {
  const before = await papersConcerned(within, records)
  const after = new Map<PaperId, Paper>()
  const merged = new Map<PaperId, PaperId>()

  const current = (id: PaperId) => after.get(id) ?? before.byId.get(id)
  const papers = records.map((record) => {
    const id = record.id
      ? (before.mergedInto.get(record.id) ?? record.id)
      : before.byTitle(record, after)
    const known = current(id)
    let paper = merge(known ?? blank(id), record, origin)

    const provisional = isProvisional(id) ? undefined : provisionalId(record.title)
    const waiting = provisional && !merged.has(provisional) ? current(provisional) : undefined
    if (waiting) {
      paper = unite(paper, waiting)
      merged.set(waiting.id, id)
      after.delete(waiting.id)
    }
    if (paper !== known) after.set(id, paper)
    return id
  })

  const changes = [...after.values()].map(({ id }): Change => ({
    paper: id,
    kind: before.byId.has(id) ? 'changed' : 'new',
  }))
  await writePapers(within, [...after.values()], before.byId, now)
  const gone = [...merged].filter(([from]) => before.byId.has(from))
  for (const [from, into] of gone) await moveOver(within, from, into)
  await noteChanges(
    within,
    [...changes, ...gone.map(([paper]): Change => ({ paper, kind: 'merged' }))],
    now,
  )
  const added = changes.filter(({ kind }) => kind === 'new').length
  return {
    added,
    changed: changes.length - added,
    unchanged: new Set(papers).size - changes.length,
    papers: papers.map((id) => merged.get(id) ?? id),
  }
}

/** Everything the store holds that these records may speak of. */
async function papersConcerned(store: Store, records: readonly PaperRecord[]) {
  const ids = records.flatMap(({ id, title }) => (id ? [id, provisionalId(title)] : []))
  const nameless = records.filter(({ id }) => !id).map(({ title }) => titleHash(title))
  const rows = await store
    .selectFrom('papers')
    .selectAll()
    .where((where) => where.or([where('id', 'in', ids), where('titleHash', 'in', nameless)]))
    .execute()
  const mergedInto = new Map(
    rows.flatMap((row) => (row.mergedInto ? [[row.id, row.mergedInto]] : [])),
  )
  const standing = rows.filter((row) => !row.mergedInto)

  // A record may name a paper that has since become another.
  const targets = [...mergedInto.values()].filter((id) => !standing.some((row) => row.id === id))
  if (targets.length > 0) {
    standing.push(
      ...(await store.selectFrom('papers').selectAll().where('id', 'in', targets).execute()),
    )
  }

  const byTitle = Map.groupBy(standing, (row) => row.titleHash)
  return {
    byId: new Map(standing.map((row) => [row.id, fromRow(row)])),
    mergedInto,
    /** The one paper that has the title of a record. Two of them are told apart by their day. */
    byTitle({ title, publishedAt }: PaperRecord, fresh: ReadonlyMap<PaperId, Paper>): PaperId {
      const hash = titleHash(title)
      const named = (byTitle.get(hash) ?? []).filter(({ id }) => !isProvisional(id))
      if (named.length > 1) {
        const sameDay = named.filter(
          (row) => publishedAt && row.publishedAt.startsWith(publishedAt),
        )
        if (sameDay.length === 1 && sameDay[0]) return sameDay[0].id
      }
      if (named.length === 1 && named[0]) return named[0].id
      const newcomer = [...fresh.values()].find(
        (paper) => !isProvisional(paper.id) && titleHash(paper.title) === hash,
      )
      return newcomer?.id ?? provisionalId(title)
    },
  }
}

async function writePapers(
  within: Store,
  papers: readonly Paper[],
  before: ReadonlyMap<PaperId, Paper>,
  now: Date,
): Promise<void> {
  const known = papers.filter(({ id }) => before.has(id)).map(({ id }) => id)
  for (const some of chunks(known, 1000)) {
    await within.deleteFrom('authorships').where('paper', 'in', some).execute()
    await within.deleteFrom('listings').where('paper', 'in', some).execute()
  }
  for (const some of chunks(papers, 500)) {
    await within
      .insertInto('papers')
      .values(some.map((paper) => toRow(paper, now)))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet(({ ref }) => ({
          title: ref('excluded.title'),
          titleHash: ref('excluded.titleHash'),
          abstract: ref('excluded.abstract'),
          summary: ref('excluded.summary'),
          authors: ref('excluded.authors'),
          categories: ref('excluded.categories'),
          publishedAt: ref('excluded.publishedAt'),
          updatedAt: ref('excluded.updatedAt'),
          day: ref('excluded.day'),
          comments: ref('excluded.comments'),
          journalRef: ref('excluded.journalRef'),
          doi: ref('excluded.doi'),
          license: ref('excluded.license'),
          venue: ref('excluded.venue'),
          origins: ref('excluded.origins'),
        })),
      )
      .execute()
  }
  const authorships = papers.flatMap(({ id, authors, day }) =>
    authors.map((name, position) => ({ paper: id, position, nameKey: nameKey(name), day })),
  )
  for (const some of chunks(authorships, 2000)) {
    await within.insertInto('authorships').values(some).execute()
  }
  const listings = papers.flatMap(({ id, categories, day }) =>
    [...new Set(categories)].map((category) => ({ paper: id, category, day })),
  )
  for (const some of chunks(listings, 2000)) {
    await within.insertInto('listings').values(some).execute()
  }
}

/** Everything that hangs on a paper goes to the one it turned out to be; its address leads there. */
async function moveOver(within: Store, from: PaperId, into: PaperId): Promise<void> {
  await within.deleteFrom('authorships').where('paper', '=', from).execute()
  await within.deleteFrom('listings').where('paper', '=', from).execute()
  await within
    .updateTable('editionEntries')
    .set({ paper: into })
    .where('paper', '=', from)
    .execute()
  await within
    .updateTable('papers')
    .set({ mergedInto: into, day: '' })
    .where('id', '=', from)
    .execute()
}

function* chunks<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let i = 0; i < all.length; i += size) yield all.slice(i, i + size)
}
