/** How good a ranking is, from 0 to 1. `judged` are the documents that answer, and how well. */
export type Judged = ReadonlyMap<string, number>

/**
 * Normalised discounted cumulative gain of the first ten, with gain 2^grade − 1 replaced by the
 * grade itself, as trec_eval has it (Järvelin and Kekäläinen, TOIS 20, 2002).
 */
export function ndcg(ranking: readonly string[], judged: Judged, count = 10): number {
  const gain = (grades: readonly number[]) =>
    grades.slice(0, count).reduce((sum, grade, i) => sum + grade / Math.log2(i + 2), 0)
  const ideal = gain([...judged.values()].toSorted((a, b) => b - a))
  return ideal === 0 ? 0 : gain(ranking.map((id) => judged.get(id) ?? 0)) / ideal
}

/** The share of all that answers which stands among the first so many. */
export function recall(ranking: readonly string[], judged: Judged, count = 100): number {
  return ranking.slice(0, count).filter((id) => judged.has(id)).length / judged.size
}

/** Average precision over the first thousand. */
export function averagePrecision(ranking: readonly string[], judged: Judged): number {
  let met = 0
  let sum = 0
  ranking.slice(0, 1000).forEach((id, i) => {
    if (judged.has(id)) sum += ++met / (i + 1)
  })
  return sum / judged.size
}
