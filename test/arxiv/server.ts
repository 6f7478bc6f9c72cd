/**
 * Plays arXiv on a port of its own: OAI-PMH, the query API, the RSS feeds and the pages of new
 * papers, over papers it is given, with faults where a test wants them. Another interface is
 * another entry in `roads`.
 */
import { crc32 } from 'node:zlib'
import { createServer, type IncomingMessage } from 'node:http'
import { type Day, isDay, lastListed } from '#paper'
import { announcedOn, catchupAnswer, dayOfFeed, listingAnswer, rssAnswer } from './announcements.ts'
import { atomAnswer } from './atom.ts'
import { answerWith, type Fault } from './fault.ts'
import { oaiAnswer } from './oai.ts'
import type { HeldPaper } from './papers.ts'

export type PlayedArxiv = AsyncDisposable & {
  /** Where OAI-PMH is spoken. */
  readonly oai: string
  /** Where the query API is. */
  readonly query: string
  /** Where the feeds are, and the pages of new papers. */
  readonly rss: string
  readonly listing: string
  /** Where the lists of past days are. */
  readonly catchup: string
  /** What was asked, in order: path and query. */
  readonly asked: readonly string[]
  /** The papers it holds; a test may put in more at any time. */
  papers: readonly HeldPaper[]
}

type Road = 'oai' | 'query' | 'rss' | 'listing' | 'catchup'

/** What was asked: which way, in what words. */
export type Asked = { readonly road: Road; readonly query: URLSearchParams }

export type Play = {
  readonly papers?: readonly HeldPaper[]
  readonly pageSize?: number
  readonly now?: () => Date
  /** What is wrong with the answer to a request; they are counted from 1. */
  readonly fault?: (query: URLSearchParams, count: number, road: Road) => Fault | undefined
  /** An answer to give in place of the papers: a recorded one. */
  readonly recorded?: (query: URLSearchParams, count: number) => string | undefined
  /** The day that a feed or page shows where it is not the one it should be. */
  readonly shows?: (asked: Asked) => Day | undefined
  /** Whether a paper is missing on one of the roads. */
  readonly hides?: (road: Road, id: string) => boolean
  /** Hears each request before it is answered. */
  readonly hears?: (request: IncomingMessage) => void
  /** The papers as a road has them, where that is not all of them at all times. */
  readonly has?: (road: Road) => readonly HeldPaper[]
}

export async function playArxiv(play: Play = {}): Promise<PlayedArxiv> {
  const { pageSize = 2500, now = () => new Date('2026-11-20T12:00:00Z') } = play
  const asked: string[] = []
  const state = { papers: play.papers ?? [] }
  const seenBy = (road: Road) =>
    (play.has?.(road) ?? state.papers).filter(({ id }) => !play.hides?.(road, id))
  const announcedBy = (road: Road, category: string, day: Day) =>
    announcedOn(day, category, seenBy(road))
  const roads: Record<Road, (query: URLSearchParams, category: string, day?: Day) => string> = {
    catchup: (_query, category, day = lastListed(now())) =>
      catchupAnswer(day, announcedBy('catchup', category, day)),
    oai: (query) =>
      play.recorded?.(query, asked.length) ??
      oaiAnswer(query, { papers: seenBy('oai'), pageSize, now: now() }),
    query: (query) => atomAnswer(query, seenBy('query')),
    rss: (query, category) => {
      const day = play.shows?.({ road: 'rss', query }) ?? dayOfFeed(now())
      return rssAnswer(day, now(), announcedBy('rss', category, day))
    },
    listing: (query, category) => {
      const day = play.shows?.({ road: 'listing', query }) ?? lastListed(now())
      return listingAnswer(day, announcedBy('listing', category, day))
    },
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    asked.push(request.url ?? '')
    play.hears?.(request)
    const way = wayOf(pathname)
    if (!way) return response.writeHead(404).end()
    const whole = roads[way.road](searchParams, way.category, way.day)
    const fault = play.fault?.(searchParams, asked.length, way.road)
    if (fault) return answerWith(fault, whole, response)
    // The date of the build is no change.
    const etag = `"${crc32(whole.replace(/<lastBuildDate>.*?<\/lastBuildDate>/, ''))}"`
    if (request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end()
    return response
      .writeHead(200, {
        'content-type': `text/${/listing|catchup/.test(way.road) ? 'html' : 'xml'}; charset=utf-8`,
        ...(way.road === 'rss' && { etag }),
      })
      .end(whole)
  })
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', () => listening())
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')

  return {
    oai: `http://127.0.0.1:${address.port}/oai`,
    query: `http://127.0.0.1:${address.port}/api/query`,
    rss: `http://127.0.0.1:${address.port}/rss`,
    listing: `http://127.0.0.1:${address.port}/list`,
    catchup: `http://127.0.0.1:${address.port}/catchup`,
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

function wayOf(path: string): { road: Road; category: string; day?: Day } | undefined {
  if (path === '/oai') return { road: 'oai', category: '' }
  if (path === '/api/query') return { road: 'query', category: '' }
  const [, feed] = path.match(/^\/rss\/([\w.-]+)$/) ?? []
  if (feed) return { road: 'rss', category: feed }
  const [, list] = path.match(/^\/list\/([\w.-]+)\/new$/) ?? []
  const [, past, day = ''] = path.match(/^\/catchup\/([\w.-]+)\/([\d-]+)$/) ?? []
  if (past && isDay(day)) return { road: 'catchup', category: past, day }
  return list ? { road: 'listing', category: list } : undefined
}
