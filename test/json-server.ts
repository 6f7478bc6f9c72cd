/**
 * A server that plays a service which answers in JSON (or anything else), on a port of its own, with
 * faults where a test wants them.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** What was asked. */
export type Asked = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A value is given as JSON, a text as it is. */
export type Answer =
  | { readonly json: unknown; readonly status?: number }
  | { readonly text: string; readonly status?: number }
  | Fault

export type Fault =
  | { readonly busy: number; readonly retryAfter?: string }
  | 'silence'
  | 'half'
  | 'a web page'
  | 'another shape'

/** Every way to fail that passes: with each of them once, no paper may be lost. */
export const passing: Readonly<Record<string, Fault>> = {
  'is busy and says for how long': { busy: 429, retryAfter: '7' },
  'is busy and does not say for how long': { busy: 429 },
  'has a fault': { busy: 500 },
  'says nothing': 'silence',
  'hangs up in the middle': 'half',
  'shows a web page': 'a web page',
  'answers something else': 'another shape',
}

export type Played = AsyncDisposable & {
  readonly base: string
  readonly asked: readonly Asked[]
}

/** Plays a service; requests are counted from 1. */
export async function play(answer: (asked: Asked, count: number) => Answer): Promise<Played> {
  const all: Asked[] = []
  const listen = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(request)
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const asked = {
      method: request.method ?? '',
      path: decodeURIComponent(pathname),
      query: searchParams,
      headers: request.headers,
      body,
    }
    all.push(asked)
    give(answer(asked, all.length), response)
  }
  const server = createServer((request, response) => void listen(request, response))
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', () => listening())
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    base: `http://127.0.0.1:${address.port}`,
    asked: all,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => {
        server.close(closed)
      })
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const piece of request) body += String(piece)
  return body
}

function give(answer: Answer, response: ServerResponse): void {
  if (answer === 'silence') return
  if (answer === 'half') {
    response.writeHead(200, { 'content-length': 1000 })
    response.write('[{"half": "of it', () => response.destroy())
    return
  }
  if (answer === 'a web page') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Closed</p>')
    return
  }
  if (answer === 'another shape') {
    response.writeHead(200).end('"nothing of the kind"')
    return
  }
  if ('busy' in answer) {
    const { busy, retryAfter } = answer
    response.writeHead(busy, retryAfter ? { 'retry-after': retryAfter } : {}).end('Busy')
    return
  }
  const { status = 200 } = answer
  if ('text' in answer) response.writeHead(status).end(answer.text)
  else {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer.json))
  }
}
