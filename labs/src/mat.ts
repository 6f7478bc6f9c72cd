/**
 * Rows of numbers: element (i, j) is `data[i * stride + j]`. A view shares its numbers with the matrix
 * it was cut from, and its stride says how far apart that matrix's rows are.
 */
export type Mat = {
  readonly data: Float32Array
  readonly rows: number
  readonly cols: number
  readonly stride: number
}

/** A matrix over `data`, which holds rows · cols numbers, row after row. */
export function mat(rows: number, cols: number, data = new Float32Array(rows * cols)): Mat {
  return { data, rows, cols, stride: cols }
}

/** Rows `from` up to `to` of a matrix, as a view. */
export function rowsOf(m: Mat, from: number, to: number): Mat {
  return { ...m, data: m.data.subarray(from * m.stride), rows: to - from }
}

/** Columns `from` up to `to` of a matrix, as a view. */
export function colsOf(m: Mat, from: number, to: number): Mat {
  return { ...m, data: m.data.subarray(from), cols: to - from }
}

/** Row i as an array that shares the matrix's numbers. */
export function row(m: Mat, i: number): Float32Array {
  return m.data.subarray(i * m.stride, i * m.stride + m.cols)
}

/** Writes the numbers of one matrix over another of the same shape. */
export function copy(from: Mat, to: Mat): void {
  if (from.stride === from.cols && to.stride === to.cols) {
    to.data.set(from.data.subarray(0, from.rows * from.cols))
    return
  }
  for (let i = 0; i < from.rows; i++) to.data.set(row(from, i), i * to.stride)
}

/** Sets every element to `value`. */
export function fill(m: Mat, value: number): void {
  for (let i = 0; i < m.rows; i++) row(m, i).fill(value)
}

/** The index of the largest number; the first of equals. */
export function argmax(x: Float32Array): number {
  let best = 0
  for (let i = 1; i < x.length; i++) if (x[i] > x[best]) best = i
  return best
}
