import { Refusal } from '../refusal.ts'

/** The learning rate of each step. */
export type Schedule = {
  readonly name: string
  /** `step` counts from 0, `tokens` is how many were trained on before it. */
  rate(step: number, tokens: number): number
}

/**
 * Warm-up, stable, decay (2404.06395): a line up over `warmup` steps, constant, a line down to a tenth
 * over the last `decay` share of `steps`. A run can so be branched into several lengths.
 */
export function warmupStableDecay(knobs: {
  readonly peak: number
  readonly steps: number
  readonly warmup: number
  readonly decay: number
}): Schedule {
  const { peak, steps, warmup, decay } = knobs
  if (!(peak > 0) || !(steps >= 1) || !(warmup >= 0) || !(decay >= 0 && decay <= 1)) {
    throw new Refusal('A schedule needs a peak above 0, a step at least, and a decay from 0 to 1.')
  }
  const decayFrom = Math.round(steps * (1 - decay))
  return {
    name: `wsd ${peak} ${steps} ${warmup} ${decay}`,
    rate(step) {
      if (step < warmup) return (peak * (step + 1)) / warmup
      if (step < decayFrom) return peak
      const done = Math.min(1, (step + 1 - decayFrom) / Math.max(1, steps - decayFrom))
      return peak * (1 - 0.9 * done)
    },
  }
}

/** One schedule up to a step, and from there another that begins anew. */
export function followedBy(first: Schedule, at: number, next: Schedule): Schedule {
  return {
    name: `${first.name} up to ${at}, ${next.name}`,
    rate: (step, tokens) => (step < at ? first.rate(step, tokens) : next.rate(step - at, tokens)),
  }
}
