import { papersOf } from '#catalog'
import type { PaperId } from '#paper'
import type { Store } from '#store'
import { candidates } from './candidates.ts'
import { type Embedder, paperVector } from './embedder.ts'
import { textOf } from './index-rows.ts'
import { type Index, quoted } from './lance.ts'
import { favoured, type Why } from './favour.ts'
import type { Lexicon } from './lexicon.ts'
import { pickedOf } from './picked.ts'
import { noVariants, variantsOf } from './variants.ts'
import type { Query, Reading } from './query.ts'
import { type Ranked, rank } from './rank.ts'
import { dropped, relevant } from './relevance.ts'
import { termsOf } from './words.ts'

export type Hit = {
  readonly id: PaperId
  readonly score: number
  /** What its score is made of; absent where it was named outright or only listed. */
  readonly why?: Why
  /** The same paper under other ids, which stand in the list no more. */
  readonly others?: readonly PaperId[]
}

/** What the search asks, beside the index. */
export type Means = {
  readonly store: Store
  readonly embedder: Embedder
  readonly lexicon: Lexicon
  readonly now: Date
}

/** What the index has to say to a query. */
export type Finding = {
  readonly hits: readonly Hit[]
  /** Terms in whose form its words were looked for as well. */
  readonly also: readonly string[]
  readonly notes: readonly string[]
  /** False where there may be more. */
  readonly complete: boolean
}

/** How many papers are looked at: more where what is demanded will throw some out. */
const depth = { ranked: 150, demanded: 1000, listed: 1000 }

/**
 * A query of more words says the same in other words by itself. Other forms of all its words then
 * only bring in papers that are about less of it: 0.518 became 0.496 on cacm, whose queries are long.
 */
const mostForVariants = 6

/** The papers in the index that answer a query, and what there is to say of it. */
export async function findInIndex(
  index: Index,
  means: Means,
  query: Query,
  reading: Reading,
): Promise<Finding> {
  const { terms, like, meaning, must, filter } = reading
  if (terms.length === 0 && like.length === 0 && meaning === '' && !must) {
    const hits = filter === '' ? [] : await latest(index, filter)
    return { hits, also: [], notes: [], complete: hits.length < depth.listed }
  }
  const meant = await fetchMeaning(means, reading)
  const vector = await wantedVector(means, reading, index)
  const many = must || query.sort === 'date' ? depth.demanded : depth.ranked
  const variants =
    reading.words.length > mostForVariants ? noVariants : variantsOf(reading.words, means.lexicon)
  const also = [
    ...[...variants.alike.values()].flat(),
    ...variants.compounds.map(({ whole }) => whole),
  ]
  const found = await candidates(index, { ...reading, also }, vector, many)
  const others = found.filter(({ id }) => !like.includes(id))
  const answered = rank(others, { ...reading, vector, variants }, means.lexicon)
  const ranked = query.loose ? answered : relevant(answered, reading)
  const picked = await pickedOf(
    means.store,
    ranked.map(({ id }) => id),
  )
  const shown = favoured(ranked, picked, means.now)
  return {
    hits: inOrder(shown, query, reading).map(({ id, score, reasons }) => ({
      id,
      score,
      why: reasons,
    })),
    also,
    notes: [...(meant ? [] : [wordsAlone]), ...dropped(shown, reading)],
    // The words and the meaning of a query may name half of the candidates each.
    complete: shown.length < many / 2,
  }
}

/** By relevance; by day where that was asked for or there is nothing else to go by. */
function inOrder<T extends Ranked>(
  shown: readonly T[],
  { sort }: Query,
  { terms, meaning, like }: Reading,
): readonly T[] {
  const nothing = terms.length === 0 && meaning === '' && like.length === 0
  if (sort !== 'date' && !nothing) return shown
  return shown.toSorted((x, y) => y.day - x.day || (x.id < y.id ? 1 : -1))
}

/** Where meaning is known elsewhere, asks there. False where no answer came in time. */
async function fetchMeaning({ embedder }: Means, { meaning }: Reading): Promise<boolean> {
  return meaning === '' || !embedder.elsewhere || embedder.elsewhere.soon(meaning)
}

