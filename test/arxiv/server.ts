/**
 * Plays arXiv on a port of its own: OAI-PMH and the query API over papers it is given, with faults
 * where a test wants them. Another interface is another entry in `roads`.
 */
import { createServer } from 'node:http'
import { atomAnswer } from './atom.ts'
import { answerWith, type Fault } from './fault.ts'
import { oaiAnswer } from './oai.ts'
import type { HeldPaper } from './papers.ts'

export type PlayedArxiv = AsyncDisposable & {
  /** Where OAI-PMH is spoken. */
  readonly oai: string
  /** Where the query API is. */
  readonly query: string
  /** What was asked, in order: path and query. */
  readonly asked: readonly string[]
  /** The papers it holds; a test may put in more at any time. */
  papers: readonly HeldPaper[]
}

export type Play = {
  readonly papers?: readonly HeldPaper[]
  readonly pageSize?: number
  readonly now?: () => Date
  /** What is wrong with the answer to a request; they are counted from 1. */
  readonly fault?: (query: URLSearchParams, count: number) => Fault | undefined
  /** An answer to give in place of the papers: a recorded one. */
  readonly recorded?: (query: URLSearchParams, count: number) => string | undefined
}

export async function playArxiv(play: Play = {}): Promise<PlayedArxiv> {
  const { pageSize = 2500, now = () => new Date('2026-11-20T12:00:00Z') } = play
  const asked: string[] = []
  const state = { papers: play.papers ?? [] }
  const roads: Record<string, (query: URLSearchParams) => string> = {
    '/oai': (query) =>
      play.recorded?.(query, asked.length) ??
      oaiAnswer(query, { papers: state.papers, pageSize, now: now() }),
    '/api/query': (query) => atomAnswer(query, state.papers),
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    asked.push(request.url ?? '')
    const road = roads[pathname]
    if (!road) return response.writeHead(404).end()
    const whole = road(searchParams)
    const fault = play.fault?.(searchParams, asked.length)
    if (fault) return answerWith(fault, whole, response)
    return response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' }).end(whole)
  })
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', () => listening())
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')

  return {
    oai: `http://127.0.0.1:${address.port}/oai`,
    query: `http://127.0.0.1:${address.port}/api/query`,
    asked,
    get papers() {
      return state.papers
    },
    set papers(papers) {
      state.papers = papers
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => {
        server.close(closed)
      })
    },
  }
}
