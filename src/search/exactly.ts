import type { FullTextQuery } from '@lancedb/lancedb'
import { addDays, type Day, isDay, type PaperId } from '#paper'
import type { Store } from '#store'
import { type Demand, filterOfBeginning, filterOfLeaf, mostEndings, textOfLeaf } from './demand.ts'
import { dayNumber } from './index-rows.ts'
import { type Index, quoted } from './lance.ts'
import type { Spellings } from './spellings.ts'

/** Rows of the index by their numbers, and how well the words fit each: the whole answer, in no order. */
export type Rows = ReadonlyMap<number, number>

export type ExactSources = {
  readonly store: Store
  readonly index: Index
  readonly spellings: Spellings | undefined
}

/** More rows than any library has. */
const all = 20_000_000

type Numbered = { readonly id: PaperId; readonly _rowid: bigint }

/** How many ids are put into one of Lance's filters. */
const atOnce = 2000

/**
 * All rows that fulfil a demand. What is text goes to Lance as one question, what is a filter as
 * another, and what mixes the two is put together here: for a library of 347,171 papers the hundred
 * thousand that have a common word are there within a third of a second.
 */
export async function rowsFor(sources: ExactSources, demand: Demand): Promise<Rows> {
  const text = textOf(sources, demand)
  if (text !== undefined) return text === 'none' ? new Map() : ask(sources, text, '')
  const filter = filterOf(demand, sources)
  if (filter !== undefined) return ask(sources, undefined, filter)
  switch (demand.kind) {
    case 'and':
      return conjunction(sources, demand.of)
    case 'or': {
      const parts = await Promise.all(demand.of.map((part) => rowsFor(sources, part)))
      const united = new Map<number, number>()
      for (const part of parts) {
        for (const [row, score] of part) united.set(row, (united.get(row) ?? 0) + score)
      }
      return united
    }
    case 'not': {
      const without = await rowsFor(sources, demand.of)
      return new Map([...(await ask(sources, undefined, ''))].filter(([row]) => !without.has(row)))
    }
    case 'submitted':
      return submitted(sources, demand)
    case 'nothing':
    case 'word':
    case 'begins':
    case 'category':
    case 'id':
    case 'doi':
      break
  }
  return new Map()
}

/** Parts that all must be fulfilled: words and filters in one question, the rest beside it. */
async function conjunction(sources: ExactSources, parts: readonly Demand[]): Promise<Rows> {
  const filters: string[] = []
  const texts: Demand[] = []
  const wanted: Demand[] = []
  const unwanted: Demand[] = []
  for (const part of parts) {
    const filter = filterOf(part, sources)
    if (filter !== undefined) filters.push(filter)
    else if (part.kind === 'not') unwanted.push(part.of)
    else if (textOf(sources, part) !== undefined) texts.push(part)
    else wanted.push(part)
  }
  const text = texts.length > 0 ? textOf(sources, { kind: 'and', of: texts }) : undefined
  if (text === 'none') return new Map()
  const hasBase = text !== undefined || filters.length > 0 || wanted.length === 0
  let rows = hasBase ? await ask(sources, text, filters.join(' and ')) : undefined
  for (const part of wanted) {
    const others = await rowsFor(sources, part)
    rows = rows
      ? new Map(
          [...rows].flatMap(([row, score]) =>
            others.has(row) ? [[row, score + others.get(row)!]] : [],
          ),
        )
      : others
  }
  for (const part of unwanted) {
    const others = await rowsFor(sources, part)
    rows = new Map([...(rows ?? [])].filter(([row]) => !others.has(row)))
  }
  return rows ?? new Map()
}

/** A demand as one question for words, if words are all it has; `none` where no term of it is left. */
function textOf(sources: ExactSources, demand: Demand): FullTextQuery | 'none' | undefined {
  const { index, spellings } = sources
  switch (demand.kind) {
    case 'word':
      return textOfLeaf(index, demand, []) ?? 'none'
    case 'begins':
      if (!spellings) return undefined
      return (
        textOfLeaf(index, demand, [
          demand.text,
          ...spellings.startingWith(demand.text.toLowerCase(), mostEndings),
        ]) ?? 'none'
      )
    case 'and':
    case 'or': {
      const { BooleanQuery, Occur } = index.lance
      const parts: FullTextQuery[] = []
      for (const part of demand.of) {
        const text = textOf(sources, part)
        if (text === undefined) return undefined
        // A word that no index holds, as “the”, is demanded of nobody.
        if (text !== 'none') parts.push(text)
      }
      if (parts.length < 2) return parts[0] ?? 'none'
      const occur = demand.kind === 'and' ? Occur.Must : Occur.Should
      return new BooleanQuery(parts.map((part) => [occur, part]))
    }
    case 'nothing':
    case 'not':
    case 'category':
    case 'id':
    case 'doi':
    case 'submitted':
      break
  }
  return undefined
}