const wordsAlone =
  'What turns words into meaning does not answer just now, so the words alone were searched for.'

/** Where the answers lie: at the query's own meaning, and where the papers are whose like is wanted. */
export async function wantedVector(
  means: Pick<Means, 'store' | 'embedder'>,
  reading: Reading,
  index?: Index,
): Promise<Float32Array> {
  const { embedder } = means
  const own = reading.meaning === '' ? [] : [embedder.embed(reading.meaning)]
  const vectors = [
    ...own,
    ...(await Promise.all(reading.like.map((id) => vectorOf(means, id, index)))),
  ]
  const sum = new Float32Array(embedder.dimension)
  for (const vector of vectors) vector?.forEach((x, c) => (sum[c]! += x))
  const length = Math.sqrt(sum.reduce((so, x) => so + x * x, 0))
  return length === 0 ? sum : sum.map((x) => x / length)
}

/** Everything that a filter lets through, the latest first. */
async function latest({ table }: Index, filter: string): Promise<Hit[]> {
  const rows: { id: PaperId }[] = await table
    .query()
    .where(filter)
    .select(['id', 'day'])
    .orderBy([
      { columnName: 'day', ascending: false },
      { columnName: 'id', ascending: false },
    ])
    .limit(depth.listed)
    .toArray()
  return rows.map(({ id }) => ({ id, score: 0 }))
}

/** The papers most like one. */
export async function nearest(
  index: Index,
  means: Pick<Means, 'store' | 'embedder'>,
  id: PaperId,
  count: number,
): Promise<Hit[]> {
  const vector = await vectorOf(means, id, index)
  if (!vector) return []
  const rows: { id: PaperId; _distance: number }[] = await index.table
    .query()
    .nearestTo(vector)
    .distanceType('dot')
    .nprobes(index.probes())
    .refineFactor(5)
    .select(['id', '_distance'])
    .limit(count + 1)
    .toArray()
  return rows
    .map(({ id: near, _distance: distance }) => ({ id: near, score: 1 - distance }))
    .filter((near) => near.id !== id)
    .slice(0, count)
}

/** A paper's vector, made of what the store has: sooner than the index finds it. */
async function vectorOf(
  { store, embedder }: Pick<Means, 'store' | 'embedder'>,
  id: PaperId,
  index?: Index,
): Promise<Float32Array | undefined> {
  if (embedder.elsewhere) return index && storedVector(index, id)
  const [paper] = await papersOf(store, [id])
  if (!paper) return undefined
  const { title, body } = textOf(paper)
  const head = termsOf(title)
  return paperVector(embedder, [...head, ...termsOf(body)], head.length)
}

/** The papers that appeared under a DOI, which the store has no index of. */
export async function withDoi({ table }: Index, doi: string): Promise<PaperId[]> {
  const rows: { id: PaperId }[] = await table
    .query()
    .where(`doi = ${quoted(doi)}`)
    .select(['id'])
    .limit(10)
    .toArray()
  return rows.map(({ id }) => id)
}

/** Those of some papers that a filter lets through, in their order. */
export async function among(
  { table }: Index,
  ids: readonly PaperId[],
  filter: string,
): Promise<PaperId[]> {
  const rows: { id: PaperId }[] = await table
    .query()
    .where(`(${filter}) and id in (${ids.map(quoted).join(', ')})`)
    .select(['id'])
    .limit(ids.length)
    .toArray()
  const within = new Set(rows.map(({ id }) => id))
  return ids.filter((id) => within.has(id))
}

/** A paper's vector as the index has it. */
async function storedVector({ table }: Index, id: PaperId): Promise<Float32Array | undefined> {
  const rows: { vector: { toArray(): Float32Array } }[] = await table
    .query()
    .where(`id = ${quoted(id)}`)
    .select(['vector'])
    .limit(1)
    .toArray()
  const vector = rows[0]?.vector.toArray()
  return vector?.some((x) => x !== 0) ? vector : undefined
}
