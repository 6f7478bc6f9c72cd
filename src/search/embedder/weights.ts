import { readFileSync, writeFileSync } from 'node:fs'

/**
 * What an embedder has learned: a vector for each term it knows and one for each bucket of subwords,
 * as whole numbers from −127 to 127 with one scale a row. Rows are terms first, then buckets.
 */
export type Weights = {
  readonly dimension: number
  readonly terms: readonly string[]
  readonly buckets: number
  /** (rows) */
  readonly scales: Float32Array
  /** (rows, dimension) */
  readonly rows: Int8Array
}

const mark = 'broadsheet-embedder-1'

/** Reads a file of weights: a line of JSON, a line of terms, then scales and rows. */
export function readWeights(file: URL | string): Weights {
  const bytes = readFileSync(file)
  const head = bytes.indexOf(10)
  const { format, dimension, buckets, terms: count } = JSON.parse(bytes.toString('utf8', 0, head))
  if (format !== mark) throw new Error(`${String(file)} holds no weights of an embedder`)
  const end = bytes.indexOf(10, head + 1)
  const terms = bytes.toString('utf8', head + 1, end).split(' ')
  const rows = terms.length + buckets
  if (terms.length !== count || bytes.length !== end + 1 + rows * 4 + rows * dimension) {
    throw new Error(`${String(file)} is cut short`)
  }
  const scales = new Float32Array(rows)
  for (let r = 0; r < rows; r++) scales[r] = bytes.readFloatLE(end + 1 + r * 4)
  const from = bytes.byteOffset + end + 1 + rows * 4
  return {
    dimension,
    terms,
    buckets,
    scales,
    rows: new Int8Array(bytes.buffer, from, rows * dimension),
  }
}

export function writeWeights(file: string, weights: Weights): void {
  const { dimension, buckets, terms, scales, rows } = weights
  const head = JSON.stringify({ format: mark, dimension, buckets, terms: terms.length })
  writeFileSync(
    file,
    Buffer.concat([
      Buffer.from(`${head}\n${terms.join(' ')}\n`),
      Buffer.from(scales.buffer, scales.byteOffset, scales.byteLength),
      Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength),
    ]),
  )
}

/** Rounds rows of numbers, (rows, dimension), to whole ones with a scale for each row. */
export function quantise(
  from: Float32Array,
  dimension: number,
): { scales: Float32Array; rows: Int8Array } {
  const scales = new Float32Array(from.length / dimension)
  const rows = new Int8Array(from.length)
  for (let r = 0; r < scales.length; r++) {
    let largest = 0
    for (let c = 0; c < dimension; c++) {
      largest = Math.max(largest, Math.abs(from[r * dimension + c] ?? 0))
    }
    const scale = largest / 127
    scales[r] = scale
    if (scale === 0) continue
    for (let c = 0; c < dimension; c++) {
      rows[r * dimension + c] = Math.round((from[r * dimension + c] ?? 0) / scale)
    }
  }
  return { scales, rows }
}
