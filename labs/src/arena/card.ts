import type { Bench, Claim, Lab, Verdict } from './lab.ts'
import { mean } from './measure.ts'

/** What became of a claim: the mean of every figure over seeds, and the least and most there was. */
export type Card = {
  readonly method: string
  readonly paper: string
  readonly says: string
  readonly check: string
  readonly model: string
  readonly seeds: number
  readonly examples: number
  readonly figures: Readonly<Record<string, Spread>>
  /** That of most seeds; of as many, the less favourable. */
  readonly verdict: Verdict
  readonly expected: Verdict
  readonly command: string
}

export type Spread = { readonly mean: number; readonly low: number; readonly high: number }

/** From the least favourable on. */
const verdicts: readonly Verdict[] = [
  'not reproduced',
  'not at this size',
  'partly',
  'reproduced',
  'exact',
]

/** Tries a claim with every seed. */
export function cardOf(lab: Lab, claim: Claim, bench: Bench, seeds: readonly string[]): Card {
  const findings = seeds.map((seed) => claim.measure({ ...bench, seed }))
  const names = Object.keys(findings[0]?.figures ?? {})
  const figures = names.map((name) => {
    const values = findings.map((finding) => finding.figures[name])
    return [
      name,
      { mean: mean(values), low: Math.min(...values), high: Math.max(...values) },
    ] as const
  })
  const votes = verdicts.map((verdict) => findings.filter((f) => f.verdict === verdict).length)
  return {
    method: lab.method,
    paper: lab.paper,
    says: claim.says,
    check: claim.check,
    model: bench.lm.spec.name,
    seeds: seeds.length,
    examples: bench.count,
    figures: Object.fromEntries(figures),
    verdict: verdicts[votes.indexOf(Math.max(...votes))],
    expected: claim.expected,
    command: `npm run labs:replicate ${lab.method}`,
  }
}
