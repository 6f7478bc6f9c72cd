import type { FullTextQuery, Query as LanceQuery, VectorQuery } from '@lancedb/lancedb'
import type { PaperId } from '#paper'
import { holds } from './holds.ts'
import { type Card, readCard } from './card.ts'
import type { Index } from './lance.ts'
import { allOf, asFilter, asTerms, plans } from './plan.ts'
import type { Reading } from './query.ts'
import { type TermText, termText } from './term-text.ts'

/** A paper that may answer a query, with what the index knows of it. */
export type Candidate = Card & {
  readonly doi: string
  readonly comments: TermText
  readonly journal: TermText
  readonly categories: readonly string[]
  readonly hasCode: boolean
  readonly hasAbstract: boolean
}

/** A query, and other terms of its words. */
type Sought = Reading & { readonly also: readonly string[] }

/** What the demands of a query may ask for as well. */
const columns = 'card id doi comments journal categories hasCode hasAbstract'.split(' ')

/**
 * The papers with the best words and those with the nearest meaning that fulfil what a query
 * demands, each once; about `depth` of them.
 */
export async function candidates(
  index: Index,
  reading: Sought,
  vector: Float32Array,
  depth: number,
): Promise<Candidate[]> {
  if (reading.must) return demanded(index, reading, vector, depth)
  try {
    return await foremost(index, reading, vector, depth)
  } catch {
    // Rows are called by other numbers after the index was compacted; that is rarely just now.
    return foremost(index, reading, vector, depth)
  }
}

/**
 * Where nothing is demanded, the order of words and that of meaning say which rows are worth
 * fetching: fetching is what takes the time.
 */
async function foremost(
  index: Index,
  { bare, terms, also, spelled, filter }: Sought,
  vector: Float32Array,
  depth: number,
): Promise<Candidate[]> {
  const { table, lance, isFilling } = index
  const questions: (LanceQuery | VectorQuery)[] = []
  const wanted = new Set(bare)
  const repeated = terms.filter((term) => wanted.has(term)) // a word asked for twice weighs twice
  const text = asTerms({ lance }, repeated, [...spelled.values(), ...also])
  if (text) questions.push(table.query().fullTextSearch(text).select(['_score']))
  if (vector.some((x) => x !== 0)) questions.push(nearestTo(index, vector).select(['_distance']))
  if (isFilling()) for (const question of questions) question.fastSearch()
  const answers = await Promise.all(
    questions.map((query) =>
      (filter === '' ? query : query.where(filter)).withRowId().limit(depth).toArrow(),
    ),
  )
  const merits = new Map<bigint, number>()
  for (const answer of answers) {
    const rows: Iterable<bigint> = answer.getChild('_rowid') ?? []
    let rank = 0
    for (const row of rows) merits.set(row, (merits.get(row) ?? 0) + 1 / (60 + rank++))
  }
  const best = [...merits].toSorted((x, y) => y[1] - x[1]).slice(0, depth)
  if (best.length === 0) return []
  const fetched = await table
    .takeRowIds(best.map(([row]) => row))
    .select(['card'])
    .toArrow()
  const cards: Iterable<Uint8Array> = fetched.getChild('card') ?? []
  return Array.from(cards, fromCard)
}

/** The order of meaning need not be exact here: `rank` takes the very vectors. */
const nearestTo = ({ table, probes }: Index, vector: Float32Array) =>
  table.query().nearestTo(vector).distanceType('dot').nprobes(probes())

async function demanded(
  index: Index,
  reading: Sought,
  vector: Float32Array,
  depth: number,
): Promise<Candidate[]> {
  const { table } = index
  const questions: (LanceQuery | VectorQuery)[] = []
  const filtered = (query: LanceQuery | VectorQuery, filter: string) =>
    questions.push(filter === '' ? query : query.where(filter))

  const bare = asTerms(index, reading.bare, [...reading.spelled.values(), ...reading.also])
  for (const plan of plans(index, reading.must)) {
    const filter = allOf([reading.filter, plan.filter])
    const text = together(index, plan.text, bare)
    if (text) filtered(table.query().fullTextSearch(text), filter)
    else filtered(table.query(), filter)
  }
  if (vector.some((x) => x !== 0)) {
    const filter = reading.must ? asFilter(reading.must) : ''
    filtered(nearestTo(index, vector), allOf([reading.filter, filter]))
  }

  const answers = await Promise.all(
    questions.map((query) => query.select(columns).limit(depth).toArrow()),
  )
  const found = new Map<PaperId, Candidate>()
  for (const row of answers.flatMap(rowsOf)) {
    if (found.has(row.id)) continue
    const read = candidate(row)
    if (!reading.must || holds(reading.must, read)) found.set(read.id, read)
  }
  return [...found.values()]
}

/** What a paper must have in its text, and what it had better have as well. */
function together(
  { lance }: Index,
  must: FullTextQuery | undefined,
  better: FullTextQuery | undefined,
): FullTextQuery | undefined {
  if (!must || !better) return must ?? better
  return new lance.BooleanQuery([
    [lance.Occur.Must, must],
    [lance.Occur.Should, better],
  ])
}

/** A candidate of which nothing is known but what ranking needs. */
function fromCard(card: Uint8Array): Candidate {
  return { ...readCard(card), ...unknown }
}

const unknown = {
  doi: '',
  comments: termText(''),
  journal: termText(''),
  categories: [],
  hasCode: false,
  hasAbstract: false,
}

type Row = {
  id: PaperId
  card: Uint8Array
  doi: string
  comments: string
  journal: string
  categories: { toArray(): string[] } | null
  hasCode: boolean
  hasAbstract: boolean
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Arrow knows no row types; these are the columns asked for
const rowsOf = (table: { toArray(): unknown[] }) => table.toArray() as Row[]

const candidate = (row: Row): Candidate => ({
  ...readCard(row.card),
  doi: row.doi,
  comments: termText(row.comments),
  journal: termText(row.journal),
  categories: row.categories ? [...row.categories.toArray()] : [],
  hasCode: row.hasCode,
  hasAbstract: row.hasAbstract,
})
