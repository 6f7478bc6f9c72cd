/** Plays an endpoint that turns texts into vectors, and can fail in every way a real one does. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What words are about; a vector counts them by subject. */
const subjects = [
  'bread loaf yeast sourdough pastry',
  'graph planar colour',
  'language recipe cook',
  'attention weigh network',
]

type Answering = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>

export type Mood = 'well' | 'slow' | 'down' | 'busy' | 'wrong dimension' | 'too few' | 'nonsense'

export async function openEmbeddingServer() {
  const state = {
    mood: 'well' as Mood,
    asked: 0,
    texts: 0,
    keys: new Set<string | undefined>(),
    busyFor: 0,
  }
  const answer: Answering = async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    state.asked++
    state.keys.add(request.headers.authorization)
    const { input }: { input: string[] } = JSON.parse(body)
    if (state.mood === 'down') return response.destroy()
    if (state.mood === 'slow') return undefined
    if (state.mood === 'busy' && state.busyFor-- > 0) {
      return response.writeHead(429, { 'Retry-After': '7' }).end()
    }
    if (state.mood === 'nonsense') return response.end('<html>welcome</html>')
    state.texts += input.length
    const data = input.map((text, index) => ({
      index,
      embedding: state.mood === 'wrong dimension' ? [1, 2, 3] : vectorOf(text),
    }))
    // The order is the index, not the place.
    return response.end(
      JSON.stringify({ data: state.mood === 'too few' ? data.slice(1) : data.toReversed() }),
    )
  }
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    state,
    dimension: 8,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function vectorOf(text: string): number[] {
  const vector = [0, 0, 0, 0, 0.1, 0, 0, 0.1]
  subjects.forEach((words, i) => {
    for (const word of words.split(' ')) if (text.toLowerCase().includes(word)) vector[i]!++
  })
  return vector
}
