import type { Corpus } from './corpus.ts'

/** What is learned, in memory that threads share; each writes without asking the others. */
export type Parameters = {
  readonly dimension: number
  /** (terms + buckets, dimension) */
  readonly rows: Float32Array
  /** The logarithm of each term's weight. */
  readonly weights: Float32Array
  /** Sums of squared gradients of rows and of weights: AdaGrad, with one number a row. */
  readonly rowSquares: Float32Array
  readonly weightSquares: Float32Array
}

export type Course = {
  readonly batch: number
  readonly temperature: number
  readonly rate: number
  readonly weightRate: number
  /** The share of terms that are shown as their subwords, so that subwords learn. */
  readonly inPieces: number
  /** The share of an abstract's terms that are left out of a view. */
  readonly dropped: number
  /** The share of batches drawn from one field, whose papers are the harder to tell apart. */
  readonly sameField: number
  readonly spans?: number
}

/** One side of a batch: for each text the rows it sums and how much of each. */
type Side = {
  readonly starts: Int32Array
  rows: Int32Array
  shares: Float32Array
  /** (batch, dimension), one long, and their lengths before. */
  readonly vectors: Float32Array
  readonly lengths: Float32Array
  /** (batch, dimension) */
  readonly gradients: Float32Array
}

/**
 * A learner of pairs: shows a batch of documents, each as two views of it (a title and its abstract,
 * a sentence and the rest), and moves the rows so that each view lies nearer to its other than to
 * the others of the batch: InfoNCE in both directions, “Representation Learning with Contrastive
 * Predictive Coding” (1807.03748), equation 4. Returns the mean loss of a batch.
 */
export function learner(
  corpus: Corpus,
  parameters: Parameters,
  course: Course,
  random: () => number,
): (documents: Int32Array, rate: number) => number {
  const { dimension: d } = parameters
  const n = course.batch
  const a = emptySide(n, d)
  const b = emptySide(n, d)
  const logits = new Float32Array(n * n)
  const columnSums = new Float32Array(n)
  const rowSums = new Float32Array(n)
  const draw = viewer(corpus, course, random)

  return (documents, rate) => {
    draw(documents, a, b)
    encode(a, parameters)
    encode(b, parameters)
    products(a.vectors, b.vectors, logits, n, d)

    // Vectors are one long, so no logit exceeds 1 / temperature and one constant keeps exp small.
    const sharpness = 1 / course.temperature
    columnSums.fill(0)
    let loss = 0
    for (let i = 0; i < n; i++) {
      let sum = 0
      loss -= 2 * (logits[i * n + i]! - 1) * sharpness
      for (let j = 0; j < n; j++) {
        const e = Math.exp((logits[i * n + j]! - 1) * sharpness)
        logits[i * n + j] = e
        sum += e
        columnSums[j]! += e
      }
      rowSums[i] = sum
      loss += Math.log(sum)
    }
    for (let j = 0; j < n; j++) loss += Math.log(columnSums[j]!)

    a.gradients.fill(0)
    b.gradients.fill(0)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const e = logits[i * n + j]!
        const g = e / rowSums[i]! + e / columnSums[j]! - (i === j ? 2 : 0)
        // Most of a batch is far away and pulls at nothing.
        if (g < 2e-4 && g > -2e-4) continue
        for (let c = 0; c < d; c++) {
          a.gradients[i * d + c]! += g * b.vectors[j * d + c]!
          b.gradients[j * d + c]! += g * a.vectors[i * d + c]!
        }
      }
    }
    step(a, parameters, rate, course.weightRate * (rate / course.rate))
    step(b, parameters, rate, course.weightRate * (rate / course.rate))
    return loss / (2 * n)
  }
}

function emptySide(n: number, d: number): Side {
  return {
    starts: new Int32Array(n + 1),
    rows: new Int32Array(1 << 18),
    shares: new Float32Array(1 << 18),
    vectors: new Float32Array(n * d),
    lengths: new Float32Array(n),
    gradients: new Float32Array(n * d),
  }
}

