import { papersIn } from '#catalog'
import { addDays, type Day, type PaperId } from '#paper'
import { type Card, type Lexicon, type Search, termNumber, termsOf } from '#search'
import type { Store } from '#store'
import type { Interest } from './interests.ts'
import { type Traits, traitsOf } from './traits.ts'

/** What is needed to look for papers by taste. */
export type Means = {
  readonly store: Store
  readonly search: Pick<Search, 'cards' | 'around' | 'lexicon'>
}

/** The papers that a recommendation may be of. */
export type Pool = 'recent' | 'all'

/** How far back the recent pool goes, in days. */
const recent = 60

/** How many papers are looked at around each interest: the strongest has most of them. */
const around = { most: 160, least: 60 }

/** By how many of its heaviest words an interest is looked up. */
const wordsAsked = 10

/** The papers that may suit these interests, each once. */
export async function papersAround(
  { store, search }: Means,
  interests: readonly (Interest & { readonly spoken: readonly string[] })[],
  { pool, upTo, fresh }: { readonly pool: Pool; readonly upTo: Day; readonly fresh: number },
): Promise<Traits[]> {
  const lexicon = await search.lexicon()
  const from = addDays(upTo, -recent)
  const total = interests.reduce((sum, { strength }) => sum + strength, 0) || 1
  const asked = interests.flatMap(({ vector, spoken, strength }) => {
    const share = Math.round(around.least + (around.most - around.least) * (strength / total))
    const spot = { vector, terms: spoken.slice(0, wordsAsked), to: upTo }
    if (pool === 'recent') return [search.around({ ...spot, from }, share)]
    // What is new would be lost among all there is, where all there is comes first.
    const late = Math.round(share * (0.25 + 0.5 * fresh))
    return [
      search.around({ ...spot, from }, late),
      search.around({ vector, terms: spot.terms }, Math.max(10, share - late)),
    ]
  })
  const cards = (await Promise.all(asked)).flat()
  if (cards.length < 20) {
    const latest = await papersIn(store, { from: addDays(upTo, -4000), to: upTo }, someLatest)
    cards.push(...(await search.cards(latest.map(({ id }) => id))))
  }
  return onceEach(cards, lexicon)
}

const someLatest = { skip: 0, count: 300 }

export function onceEach(cards: readonly Card[], lexicon: Lexicon): Traits[] {
  const all = new Map<PaperId, Card>()
  for (const card of cards) if (!all.has(card.id)) all.set(card.id, card)
  return [...all.values()].map((card) => traitsOf(card, lexicon))
}

/** The heaviest words of an interest as its papers spell them, stemmed for the index. */
export function spokenWords(interest: Interest, texts: readonly string[]): string[] {
  const weights = new Map<number, number>()
  interest.words.terms.forEach((term, i) => weights.set(term, interest.words.weights[i]!))
  const terms = new Set(texts.flatMap((text) => termsOf(text)))
  return [...terms]
    .map((term) => ({ term, weight: weights.get(termNumber(term)) ?? 0 }))
    .filter(({ weight }) => weight > 0)
    .toSorted((x, y) => y.weight - x.weight)
    .slice(0, 40)
    .map(({ term }) => term)
}
