import { papersIn, stateOf } from '#catalog'
import { addDays, type Day, type PaperId } from '#paper'
import { type Card, type Lexicon, type Search, termNumber, termsOf } from '#search'
import type { Store } from '#store'
import type { Interest } from './interests.ts'
import { traitsFor, traitsOfCards } from './known-traits.ts'
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
const around = { most: 160, least: 50 }

/** By how many of its heaviest words an interest is looked up. */
const wordsAsked = 8

/** The papers that may suit these interests, each once. */
export async function papersAround(
  means: Means,
  interests: readonly (Interest & { readonly spoken: readonly string[] })[],
  wanted: { readonly pool: Pool; readonly upTo: Day; readonly fresh: number },
): Promise<Traits[]> {
  const { store } = means
  const total = interests.reduce((sum, { strength }) => sum + strength, 0) || 1
  const state = `${await stateOf(store, 'search')} ${wanted.pool} ${wanted.upTo} ${wanted.fresh}`
  const found = await Promise.all(
    interests.map((interest) => {
      const share = Math.round(
        around.least + (around.most - around.least) * (interest.strength / total),
      )
      // In steps, so that an interest beside one that grew is not asked for again.
      const count = Math.ceil(share / 25) * 25
      const key = `${state} ${count} ${interest.members.join(' ')}`
      return remembered(store, key, () => lookUp(means, interest, { ...wanted, count }))
    }),
  )
  const ids = new Map(found.flat().map((traits) => [traits.id, traits]))
  if (ids.size < 20) {
    const span = { from: addDays(wanted.upTo, -4000), to: wanted.upTo }
    const latest = (await papersIn(store, span, someLatest)).map(({ id }) => id)
    for (const [id, traits] of await traitsFor(means, latest)) ids.set(id, traits)
  }
  return [...ids.values()]
}

/** The papers around one interest, new ones and, where they are wanted, others. */
async function lookUp(
  { store, search }: Means,
  { vector, spoken }: Interest & { readonly spoken: readonly string[] },
  {
    pool,
    upTo,
    fresh,
    count,
  }: { readonly pool: Pool; readonly upTo: Day; readonly fresh: number; readonly count: number },
): Promise<Traits[]> {
  const from = addDays(upTo, -recent)
  const spot = { vector, terms: spoken.slice(0, wordsAsked) }
  // What is new would be lost among all there is, where all there is comes first.
  const late = pool === 'recent' ? count : Math.round(count * (0.25 + 0.5 * fresh))
  const [lexicon, ...cards] = await Promise.all([
    search.lexicon(),
    search.around({ ...spot, from, to: upTo }, late),
    ...(pool === 'recent' ? [] : [search.around(spot, Math.max(10, count - late))]),
  ])
  return traitsOfCards(store, cards.flat(), lexicon)
}

const kept = new WeakMap<Store, Map<string, Promise<Traits[]>>>()

/** So many interests are remembered with the papers around them: after a click, one is another. */
const mostKept = 500

function remembered(
  store: Store,
  key: string,
  ask: () => Promise<Traits[]>,
): Promise<readonly Traits[]> {
  const all = kept.get(store) ?? new Map<string, Promise<Traits[]>>()
  kept.set(store, all)
  const known = all.get(key)
  if (known) return known
  if (all.size >= mostKept) all.delete(all.keys().next().value ?? '')
  const asked = ask()
  all.set(key, asked)
  asked.catch(() => all.delete(key))
  return asked
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
