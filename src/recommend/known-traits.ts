import type { PaperId } from '#paper'
import type { Card, Lexicon } from '#search'
import type { Store } from '#store'
import type { Means } from './candidates.ts'
import { type Traits, traitsOf } from './traits.ts'

/** So many papers are remembered by their traits, about 2 kB each. */
const most = 20_000

/** What papers of readers are known by: asked for with every click, and the same mostly. */
const remembered = new WeakMap<Store, Map<PaperId, Traits>>()

/** The traits of papers whose cards are at hand. */
export function traitsOfCards(store: Store, cards: readonly Card[], lexicon: Lexicon): Traits[] {
  const known = remembered.get(store) ?? new Map<PaperId, Traits>()
  remembered.set(store, known)
  if (known.size + cards.length > most) known.clear()
  return cards.map((card) => {
    const traits = known.get(card.id) ?? traitsOf(card, lexicon)
    known.set(card.id, traits)
    return traits
  })
}

/** The traits of papers that we hold, by id. */
export async function traitsFor(
  { store, search }: Means,
  papers: readonly PaperId[],
): Promise<Map<PaperId, Traits>> {
  const known = remembered.get(store) ?? new Map<PaperId, Traits>()
  remembered.set(store, known)
  const unknown = [...new Set(papers)].filter((id) => !known.has(id))
  if (unknown.length > 0) {
    const lexicon = await search.lexicon()
    if (known.size + unknown.length > most) known.clear()
    const cards = await search.cards(papers.filter((id) => !known.has(id)))
    for (const card of cards) known.set(card.id, traitsOf(card, lexicon))
  }
  return new Map(
    papers.flatMap((id) => {
      const traits = known.get(id)
      return traits ? [[id, traits] as const] : []
    }),
  )
}
