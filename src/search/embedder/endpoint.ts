import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Embedder } from '../embedder.ts'
import { embedderElsewhere } from './elsewhere.ts'

/** An endpoint that speaks as OpenAI’s does: `POST …/embeddings`. */
export type Endpoint = {
  /** Up to before `/embeddings`, like http://localhost:11434/v1. */
  readonly url: string
  readonly model: string
  readonly dimension: number
  readonly key?: string | undefined
}

/** How many texts, and how many characters of each, are sent at once. */
const batch = { texts: 64, characters: 8000 }

const Answer = z.object({
  data: z.array(z.object({ index: z.number().int(), embedding: z.array(z.number()) })),
})

/** The embedder behind an endpoint. It waits where it is told to, a few times. */
export function endpointEmbedder(
  { url, model, dimension, key }: Endpoint,
  {
    pause = sleep,
  }: {
    pause?: (ms: number, value: undefined, how: { signal: AbortSignal }) => Promise<unknown>
  } = {},
): Embedder {
  const address = `${url.replace(/\/+$/, '')}/embeddings`
  const name = `endpoint ${new URL(url).host} ${model} ${dimension}`

  async function askOnce(texts: readonly string[], signal: AbortSignal): Promise<Response> {
    return fetch(address, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'Content-Type': 'application/json',
        ...(key !== undefined && { Authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({
        model,
        input: texts.map((text) => text.slice(0, batch.characters)),
        encoding_format: 'float',
      }),
      signal,
    })
  }

  /** Asks again, later and later, where the endpoint is busy; four times in all. */
  async function askFor(texts: readonly string[], signal: AbortSignal) {
    for (let tries = 1; ; tries++) {
      const response = await askOnce(texts, signal)
      if (response.ok) {
        const { data } = Answer.parse(await response.json())
        return data.toSorted((x, y) => x.index - y.index).map(({ embedding }) => embedding)
      }
      await response.body?.cancel()
      const busy = response.status === 429 || response.status >= 500
      if (!busy || tries >= 4) throw new Error(`${name} answered ${response.status}`)
      const told = Number(response.headers.get('Retry-After')) * 1000
      await pause(Math.min(told > 0 ? told : 500 * 4 ** tries, 30_000), undefined, { signal })
    }
  }

  return embedderElsewhere({ name, dimension }, async (texts, signal) => {
    const vectors: (readonly number[])[] = []
    for (let i = 0; i < texts.length; i += batch.texts) {
      vectors.push(...(await askFor(texts.slice(i, i + batch.texts), signal)))
    }
    return vectors
  })
}
