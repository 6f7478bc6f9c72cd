import type { PaperId } from '#paper'
import type { Index } from './lance.ts'
import type { Reading } from './query.ts'

/** A paper that may answer a query, with what the index knows of it. */
export type Candidate = {
  readonly id: PaperId
  readonly terms: readonly string[]
  readonly titleTerms: readonly string[]
  readonly names: readonly string[]
  readonly day: number
  readonly vector: Float32Array
  /** BM25 of its words, 0 where it was found by meaning alone. */
  readonly words: number
}

/** The papers with the best words and those with the nearest meaning, each once. */
export async function candidates(
  index: Index,
  reading: Reading,
  vector: Float32Array,
  depth: number,
): Promise<Candidate[]> {
  const { lance, table } = index
  const { filter, terms, names } = reading
  const columns = ['id', 'words', 'title', 'names', 'day', 'vector']
  const byWords =
    terms.length > 0 || names.length > 0
      ? table.query().fullTextSearch(
          new lance.BooleanQuery([
            [lance.Occur.Should, new lance.MatchQuery(terms.join(' '), 'words')],
            [lance.Occur.Should, new lance.MatchQuery(terms.join(' '), 'title', { boost: 0.4 })],
            [lance.Occur.Should, new lance.MatchQuery(names.join(' '), 'names', { boost: 0.6 })],
          ]),
        )
      : undefined
  const byMeaning = vector.some((x) => x !== 0)
    ? table.query().nearestTo(vector).distanceType('dot').nprobes(30).refineFactor(5)
    : undefined
  if (filter) {
    byWords?.where(filter)
    byMeaning?.where(filter)
  }
  const [worded, meant] = await Promise.all([
    byWords
      ?.select([...columns, '_score'])
      .limit(depth)
      .toArrow(),
    byMeaning
      ?.select([...columns, '_distance'])
      .limit(depth)
      .toArrow(),
  ])
  const found = new Map<PaperId, Candidate>()
  for (const row of rowsOf(worded)) found.set(row.id, candidate(row))
  for (const row of rowsOf(meant)) if (!found.has(row.id)) found.set(row.id, candidate(row))
  return [...found.values()]
}

type Row = {
  id: PaperId
  words: string
  title: string
  names: string
  day: number
  vector: { toArray(): Float32Array }
  _score?: number
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Arrow knows no row types; these are the columns asked for
const rowsOf = (table: { toArray(): unknown[] } | undefined) => (table?.toArray() ?? []) as Row[]

const candidate = ({ _score: words, ...row }: Row): Candidate => ({
  id: row.id,
  terms: split(row.words),
  titleTerms: split(row.title),
  names: split(row.names),
  day: row.day,
  vector: row.vector.toArray(),
  words: words ?? 0,
})

const split = (text: string) => text.split(' ').filter(Boolean)
