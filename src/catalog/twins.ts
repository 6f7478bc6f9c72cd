import { sql } from 'kysely'
import { isArxivId, isProvisional, nameKey, type PaperId, titleKey } from '#paper'
import { follow, type Store } from '#store'
import { makeOne, type Merge } from './one-paper.ts'
import type { PaperRow } from './row.ts'

/** How many changes are looked at together. */
const atOnce = 500

/** A title that more papers have is a column's or a preface's. */
const mostSharers = 4

/** A shorter title is no proof: “Preface”, “Introduction to the volume”. */
const shortestKey = 20

/**
 * Finds papers that came from two sources under two ids, and makes one of them: by DOI, then by
 * title and authors. Looks at what changed since the last time; says how many it found. Two that a
 * person has taken apart stay apart.
 */
export async function uniteTwins(
  store: Store,
  signal: AbortSignal,
  now = new Date(),
): Promise<number> {
  let found = 0
  for (;;) {
    signal.throwIfAborted()
    const read = await follow(store, 'twins', atOnce, async (changes) => {
      const ids = changes.flatMap(({ paper, kind }) => (kind === 'merged' ? [] : [paper]))
      for (const pair of await twinsAmong(store, [...new Set(ids)])) {
        signal.throwIfAborted()
        await makeOne(store, pair, now)
        found++
      }
    })
    if (read < atOnce) return found
  }
}

type Candidate = Pick<PaperRow, 'id' | 'doi' | 'titleHash' | 'title' | 'authors' | 'publishedAt'>

type Pair = Pick<Merge, 'paper' | 'into' | 'reason'>

/** The pairs that some papers are part of, each paper going once at most. */
async function twinsAmong(store: Store, ids: readonly PaperId[]): Promise<Pair[]> {
  const some = await candidates(store, 'id', ids)
  const dois = new Set(some.flatMap(({ id, doi }) => doiOf(doi) || doiInId(id) || []))
  const hashes = some.filter(isTelling).map(({ titleHash }) => titleHash)
  const [byDoi, byDoiId, byTitle] = [
    await candidates(store, 'doi', [...dois]),
    await candidates(
      store,
      'id',
      [...dois].map((doi) => `doi:${doi}`),
    ),
    await candidates(store, 'titleHash', hashes),
  ]
  const all = [
    ...new Map([...some, ...byDoi, ...byDoiId, ...byTitle].map((one) => [one.id, one])).values(),
  ]
  const apart = await takenApart(
    store,
    all.map(({ id }) => id),
  )
  const pairs: Pair[] = []
  const gone = new Set<PaperId>()
  const consider = (
    group: readonly Candidate[],
    reason: (a: Candidate, b: Candidate) => string,
  ) => {
    const [into, ...others] = group.filter(({ id }) => !gone.has(id)).toSorted(byRank)
    if (!into || others.length === 0 || others.length >= mostSharers) return
    for (const one of others) {
      const why = apart.has(`${one.id} ${into.id}`) ? '' : reason(one, into)
      if (!why) continue
      pairs.push({ paper: one.id, into: into.id, reason: why })
      gone.add(one.id)
    }
  }
  const ofDoi = Map.groupBy(all, ({ id, doi }) => doiOf(doi) || doiInId(id))
  for (const [doi, group] of ofDoi) {
    if (doi) consider(group, (a, b) => (alike(a, b) ? `the same DOI, ${doi}` : ''))
  }
  for (const group of Map.groupBy(all.filter(isTelling), ({ titleHash }) => titleHash).values()) {
    consider(group, (a, b) =>
      fromTwoPlaces(a, b) && namesAgree(a, b) && near(a, b) ? 'the same title and authors' : '',
    )
  }
  return pairs
}

