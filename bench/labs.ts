/**
 * `npm run bench:labs`: what the labs' kernels do on one core, beside their plain twins and beside the
 * most that four-number vectors without a fused multiply-add can do here (wasm/peak.ts, measured).
 */
import { cpus } from 'node:os'
import { type Kernels, openKernels } from '../labs/src/kernels/kernels.ts'
import { quantize } from '../labs/src/kernels/quants.ts'
import { yardstick } from '../labs/src/kernels/wasm.ts'
import { type Mat } from '../labs/src/mat.ts'
import { rng } from '../labs/src/rng.ts'
import { scatter } from '../labs/src/testing.ts'

type Work = { name: string; flops: number; of(k: Kernels): () => void }

const keep = (k: Kernels, rows: number, cols: number): Mat =>
  scatter(k.memory.keep(rows, cols), rng(`${rows}×${cols}`))

const product = (form: 'nn' | 'nt' | 'tn', m: number, n: number, inner: number): Work => ({
  name: `gemm ${form} ${m}×${n}×${inner}`,
  flops: 2 * m * n * inner,
  of(k) {
    const a = form === 'tn' ? keep(k, inner, m) : keep(k, m, inner)
    const b = form === 'nt' ? keep(k, n, inner) : keep(k, inner, n)
    const c = keep(k, m, n)
    return () => k.gemm(form, a, b, c)
  },
})

const bits = (width: 8 | 4, m: number, n: number, inner: number): Work => ({
  name: `${width}-bit ${m}×${n}×${inner}`,
  flops: 2 * m * n * inner,
  of(k) {
    const w = quantize(k.memory, width, keep(k, n, inner))
    const [x, y] = [keep(k, m, inner), keep(k, m, n)]
    return () => k.gemmQuants(x, w, y)
  },
})

const works: Work[] = [
  product('nn', 256, 256, 256),
  product('nt', 512, 512, 192),
  product('tn', 512, 192, 512),
  product('nt', 1024, 344, 128),
  product('nt', 1, 512, 192),
  product('nt', 1, 1024, 1024),
  product('nt', 4, 512, 192),
  product('nt', 8, 512, 192),
  bits(8, 1, 512, 192),
  bits(8, 64, 512, 192),
  bits(4, 1, 512, 192),
  bits(4, 64, 512, 192),
  {
    name: 'attend 1×512 keys of 32',
    flops: 4 * 512 * 32 + 4 * 512,
    of(k) {
      const [q, out, weights] = [keep(k, 1, 32), keep(k, 1, 32), keep(k, 1, 512)]
      const [keys, values] = [keep(k, 512, 32), keep(k, 512, 32)]
      return () => k.attend(q, keys, values, out, weights, { scale: 0.2 })
    },
  },
  {
    name: 'softmax 256×256 causal',
    flops: 4 * 256 * 128,
    of(k) {
      const x = keep(k, 256, 256)
      return () => k.softmax(x, { scale: 1, sees: { from: 1 } })
    },
  },
  {
    name: 'rmsNorm 512×192',
    flops: 4 * 512 * 192,
    of(k) {
      const [x, y, gain, factors] = [
        keep(k, 512, 192),
        keep(k, 512, 192),
        keep(k, 1, 192),
        keep(k, 512, 1),
      ]
      return () => k.rmsNorm(x, gain, y, factors, 1e-5)
    },
  },
  {
    name: 'rotate 512×192',
    flops: 3 * 512 * 192,
    of(k) {
      const x = keep(k, 512, 192)
      const table = { cos: keep(k, 512, 16), sin: keep(k, 512, 16) }
      const positions = k.memory.scratchInts(512)
      return () => k.rotate(x, positions, table, x)
    },
  },
]

/** Thousand million operations a second, the best of five tries of at least `ms` each. */
function speed(flops: number, ms: number, work: () => void): number {
  const once = timed(1, work)
  const times = Math.max(1, Math.ceil(ms / Math.max(once, 1e-3)))
  timed(times, work)
  const best = Math.min(...Array.from({ length: 5 }, () => timed(times, work) / times))
  return flops / best / 1e6
}

function timed(times: number, work: () => void): number {
  const start = performance.now()
  for (let i = 0; i < times; i++) work()
  return performance.now() - start
}

const peak = await yardstick()
const most = speed(96 * 1e6, 20, () => peak(1e6))

console.log(`${cpus()[0]?.model}, Node ${process.versions.node}, one core`)
console.log(`peak of 128-bit vectors, multiply and add apart: ${most.toFixed(1)} GFLOPS`)
console.log(
  'kernel'.padEnd(28),
  'wasm'.padStart(8),
  'of peak'.padStart(8),
  'plain'.padStart(8),
  'times'.padStart(7),
)
for (const { name, flops, of } of works) {
  const fast = speed(flops, 20, of(await openKernels('wasm', 2 ** 25)))
  const slow = speed(flops, 2, of(await openKernels('plain', 2 ** 25)))
  const share = `${((100 * fast) / most).toFixed(0)} %`
  const cells = [fast.toFixed(1), share, slow.toFixed(2)].map((cell) => cell.padStart(8))
  console.log(name.padEnd(28), ...cells, `${(fast / slow).toFixed(0)}×`.padStart(7))
}
