import { rng } from '../rng.ts'
import { gemFilter } from './gem-filter.ts'
import { best, type ContextPlanner } from './planner.ts'

/** The end of the prompt. */
export const latest: ContextPlanner = {
  name: 'latest',
  plan: (_k, _lm, prompt, budget) => ({
    keep: best(
      prompt.map((_, i) => i),
      budget,
    ),
    flops: 0,
  }),
}

/** Whatever chance takes. */
export const byChance: ContextPlanner = {
  name: 'by chance',
  plan(_k, _lm, prompt, budget) {
    const chance = rng(prompt.join())
    return { keep: best(Float64Array.from(prompt, chance.f), budget), flops: 0 }
  },
}

/** Every planner; the law suite runs on each. */
export const planners: readonly ContextPlanner[] = [
  latest,
  byChance,
  gemFilter({ layer: 1 }),
  gemFilter({ layer: 2 }),
]
