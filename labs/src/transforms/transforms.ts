import { fp4, integers, nf4 } from './formats.ts'
import { rounded, searched } from './rounding.ts'
import type { WeightTransform } from './transform.ts'

/** Every way to round weights; the law suite runs on each. */
export const transforms: readonly WeightTransform[] = [
  rounded(integers(8)),
  rounded(integers(4)),
  rounded(integers(3)),
  rounded(integers(2)),
  rounded(nf4),
  ...fp4.map(rounded),
  searched(fp4),
]