/** Fills both sides of a batch with views of its documents. */
function viewer(corpus: Corpus, course: Course, random: () => number) {
  const { tokens, starts, middles, pieces, pieceStarts } = corpus
  const count = corpus.terms.length
  const scratch = new Int32Array(4096)

  return (documents: Int32Array, a: Side, b: Side) => {
    let atA = 0
    let atB = 0
    documents.forEach((document, i) => {
      const from = starts[document]!
      const middle = middles[document]!
      const to = starts[document + 1]!
      a.starts[i] = atA
      b.starts[i] = atB
      const kind = random()
      if (kind < (1 - (course.spans ?? 0.3)) * 0.7) {
        atA = put(a, atA, from, middle, 0)
        atB = put(b, atB, middle, to, course.dropped)
      } else if (kind < 1 - (course.spans ?? 0.3)) {
        // A few words of the title, as people type them.
        atA = put(a, atA, from, middle, 0.5)
        atB = put(b, atB, middle, to, course.dropped)
      } else {
        // Some words in a row out of the abstract, against the rest with the title.
        const length = 6 + Math.floor(random() * 20)
        const start = middle + Math.floor(random() * Math.max(1, to - middle - length))
        const end = Math.min(to, start + length)
        atA = put(a, atA, start, end, 0)
        atB = put(b, atB, from, start, course.dropped)
        atB = put(b, atB, end, to, course.dropped)
      }
    })
    a.starts[documents.length] = atA
    b.starts[documents.length] = atB
  }

  function put(into: Side, at: number, from: number, to: number, dropped: number): number {
    let size = 0
    for (let i = from; i < to && size < scratch.length; i++) {
      if (tokens[i]! >= 0 && (dropped === 0 || random() >= dropped)) scratch[size++] = tokens[i]!
    }
    const sorted = scratch.subarray(0, size).toSorted()
    for (let i = 0; i < size;) {
      const word = sorted[i]!
      let end = i + 1
      while (end < size && sorted[end] === word) end++
      const share = 1 + Math.log(end - i)
      i = end
      if (word < count && random() >= course.inPieces) {
        into.rows[at] = word
        into.shares[at++] = share
      } else {
        const first = pieceStarts[word]!
        const last = pieceStarts[word + 1]!
        for (let p = first; p < last; p++) {
          into.rows[at] = count + pieces[p]!
          into.shares[at++] = share / (last - first)
        }
      }
    }
    if (at > into.rows.length - 100_000) throw new Error('a batch has too many words')
    return at
  }
}

function encode(side: Side, { rows, weights, dimension: d }: Parameters): void {
  const { starts, vectors, lengths } = side
  vectors.fill(0)
  for (let i = 0; i < lengths.length; i++) {
    const base = i * d
    for (let t = starts[i]!; t < starts[i + 1]!; t++) {
      const row = side.rows[t]!
      const share =
        row < weights.length ? side.shares[t]! * Math.exp(weights[row]!) : side.shares[t]!
      const at = row * d
      for (let c = 0; c < d; c++) vectors[base + c]! += share * rows[at + c]!
    }
    let sum = 1e-12
    for (let c = 0; c < d; c++) sum += vectors[base + c]! ** 2
    const length = Math.sqrt(sum)
    lengths[i] = length
    for (let c = 0; c < d; c++) vectors[base + c]! /= length
  }
}

/** Every vector of `a` with every one of `b`, both (n, d), four at a time. */
function products(a: Float32Array, b: Float32Array, out: Float32Array, n: number, d: number): void {
  for (let i = 0; i < n; i += 2) {
    for (let j = 0; j < n; j += 2) {
      let s00 = 0
      let s01 = 0
      let s10 = 0
      let s11 = 0
      const i0 = i * d
      const j0 = j * d
      for (let c = 0; c < d; c++) {
        const x0 = a[i0 + c]!
        const x1 = a[i0 + d + c]!
        const y0 = b[j0 + c]!
        const y1 = b[j0 + d + c]!
        s00 += x0 * y0
        s01 += x0 * y1
        s10 += x1 * y0
        s11 += x1 * y1
      }
      out[i * n + j] = s00
      out[i * n + j + 1] = s01
      out[(i + 1) * n + j] = s10
      out[(i + 1) * n + j + 1] = s11
    }
  }
}

function step(side: Side, parameters: Parameters, rate: number, weightRate: number): void {
  const { rows, weights, rowSquares, weightSquares, dimension: d } = parameters
  const { starts, vectors, lengths, gradients } = side
  for (let i = 0; i < lengths.length; i++) {
    // Through the division by the length: only what is at right angles to the vector counts.
    const base = i * d
    let along = 0
    for (let c = 0; c < d; c++) along += gradients[base + c]! * vectors[base + c]!
    let square = 0
    for (let c = 0; c < d; c++) {
      const g = (gradients[base + c]! - along * vectors[base + c]!) / lengths[i]!
      gradients[base + c] = g
      square += g * g
    }
    if (square === 0) continue
    square /= d

    for (let t = starts[i]!; t < starts[i + 1]!; t++) {
      const row = side.rows[t]!
      const at = row * d
      let share = side.shares[t]!
      if (row < weights.length) {
        share *= Math.exp(weights[row]!)
        let dot = 0
        for (let c = 0; c < d; c++) dot += gradients[base + c]! * rows[at + c]!
        const g = share * dot
        weightSquares[row]! += g * g
        weights[row]! -= (weightRate * g) / Math.sqrt(weightSquares[row]! + 1e-12)
      }
      rowSquares[row]! += share * share * square
      const factor = (rate * share) / Math.sqrt(rowSquares[row]! + 1e-12)
      for (let c = 0; c < d; c++) rows[at + c]! -= factor * gradients[base + c]!
    }
  }
}
