import type { Kernels } from '../kernels/kernels.ts'
import { argmax, type Mat, row, rowsOf } from '../mat.ts'

/** Keys and values, (n, d) each. */
export type Stretch = { readonly keys: Mat; readonly values: Mat }

/**
 * Some sequences that begin alike: what they share, and how each, or each group of them, goes on. A leaf
 * is one sequence and has one query; the leaves' order is that of the queries.
 */
export type Shared = Stretch & { readonly branches?: readonly Shared[] }

/** Attention over one stretch for some queries, before it is merged with that over others. */
type Part = { readonly out: Mat; readonly logSums: Float32Array }

/**
 * Hydragen (2402.05099, section 3): attention of many sequences over a prefix that they share is done for
 * all their queries at once, one matrix product in place of many vector products, and merged exactly with
 * that over what is their own: softmax over [a; b] is the mean of softmax over a and over b, weighted by
 * the sums of their exponentials. With branches inside branches it goes down a tree.
 *
 * queries is (sequences, d), out the same.
 */
export function hydragen(k: Kernels, queries: Mat, shared: Shared, out: Mat): void {
  k.memory.scope(() => {
    const merged = attendTree(k, queries, shared)
    for (let i = 0; i < out.rows; i++) row(out, i).set(row(merged.out, i))
  })
}

/** How many sequences end in a tree. */
export const leavesOf = ({ branches }: Shared): number =>
  branches ? branches.reduce((sum, branch) => sum + leavesOf(branch), 0) : 1

function attendTree(k: Kernels, queries: Mat, shared: Shared): Part {
  const own = attendStretch(k, queries, shared)
  let from = 0
  for (const branch of shared.branches ?? []) {
    const to = from + leavesOf(branch)
    const below = attendTree(k, rowsOf(queries, from, to), branch)
    for (let i = from; i < to; i++) merge(own, i, below, i - from)
    from = to
  }
  return own
}

/** Ordinary attention, with the logarithm of each row's sum of exponentials. */
function attendStretch(k: Kernels, queries: Mat, { keys, values }: Stretch): Part {
  const scale = 1 / Math.sqrt(queries.cols)
  const shares = k.memory.scratch(queries.rows, keys.rows)
  const out = k.memory.scratch(queries.rows, queries.cols)
  const logSums = new Float32Array(queries.rows).fill(-Infinity)
  out.data.fill(0)
  if (keys.rows === 0) return { out, logSums }
  k.gemm('nt', queries, keys, shares)
  const tops = Int32Array.from(logSums, (_, i) => argmax(row(shares, i)))
  const scores = Float32Array.from(tops, (top, i) => scale * row(shares, i)[top])
  k.softmax(shares, { scale, sees: 'all' })
  // The share of the highest score is e^{score − l}.
  tops.forEach((top, i) => (logSums[i] = scores[i] - Math.log(row(shares, i)[top])))
  k.gemm('nn', shares, values, out)
  return { out, logSums }
}

/** o = (oₐ e^{lₐ − m} + o_b e^{l_b − m}) / (e^{lₐ − m} + e^{l_b − m}), over a. */
function merge(a: Part, i: number, b: Part, j: number): void {
  const top = Math.max(a.logSums[i], b.logSums[j])
  if (top === -Infinity) return
  const [ea, eb] = [Math.exp(a.logSums[i] - top), Math.exp(b.logSums[j] - top)]
  const [x, y] = [row(a.out, i), row(b.out, j)]
  for (let c = 0; c < x.length; c++) x[c] = (x[c] * ea + y[c] * eb) / (ea + eb)
  a.logSums[i] = top + Math.log(ea + eb)
}

/** What each sequence reads from the tree's root to its leaf, in one piece. Scratch: call it in a scope. */
export function linesOf(k: Kernels, shared: Shared, above: readonly Stretch[] = []): Stretch[] {
  const line = [...above, shared]
  if (shared.branches) return shared.branches.flatMap((branch) => linesOf(k, branch, line))
  const join = (parts: readonly Mat[]) => {
    const whole = k.memory.scratch(
      parts.reduce((sum, { rows }) => sum + rows, 0),
      parts[0].cols,
    )
    let at = 0
    for (const part of parts) for (let i = 0; i < part.rows; i++) row(whole, at++).set(row(part, i))
    return whole
  }
  const [keys, values] = [line.map((one) => one.keys), line.map((one) => one.values)]
  return [{ keys: join(keys), values: join(values) }]
}

/** The same without sharing: every sequence by itself, one query over all it reads. */
export function separately(k: Kernels, queries: Mat, lines: readonly Stretch[], out: Mat): void {
  const scale = 1 / Math.sqrt(queries.cols)
  lines.forEach(({ keys, values }, i) => {
    k.memory.scope(() => {
      const weights = k.memory.scratch(1, keys.rows)
      k.attend(rowsOf(queries, i, i + 1), keys, values, rowsOf(out, i, i + 1), weights, { scale })
    })
  })
}
