import { papersOf } from '#catalog'
import type { Paper } from '#paper'
import { esteemed } from './for-you.ts'
import { type Means, onceEach } from './candidates.ts'
import { dot, type Traits } from './traits.ts'
import type { ReaderTaste } from './taste.ts'

/** So many papers are looked at for a question. */
const pool = 250

/**
 * The paper about which an answer would tell most: one that stands for many others, and is far from
 * all that the reader has said anything about (the farthest point of a k-centre, weighed by how
 * many stand around it). None where the reader wants no more questions.
 */
export async function questionFor(
  { store, search }: Means,
  taste: ReaderTaste,
  now = new Date(),
): Promise<Paper | undefined> {
  if (taste.choices.questions <= 0) return undefined
  const asked = taste.evidence.seen
  const ids = (await esteemed(store, now)).filter((id) => !asked.has(id)).slice(0, pool)
  const open = onceEach(await search.cards(ids), await search.lexicon())
  const said = [...taste.liked, ...taste.unwanted].map(({ traits }) => traits)
  const [best] = open
    .map((traits) => ({ traits, tells: tells(traits, open, said) }))
    .toSorted((x, y) => y.tells - x.tells || (x.traits.id < y.traits.id ? -1 : 1))
  return best && (await papersOf(store, [best.traits.id]))[0]
}

/** How many papers an answer about one would tell of, that nothing tells of yet. */
function tells(one: Traits, others: readonly Traits[], said: readonly Traits[]): number {
  let sum = 0
  for (const other of others) {
    const near = Math.max(0, dot(one.vector, other.vector))
    sum += near ** 3
  }
  const known = Math.max(0, ...said.map(({ vector }) => dot(vector, one.vector)))
  return sum * (1 - known) ** 2
}
