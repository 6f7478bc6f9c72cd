import { papersOf } from '#catalog'
import type { Day, Paper, PaperId } from '#paper'
import type { Store } from '#store'
import { candidates } from './candidates.ts'
import { type Card, readCard } from './card.ts'
import type { Embedder } from './embedder.ts'
import { dayNumber, indexRow } from './index-rows.ts'
import { type Index, quoted } from './lance.ts'

/** A place among the papers: a meaning, and words that stand there. */
export type Spot = {
  /** Of length one, or zero where only the words count. */
  readonly vector: Float32Array
  /** Terms as `termsOf` makes them; those that weigh most, a dozen of them. */
  readonly terms: readonly string[]
  readonly from?: Day
  readonly to?: Day
}

/** The papers around a spot, about `count` of them, in no order: for whoever ranks by their own lights. */
export async function cardsAround(index: Index, spot: Spot, count: number): Promise<Card[]> {
  const { vector, terms, from, to } = spot
  const parts = [
    ...(from ? [`day >= ${dayNumber(from)}`] : []),
    ...(to ? [`day <= ${dayNumber(to)}`] : []),
  ]
  const reading = {
    text: '',
    canonical: '',
    must: undefined,
    words: [],
    bare: terms,
    terms,
    spelled: new Map<string, string>(),
    meaning: '',
    like: [],
    filter: parts.join(' and '),
    notes: [],
    also: [],
  }
  return candidates(index, reading, vector, count)
}

/** Papers as ranking sees them, whether the index has them yet or not. */
export function cardsOf(papers: readonly Paper[], embedder: Embedder): Card[] {
  return papers.map((paper) => readCard(indexRow(paper, embedder).card))
}

/** The same from the index, where vectors are made elsewhere: those that it has. */
export async function storedCards({ table }: Index, ids: readonly PaperId[]): Promise<Card[]> {
  const found: Card[] = []
  for (let i = 0; i < ids.length; i += 500) {
    const some = ids.slice(i, i + 500).map(quoted)
    const rows = await table
      .query()
      .where(`id in (${some.join(', ')})`)
      .select(['card'])
      .limit(some.length)
      .toArrow()
    const cards: Iterable<Uint8Array> = rows.getChild('card') ?? []
    for (const card of cards) found.push(readCard(card))
  }
  return found
}

/** The cards of these papers, in no order, without those that nobody holds. */
export async function cardsOfIds(
  store: Store,
  embedder: Embedder,
  index: Index | undefined,
  ids: readonly PaperId[],
): Promise<Card[]> {
  if (embedder.elsewhere) return index ? storedCards(index, ids) : []
  const cards: Card[] = []
  for (let i = 0; i < ids.length; i += 500) {
    cards.push(...cardsOf(await papersOf(store, ids.slice(i, i + 500)), embedder))
  }
  return cards
}
