import type { Kernels } from '../kernels/kernels.ts'
import type { Lm } from '../model/lm.ts'
import type { Experiment } from './experiment.ts'
import type { Family } from './families.ts'

/** How a paper's claim fared here. Failing is an ordinary outcome, and shown like the others. */
export type Verdict = 'exact' | 'reproduced' | 'partly' | 'not at this size' | 'not reproduced'

/** A paper's method as it can be run here: what it claims, and how each claim is tried. */
export type Lab = {
  /** The method's name, as in the address of its page. */
  readonly method: string
  /** As the paper writes it. */
  readonly name: string
  readonly family: Family
  /** In a sentence, what it does. */
  readonly does: string
  /** The paper's arXiv id. */
  readonly paper: string
  /** Where the code departs from the paper or reads between its lines; nothing, if it does not. */
  readonly reading?: string
  readonly knobs: readonly Knob[]
  readonly claims: readonly Claim[]
  /** What can be watched; the first is what a page opens with. */
  readonly experiments: readonly Experiment[]
}

/** Something that can be set. */
export type Knob = {
  readonly name: string
  readonly says: string
  readonly least: number
  readonly most: number
  readonly usual: number
  /** Whether it may lie between whole numbers. */
  readonly fractional?: true
}

/** One claim of a paper, with the way it is tried. */
export type Claim = {
  readonly says: string
  readonly check: string
  readonly expected: Verdict
  /** Whether it is about time, which is another on every machine and at every load. */
  readonly timed?: true
  /** Tries it, and says what came out. */
  measure(bench: Bench): Finding
}

/** What came out: figures by name, and the verdict they lead to. */
export type Finding = {
  readonly verdict: Verdict
  readonly figures: Readonly<Record<string, number>>
}

/** What a claim is tried on. */
export type Bench = {
  readonly k: Kernels
  readonly lm: Lm
  /** How many examples a share is taken over. */
  readonly count: number
  readonly seed: string
}
