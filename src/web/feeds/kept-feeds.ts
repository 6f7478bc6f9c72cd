import { hash } from 'node:crypto'
import type { Context } from 'hono'
import { urlOf } from '../origin.ts'
import { type Feed, type Format, mediaTypes } from './feed.ts'
import { atom } from './atom.ts'
import { jsonFeed } from './json-feed.ts'
import { rss } from './rss.ts'

const writers: Record<Format, (feed: Feed) => string> = { atom, rss, json: jsonFeed }

/** A feed as it was written, since when it reads so (seconds), and the state it was made from. */
type Written = {
  readonly state: string
  readonly body: string
  readonly etag: string
  readonly since: number
  readonly hub?: string | undefined
}

const most = 300

/**
 * Writes feeds, and answers whoever has the newest already that nothing changed. What was written is
 * kept while the state of the store is the same.
 */
export function keptFeeds(now: () => Date, whose: 'public' | 'private' = 'public') {
  const kept = new Map<string, Written>()

  async function current(
    address: string,
    state: string,
    format: Format,
    make: () => Promise<Feed>,
  ): Promise<Written> {
    const before = kept.get(address)
    if (before?.state === state) return before
    const feed = await make()
    const body = writers[format](feed)
    const etag = `"${hash('sha256', body).slice(0, 24)}"`
    const seconds = Math.floor(now().getTime() / 1000)
    // Two that differ never share a second, or If-Modified-Since would hide the later one.
    const since = before
      ? before.etag === etag
        ? before.since
        : Math.max(seconds, before.since + 1)
      : seconds
    const written = { state, body, etag, since, hub: feed.hub }
    kept.delete(address)
    kept.set(address, written)
    if (kept.size > most) kept.delete(kept.keys().next().value ?? '')
    return written
  }

  return async (c: Context, state: string, format: Format, make: () => Promise<Feed>) => {
    const { body, etag, since, hub } = await current(urlOf(c).href, state, format, make)
    c.header('ETag', etag)
    c.header('Last-Modified', new Date(since * 1000).toUTCString())
    const seenBy = c.req.query('for') === undefined ? whose : 'private'
    c.header('Cache-Control', `${seenBy}, max-age=300`)
    if (hub !== undefined) c.header('Link', `<${hub}>; rel="hub", <${urlOf(c).href}>; rel="self"`)
    if (has(c, etag, since)) return c.body(null, 304)
    return c.body(body, 200, { 'Content-Type': `${mediaTypes[format]}; charset=utf-8` })
  }
}

/** Whether the asker has it already (RFC 9110, 13.1: the tag decides where there is one). */
function has(c: Context, etag: string, since: number): boolean {
  const tags = c.req.header('If-None-Match')
  if (tags !== undefined) {
    return tags.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))
  }
  const at = Date.parse(c.req.header('If-Modified-Since') ?? '')
  return !Number.isNaN(at) && at >= since * 1000
}
