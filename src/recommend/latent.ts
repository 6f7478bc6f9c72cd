import type { Words } from './traits.ts'

/** Latent meaning of texts by the words that go together in a pool: (texts, dimension), rows of length one. */
export type Latent = { readonly dimension: number; readonly rows: Float32Array }

/**
 * Latent semantic analysis of a pool of texts: the left singular vectors of their TF-IDF, scaled by
 * the singular values, less their mean, each row of length one. The subspace is found by power
 * iteration from a random one (Halko, Martinsson and Tropp 2011, algorithm 4.4). Takes about 2 · (rounds + 1) · (terms of all texts) · dimension steps.
 */
export function latentOf(
  texts: readonly Words[],
  {
    dimension = 100,
    rounds = 3,
    random = Math.random,
  }: {
    readonly dimension?: number
    readonly rounds?: number
    readonly random?: () => number
  } = {},
): Latent {
  const places = new Map<number, number>()
  for (const { terms } of texts) {
    for (const term of terms) if (!places.has(term)) places.set(term, places.size)
  }
  const columns = texts.map(({ terms }) => Int32Array.from(terms, (term) => places.get(term)!))
  const n = texts.length
  const k = Math.min(dimension, n, places.size)
  const byTerm = new Float32Array(places.size * k)
  const byText = new Float32Array(n * k)
  for (let i = 0; i < byTerm.length; i++) byTerm[i] = random() + random() + random() - 1.5

  const toTexts = () => {
    byText.fill(0)
    texts.forEach(({ weights }, t) => {
      const own = columns[t]!
      for (let e = 0; e < own.length; e++) {
        const weight = weights[e]!
        const from = own[e]! * k
        for (let c = 0; c < k; c++) byText[t * k + c]! += weight * byTerm[from + c]!
      }
    })
  }
  const toTerms = () => {
    byTerm.fill(0)
    texts.forEach(({ weights }, t) => {
      const own = columns[t]!
      for (let e = 0; e < own.length; e++) {
        const weight = weights[e]!
        const into = own[e]! * k
        for (let c = 0; c < k; c++) byTerm[into + c]! += weight * byText[t * k + c]!
      }
    })
  }
  for (let round = 0; round < rounds; round++) {
    toTexts()
    atRightAngles(byText, n, k)
    toTerms()
  }
  // The subspace of terms, made orthonormal: texts seen in it keep their lengths.
  atRightAngles(byTerm, places.size, k)
  toTexts()
  return { dimension: k, rows: centred(byText, n, k) }
}

/**
 * Makes the columns of a matrix (rows, k) orthonormal: by the Cholesky factor of its Gram matrix,
 * twice over, which goes through the rows as they lie.
 */
function atRightAngles(matrix: Float32Array, rows: number, k: number): void {
  for (let twice = 0; twice < 2; twice++) {
    const factor = cholesky(gram(matrix, rows, k), k)
    for (let r = 0; r < rows; r++) {
      const from = r * k
      for (let c = 0; c < k; c++) {
        let sum = matrix[from + c]!
        for (let b = 0; b < c; b++) sum -= factor[c * k + b]! * matrix[from + b]!
        matrix[from + c] = sum / factor[c * k + c]!
      }
    }
  }
}

/** The products of all columns with each other, the lower half. */
function gram(matrix: Float32Array, rows: number, k: number): Float64Array {
  const products = new Float64Array(k * k)
  for (let r = 0; r < rows; r++) {
    const from = r * k
    for (let c = 0; c < k; c++) {
      const value = matrix[from + c]!
      if (value === 0) continue
      for (let b = 0; b <= c; b++) products[c * k + b]! += value * matrix[from + b]!
    }
  }
  return products
}

/** The lower triangular L with L Lᵀ = a, in its place; what has no length of its own gets a tiny one. */
function cholesky(a: Float64Array, k: number): Float64Array {
  let largest = 0
  for (let c = 0; c < k; c++) largest = Math.max(largest, a[c * k + c]!)
  for (let c = 0; c < k; c++) {
    for (let b = 0; b <= c; b++) {
      let sum = a[c * k + b]!
      for (let d = 0; d < b; d++) sum -= a[c * k + d]! * a[b * k + d]!
      a[c * k + b] = b === c ? Math.sqrt(Math.max(sum, 1e-9 * largest, 1e-30)) : sum / a[b * k + b]!
    }
  }
  return a
}

/** Rows less their mean, each of length one. */
function centred(matrix: Float32Array, rows: number, k: number): Float32Array {
  const mean = new Float64Array(k)
  for (let r = 0; r < rows; r++) for (let c = 0; c < k; c++) mean[c]! += matrix[r * k + c]! / rows
  const made = new Float32Array(rows * k)
  for (let r = 0; r < rows; r++) {
    let square = 0
    for (let c = 0; c < k; c++) {
      const value = matrix[r * k + c]! - mean[c]!
      made[r * k + c] = value
      square += value * value
    }
    const factor = square > 0 ? 1 / Math.sqrt(square) : 0
    for (let c = 0; c < k; c++) made[r * k + c]! *= factor
  }
  return made
}