function filterOf(demand: Demand, sources: ExactSources): string | undefined {
  switch (demand.kind) {
    case 'category':
    case 'id':
    case 'doi':
      return filterOfLeaf(demand)
    case 'not': {
      const of = filterOf(demand.of, sources)
      return of === undefined ? undefined : `not (${of})`
    }
    case 'and':
    case 'or': {
      const parts = demand.of.map((part) => filterOf(part, sources))
      if (parts.includes(undefined)) return undefined
      return `(${parts.join(` ${demand.kind} `)})`
    }
    case 'begins':
      return sources.spellings ? undefined : filterOfBeginning(demand)
    case 'word':
    case 'submitted':
    case 'nothing':
      break
  }
  return undefined
}

async function ask(
  { index: { table } }: ExactSources,
  text: FullTextQuery | undefined,
  filter: string,
): Promise<Rows> {
  const query = text
    ? table.query().fullTextSearch(text).select(['_score'])
    : table.query().select(['day'])
  const answer = await (filter === '' ? query : query.where(filter))
    .withRowId()
    .limit(all)
    .toArrow()
  const numbers: Iterable<bigint> = answer.getChild('_rowid') ?? []
  const scores: Iterable<number> | null = text ? answer.getChild('_score') : null
  const score = scores?.[Symbol.iterator]()
  const rows = new Map<number, number>()
  for (const row of numbers) {
    const next = score?.next()
    rows.set(Number(row), next && !next.done ? next.value : 0)
  }
  return rows
}

/** An announcement follows a submission within so many days. */
const longestWait = 9

/**
 * Papers submitted in a stretch of time. Those listed well within it are in it, and the index knows
 * days; near its ends the very instants are looked at.
 */
async function submitted(
  sources: ExactSources,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Rows> {
  const first = from === '' ? undefined : dayIn(from)
  const last = to === '' ? undefined : dayIn(to)
  const sure = [
    ...(first ? [`day > ${dayNumber(addDays(first, longestWait))}`] : ['day > 0']),
    ...(last ? [`day < ${dayNumber(last)}`] : []),
  ]
  const inside = await ask(sources, undefined, sure.join(' and '))
  const ids = [
    ...(first
      ? await submittedIn(sources.store, from, earlier(to, addDays(first, longestWait + 1)))
      : []),
    ...(last ? await submittedIn(sources.store, later(from, addDays(last, -longestWait)), to) : []),
  ]
  const rows = new Map(inside)
  for (const [row] of await rowsOf(sources.index, ids)) rows.set(row, 0)
  return rows
}

const dayIn = (instant: string): Day | undefined => {
  const day = instant.slice(0, 10)
  return isDay(day) ? day : undefined
}
const earlier = (one: string, other: string) => (one !== '' && one < other ? one : other)
const later = (one: string, other: string) => (one > other ? one : other)

async function submittedIn(store: Store, from: string, to: string): Promise<PaperId[]> {
  const rows = await store
    .selectFrom('papers')
    .select('id')
    .where('publishedAt', '>=', from)
    .where('publishedAt', '<=', to)
    .where('mergedInto', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}

/** The numbers of the rows of some papers, each with the paper. */
export async function rowsOf(
  { table }: Pick<Index, 'table'>,
  ids: readonly PaperId[],
): Promise<[number, PaperId][]> {
  const found: [number, PaperId][] = []
  for (let i = 0; i < ids.length; i += atOnce) {
    const some = ids.slice(i, i + atOnce)
    const rows: Numbered[] = await table
      .query()
      .where(`id in (${some.map(quoted).join(', ')})`)
      .select(['id'])
      .withRowId()
      .limit(some.length)
      .toArray()
    for (const { id, _rowid: row } of rows) found.push([Number(row), id])
  }
  return found
}

/** The papers of some rows, in their order. */
export async function idsOf(
  { table }: Pick<Index, 'table'>,
  rows: readonly number[],
): Promise<PaperId[]> {
  if (rows.length === 0) return []
  const found: Numbered[] = await table
    .takeRowIds(rows.map(BigInt))
    .select(['id'])
    .withRowId()
    .toArray()
  const byRow = new Map(found.map(({ id, _rowid: row }) => [Number(row), id]))
  return rows.flatMap((row) => byRow.get(row) ?? [])
}