async function candidates(
  store: Store,
  column: 'id' | 'doi' | 'titleHash',
  values: readonly string[],
): Promise<Candidate[]> {
  if (values.length === 0) return []
  const rows = await store
    .selectFrom('papers')
    .select(['id', 'doi', 'titleHash', 'title', 'authors', 'publishedAt'])
    .where((where) =>
      column === 'doi'
        ? // The index holds no paper without a DOI, and must be told that none is wanted.
          where.and([where('doi', '!=', ''), where(sql<string>`lower(doi)`, 'in', values)])
        : where(column, 'in', values),
    )
    .where('mergedInto', 'is', null)
    .execute()
  return rows.filter(({ id }) => !isProvisional(id))
}

/** The pairs, in both orders, that were taken apart. */
async function takenApart(store: Store, ids: readonly PaperId[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await store
    .selectFrom('merges')
    .select(['paper', 'target'])
    .where('undoneAt', 'is not', null)
    .where('paper', 'in', ids)
    .execute()
  return new Set(rows.flatMap(({ paper, target }) => [`${paper} ${target}`, `${target} ${paper}`]))
}

/** A field may hold several DOIs: the first is the paper's own. */
const doiOf = (doi: string): string =>
  doi
    .trim()
    .split(/[\s,;]+/)[0]
    ?.toLowerCase() ?? ''

const doiInId = (id: PaperId): string => (id.startsWith('doi:') ? id.slice('doi:'.length) : '')

const isTelling = ({ title }: Candidate): boolean => titleKey(title).length >= shortestKey

const places = ['arxiv', 'acl', 'openreview', 'doi']

const placeOf = (id: PaperId): string => (isArxivId(id) ? 'arxiv' : id.replace(/:.*/s, ''))

/** Which of two stays: arXiv's, where the talk is; of two DOIs the one that came first. */
const byRank = (a: Candidate, b: Candidate): number =>
  places.indexOf(placeOf(a.id)) - places.indexOf(placeOf(b.id)) ||
  (a.publishedAt < b.publishedAt ? -1 : a.publishedAt > b.publishedAt ? 1 : 0) ||
  (a.id < b.id ? -1 : 1)

/** One place knows its own papers; but a preprint and its article may both go by DOIs. */
const fromTwoPlaces = (a: Candidate, b: Candidate): boolean =>
  placeOf(a.id) !== placeOf(b.id) || placeOf(a.id) === 'doi'

/** A DOI is typed by hand at times, and wrong: something else must not speak against it. */
const alike = (a: Candidate, b: Candidate): boolean =>
  !(isArxivId(a.id) && isArxivId(b.id)) &&
  (a.titleHash === b.titleHash || namesAgree(a, b) || sharedWords(a.title, b.title) >= 0.5)

/** Whether the lists of authors are of the same people, as far as last names tell. */
function namesAgree(a: Candidate, b: Candidate): boolean {
  const [some, others] = [lastNames(a), lastNames(b)]
  const shared = some.intersection(others).size
  return shared > 0 && shared * 3 >= Math.max(some.size, others.size) * 2
}

function lastNames({ authors }: Candidate): Set<string> {
  const names: readonly string[] = JSON.parse(authors)
  return new Set(
    names.map(
      (name) =>
        nameKey(name)
          .split('-')
          .findLast((part) => part.length > 1) ?? '',
    ),
  )
}

const wordsIn = (title: string) => new Set(title.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu))

function sharedWords(one: string, other: string): number {
  const [some, others] = [wordsIn(one), wordsIn(other)]
  return some.intersection(others).size / Math.max(1, Math.min(some.size, others.size))
}

/** Between a preprint and its article lie four years at most, unless three people or more agree. */
function near(a: Candidate, b: Candidate): boolean {
  const [some, others] = [lastNames(a), lastNames(b)]
  if (some.size >= 3 && some.symmetricDifference(others).size === 0) return true
  const [one, other] = [a, b].map(({ publishedAt }) => Number(publishedAt.slice(0, 4)))
  return !one || !other || Math.abs(one - other) <= 4
}
