import { isArxivId, isProvisional, type PaperId, type PaperRecord, provisionalId } from '#paper'
import type { Store } from '#store'
import { blank, type Known, merge, unite } from './merge.ts'
import { hashIn, knownFrom, type PaperRow } from './row.ts'
import { selvesOf } from './selves.ts'

/** The papers that a batch of records speaks of: as the store has them, and as they become. */
export type Shelf = {
  readonly before: ReadonlyMap<PaperId, Known>
  readonly now: Map<PaperId, Known>
  /** Where an id leads that turned out to be another paper's. */
  readonly leadsTo: Map<PaperId, PaperId>
  /** Papers of the store that became another in this batch. */
  readonly moved: Map<PaperId, PaperId>
  /** What is known by themselves of papers that are one with others. */
  readonly selves: Map<PaperId, Known>
  /** The papers that have, or were told to have, the title of a hash. */
  readonly sharing: Map<string, Set<PaperId>>
}

/** A record, what it calls its paper, and what its title alone would call it. */
export type Told = {
  readonly record: PaperRecord
  readonly id: PaperId | undefined
  readonly hash: string
  readonly standIn: PaperId
}

export function tellingOf(record: PaperRecord): Told {
  const id = record.id && !isProvisional(record.id) ? record.id : undefined
  const standIn = provisionalId(record.title)
  return { record, id, hash: hashIn(standIn), standIn }
}

/** Fetches everything the store holds that these records may speak of. */
export async function shelve(store: Store, tellings: readonly Told[]): Promise<Shelf> {
  const named = tellings.flatMap(({ id, standIn }) => (id ? [id, standIn] : [standIn]))
  const rows = await rowsOf(store, [...new Set(named)])
  const leadsTo = new Map(rows.flatMap((row) => (row.mergedInto ? [[row.id, row.mergedInto]] : [])))
  const standing = rows.filter((row) => !row.mergedInto)
  const held = new Set(standing.map(({ id }) => id))
  const targets = [...new Set(leadsTo.values())].filter((id) => !held.has(id))
  standing.push(...(await rowsOf(store, targets)))

  const questionable = titlesInQuestion(tellings, standing, leadsTo)
  const sharers = await standingWithTitles(store, questionable)
  const all = new Map([...standing, ...sharers].map((row) => [row.id, row]))
  const before = new Map([...all.values()].map((row) => [row.id, knownFrom(row)]))
  const sharing = new Map<string, Set<PaperId>>()
  for (const { id, titleHash: hash } of all.values()) {
    if (!isProvisional(id)) share(sharing, hash, id)
  }
  const selves = await selvesOf(store, [...leadsTo.keys(), ...before.keys()])
  return { before, now: new Map(before), leadsTo, moved: new Map(), selves, sharing }
}

/** Puts a record to the paper of its id. */
export function place(shelf: Shelf, { record, id, hash }: Told & { id: PaperId }, origin: string) {
  const paper = shelf.leadsTo.get(id) ?? id
  shelf.now.set(paper, merge(shelf.now.get(paper) ?? blank(paper), record, origin))
  tellSelf(shelf, shelf.selves.has(id) ? id : paper, (self) => merge(self, record, origin))
  share(shelf.sharing, hash, paper)
  return paper
}

/** Puts a record without an id where its title belongs, or under a stand-in until that is known. */
export function placeByTitle(shelf: Shelf, told: Told, origin: string): PaperId {
  settle(shelf, told, told.record.publishedAt)
  const { standIn, hash, record } = told
  const paper = shelf.leadsTo.get(standIn) ?? theOneWith(shelf, hash, record.publishedAt) ?? standIn
  shelf.now.set(paper, merge(shelf.now.get(paper) ?? blank(paper), record, origin))
  tellSelf(shelf, paper, (self) => merge(self, record, origin))
  return paper
}

/** A paper that is one with others learns for itself what the whole learns by its id. */
function tellSelf(shelf: Shelf, id: PaperId, learn: (self: Known) => Known): void {
  const self = shelf.selves.get(id)
  if (self) shelf.selves.set(id, learn(self))
}

/** If a stand-in waits for a title, and it is now clear whose that is, the two become one. */
export function settle(shelf: Shelf, { standIn, hash }: Told, day?: string): void {
  const waiting = shelf.now.get(standIn)
  if (!waiting) return
  const into = theOneWith(shelf, hash, waiting.publishedAt || day)
  const real = into && shelf.now.get(into)
  if (!real) return
  shelf.now.set(into, unite(real, waiting))
  tellSelf(shelf, into, (self) => unite(self, waiting))
  shelf.now.delete(standIn)
  shelf.leadsTo.set(standIn, into)
  if (shelf.before.has(standIn)) shelf.moved.set(standIn, into)
}

/**
 * The paper with a title. Of several, the one that appeared on the day, or the only one of arXiv's:
 * its twin in proceedings has the same title. None if neither tells.
 */
function theOneWith(shelf: Shelf, hash: string, day: string | undefined): PaperId | undefined {
  const sharers = [...(shelf.sharing.get(hash) ?? [])]
  if (sharers.length <= 1) return sharers[0]
  const then = sharers.filter((id) => day && shelf.now.get(id)?.publishedAt.startsWith(day))
  if (then.length > 0) return then.length === 1 ? then[0] : undefined
  const ofArxiv = sharers.filter(isArxivId)
  return ofArxiv.length === 1 ? ofArxiv[0] : undefined
}

function share(sharing: Shelf['sharing'], hash: string, paper: PaperId): void {
  const sharers = sharing.get(hash)
  if (sharers) sharers.add(paper)
  else sharing.set(hash, new Set([paper]))
}

/**
 * The titles of which it matters who else has them: of records that come without an id, of
 * stand-ins that wait, and of papers that are told to have more than one.
 */
function titlesInQuestion(
  tellings: readonly Told[],
  standing: readonly PaperRow[],
  leadsTo: ReadonlyMap<PaperId, PaperId>,
): string[] {
  const waiting = new Set(standing.flatMap((row) => (isProvisional(row.id) ? row.titleHash : [])))
  const titles = new Map(standing.map((row) => [row.id, row.titleHash]))
  const questionable = new Set<string>(waiting)
  for (const { id, hash } of tellings) {
    const paper = id && (leadsTo.get(id) ?? id)
    const other = paper ? titles.get(paper) : undefined
    if (!paper || (other && other !== hash)) questionable.add(hash)
    if (other && other !== hash) questionable.add(other)
    if (paper) titles.set(paper, hash)
  }
  return [...questionable]
}

async function rowsOf(store: Store, ids: readonly PaperId[]): Promise<PaperRow[]> {
  if (ids.length === 0) return []
  return store.selectFrom('papers').selectAll().where('id', 'in', ids).execute()
}

async function standingWithTitles(store: Store, hashes: readonly string[]): Promise<PaperRow[]> {
  if (hashes.length === 0) return []
  return store
    .selectFrom('papers')
    .selectAll()
    .where('titleHash', 'in', hashes)
    .where('mergedInto', 'is', null)
    .execute()
}
