/** What the labs' tests share. */
import assert from 'node:assert/strict'
import type { Mat } from './mat.ts'
import type { Rng } from './rng.ts'

/** The numbers of a matrix, row after row, without what a view passes over. */
export function numbers(m: Mat): number[] {
  return Array.from({ length: m.rows * m.cols }, (_, i) => {
    return m.data[Math.floor(i / m.cols) * m.stride + (i % m.cols)]
  })
}

/** Fills a matrix with Gaussian numbers. */
export function scatter(m: Mat, chance: Rng, spread = 1): Mat {
  for (let i = 0; i < m.rows; i++) {
    for (let j = 0; j < m.cols; j++) m.data[i * m.stride + j] = spread * chance.normal()
  }
  return m
}

/** Asserts that numbers agree to within `tolerance` of the larger of 1 and the largest expected. */
export function near(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  of = 'numbers',
): void {
  assert.equal(actual.length, expected.length, `${of}: count`)
  let largest = 1
  for (let i = 0; i < expected.length; i++) largest = Math.max(largest, Math.abs(expected[i] ?? 0))
  for (let i = 0; i < expected.length; i++) {
    const apart = Math.abs((actual[i] ?? NaN) - (expected[i] ?? NaN))
    assert.ok(
      apart <= tolerance * largest,
      `${of}: number ${i} is ${actual[i]}, should be ${expected[i]} (off by ${apart})`,
    )
  }
}
