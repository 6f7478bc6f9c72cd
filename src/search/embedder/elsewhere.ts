import type { Embedder } from '../embedder.ts'

/** Makes vectors of texts somewhere else: in another process, on another machine. Throws where it cannot. */
export type AskForVectors = (
  texts: readonly string[],
  signal: AbortSignal,
) => Promise<readonly (readonly number[])[]>

/** How long a reader waits for the meaning of a query, and how long a house that failed is let be. */
const limits = { query: 1500, batch: 120_000, rest: 15_000 }

const kept = 2000

/**
 * An embedder whose vectors are made elsewhere. What was fetched with `elsewhere` is there for `embed`
 * at once; of any other text the vector is zero, so that its words alone count.
 */
export function embedderElsewhere(
  { name, dimension }: { name: string; dimension: number },
  ask: AskForVectors,
  now = () => Date.now(),
): Embedder {
  const vectors = new Map<string, Float32Array>()
  const nothing = new Float32Array(dimension)
  let failedAt = -Infinity

  async function fetched(texts: readonly string[], signal: AbortSignal): Promise<void> {
    const wanted = [...new Set(texts)].filter((text) => text.trim() !== '' && !vectors.has(text))
    if (wanted.length === 0) return
    const found = await ask(wanted, signal)
    if (found.length !== wanted.length) {
      throw new Error(`${name} gave ${found.length} vectors for ${wanted.length} texts`)
    }
    for (const [i, vector] of found.entries()) {
      if (vector.length !== dimension) {
        throw new Error(
          `${name} gives vectors of ${vector.length} numbers, not ${dimension}: set BROADSHEET_EMBEDDER_DIMENSION to ${vector.length}`,
        )
      }
      if (!vector.every((x) => Number.isFinite(x)))
        throw new Error(`${name} gave what is no number`)
      vectors.set(wanted[i]!, unit(Float32Array.from(vector)))
    }
    for (const oldest of vectors.keys()) {
      if (vectors.size <= Math.max(kept, texts.length)) break
      vectors.delete(oldest)
    }
  }

  return {
    dimension,
    name,
    embed: (text) => vectors.get(text) ?? nothing,
    embedTerms: () => nothing,
    known: () => 1,
    elsewhere: {
      async soon(text) {
        if (vectors.has(text)) return true
        if (now() - failedAt < limits.rest) return false
        try {
          await fetched([text], AbortSignal.timeout(limits.query))
          return true
        } catch {
          failedAt = now()
          return false
        }
      },
      all: (texts, signal) =>
        fetched(texts, AbortSignal.any([signal, AbortSignal.timeout(limits.batch)])),
    },
  }
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
  return length === 0 ? vector : vector.map((x) => x / length)
}
