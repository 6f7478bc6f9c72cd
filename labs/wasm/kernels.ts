/** What the WebAssembly module exports. `npm run labs:wasm` builds it into src/kernels/binary.ts. */
export { gemm } from './gemm'
export { attend, dotRows } from './dot'
export {
  adamw,
  addScaled,
  gateUp,
  gateUpBack,
  rmsNorm,
  rmsNormBack,
  rotate,
  softmax,
  softmaxBack,
  sumSquares,
} from './rows'
export { dotQ4, dotQ8, widenQ4, widenQ8 } from './quants'
export { peak } from './peak'
