import type { PaperId } from '#paper'
import type { ReaderId } from '#store'
import { onceEach, type Means } from './candidates.ts'
import { judge, type Parts } from './formula.ts'
import { interestsIn } from './interests.ts'
import { judgedBy, type Taste } from './recommend-from.ts'
import { tasteOf } from './taste.ts'
import { keptTogether } from './together.ts'
import { nearestLiked } from './why.ts'

/** Where a paper stands for a reader, what brought it there, and what would move it. */
export type Standing = {
  /** From 1; among so many. */
  readonly place: number
  readonly among: number
  readonly parts: Parts
  /** The interest it belongs to. */
  readonly interest: string
  /** The reader's papers that it is most like. */
  readonly like: readonly PaperId[]
  /** Where it would stand otherwise, that which moves it most first. */
  readonly changes: readonly { readonly change: Change; readonly place: number }[]
}

export type Change =
  | { readonly kind: 'without'; readonly interest: string }
  | { readonly kind: 'less'; readonly paper: PaperId }
  | { readonly kind: 'set'; readonly setting: 'fresh' | 'people'; readonly to: 0 | 1 }

/** Why a paper stands where it stands, and what would change that. `undefined` while nothing is known. */
export async function standingOf(
  means: Means,
  reader: ReaderId,
  paper: PaperId,
  now = new Date(),
): Promise<Standing | undefined> {
  const taste = await tasteOf(means, reader, now)
  if (taste.liked.length === 0) return undefined
  const together = await keptTogether(means.store, reader, now)
  const wanted = { count: 1, pool: 'all' as const, seen: new Set<PaperId>(), together, now }
  const { judged, beside, marks } = await judgedBy(means, taste, wanted)
  const known = judged.map(({ traits }) => traits)
  if (!known.some(({ id }) => id === paper)) {
    known.push(...onceEach(await means.search.cards([paper]), await means.search.lexicon()))
  }
  const own = known.find(({ id }) => id === paper)
  if (!own) return undefined
  const today = Number(now.toISOString().slice(0, 10).replaceAll('-', ''))
  const order = (other: Taste) => {
    const all = judge(known, { ...other, beside, marks, today }).toSorted(
      (x, y) => y.score - x.score,
    )
    const at = all.findIndex(({ traits }) => traits.id === paper)
    return { place: at + 1, judged: all[at] }
  }
  const { place, judged: its } = order(taste)
  if (!its) return undefined
  const interest = taste.interests[its.interest]?.name ?? ''
  const like = nearestLiked(own, taste.liked)
  const [nearest] = like
  const others: [Change, Taste][] = [
    [
      { kind: 'without', interest },
      { ...taste, interests: taste.interests.filter((_, i) => i !== its.interest) },
    ],
    ...(['fresh', 'people'] as const).map((setting): [Change, Taste] => {
      const to = taste.settings[setting] > 0.5 ? 0 : 1
      return [
        { kind: 'set', setting, to },
        { ...taste, settings: { ...taste.settings, [setting]: to } },
      ]
    }),
  ]
  const unwanted = taste.liked.find(({ traits }) => traits.id === nearest)
  if (nearest && unwanted) {
    // Whoever wants less like it does not like it.
    const liked = taste.liked.filter((one) => one !== unwanted)
    others.push([
      { kind: 'less', paper: nearest },
      {
        ...taste,
        interests: interestsIn(liked).map((one) => ({ ...one, weight: 1 })),
        unwanted: [...taste.unwanted, { ...unwanted, weight: 1 }],
      },
    ])
  }
  const changes = others
    .map(([change, other]) => ({ change, place: order(other).place }))
    .filter((one) => one.place !== place)
    .toSorted((x, y) => Math.abs(y.place - place) - Math.abs(x.place - place))
  return { place, among: known.length, parts: its.parts, interest, like, changes }
}
