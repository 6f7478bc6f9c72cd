/** BM25's two constants, as its authors recommend them. */
const k = 1.2
const b = 0.75

/**
 * What a term adds that a text has `count` times, beside how rare it is: from 0 to k + 1 (Robertson
 * and Zaragoza, “The Probabilistic Relevance Framework”, 2009, equation 3.15). `length` is that of
 * the text relative to the mean of the library.
 */
export const saturated = (count: number, length: number): number =>
  (count * (k + 1)) / (count + k * (1 - b + b * length))
