import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { MiddlewareHandler } from 'hono'
import { stateOf } from '#catalog'
import { dayOf } from '#paper'
import { themeOf } from './frame.ts'
import type { Site } from './site.ts'

type Encoding = 'br' | 'gzip' | 'identity'

/** A page as it was rendered, and as it was packed for whoever asked so far. */
type Page = {
  readonly etag: string
  readonly body: Buffer
  readonly packed: Map<Encoding, Promise<Buffer>>
  readonly keptAt: number
}

/** How much memory pages may take, in bytes. */
const room = 48 * 1024 * 1024

/** A page is made anew after this many milliseconds, whatever happened. */
const longest = 60_000

/**
 * Packs pages for the way to the reader, answers 304 where the reader has them already, and keeps
 * those that were made of late. A page is kept under the state of the store that it was made from,
 * so a newer state never meets an older page.
 */
export function keptPages({ store, now }: Pick<Site, 'store' | 'now'>): MiddlewareHandler {
  const pages = openPages()
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
    const state = `${await stateOf(store, 'search')} ${dayOf(now())}`
    const key = `${themeOf(c)} ${c.req.url} ${state}`
    let page = pages.get(key)
    if (!page) {
      await next()
      const { res } = c
      if (!res.headers.get('Content-Type')?.startsWith('text/html')) return
      page = pageOf(Buffer.from(await res.arrayBuffer()))
      const worthKeeping = res.status === 200 && !res.headers.has('Cache-Control')
      if (worthKeeping) pages.set(key, page)
    }
    c.res = await answer(page, c.req.raw.headers, c.res)
  }
}

async function answer(page: Page, asked: Headers, made: Response | undefined): Promise<Response> {
  const encoding = page.body.length < 1024 ? 'identity' : encodingFor(asked.get('Accept-Encoding'))
  const status = made?.status ?? 200
  const headers = new Headers(made?.headers)
  headers.set('Content-Type', 'text/html; charset=UTF-8')
  headers.set('ETag', page.etag)
  headers.set('Vary', 'Accept-Encoding, Cookie')
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-cache')
  if (status === 200 && sameTag(asked.get('If-None-Match'), page.etag)) {
    return new Response(null, { status: 304, headers })
  }
  const body = await packed(page, encoding)
  if (encoding !== 'identity') headers.set('Content-Encoding', encoding)
  headers.set('Content-Length', String(body.length))
  return new Response(new Uint8Array(body), { status, headers })
}

/** The best packing that the reader's browser understands. */
export function encodingFor(accepted: string | null): Encoding {
  const offers = new Map(
    (accepted ?? '').split(',').map((offer) => {
      const [name = '', quality = ''] = offer
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q=/)
      return [name, quality === '' ? 1 : Number(quality)]
    }),
  )
  const takes = (name: string) => (offers.get(name) ?? offers.get('*') ?? 0) > 0
  if (takes('br')) return 'br'
  return takes('gzip') ? 'gzip' : 'identity'
}

function sameTag(asked: string | null, etag: string): boolean {
  return (
    asked !== null &&
    (asked.trim() === '*' || asked.split(',').some((tag) => bare(tag) === bare(etag)))
  )
}

const bare = (tag: string) => tag.trim().replace(/^W\//, '')

const pageOf = (body: Buffer): Page => ({
  body,
  // Weak, since the packings of one page differ byte for byte.
  etag: `W/"${hash('sha256', body).slice(0, 20)}"`,
  packed: new Map(),
  keptAt: Date.now(),
})

function packed(page: Page, encoding: Encoding): Promise<Buffer> {
  let body = page.packed.get(encoding)
  if (!body) {
    body = pack[encoding](page.body)
    page.packed.set(encoding, body)
  }
  return body
}

const withBrotli = promisify(brotliCompress)
const withGzip = promisify<Buffer, { level: number }, Buffer>(gzip)

const pack: Record<Encoding, (body: Buffer) => Promise<Buffer>> = {
  br: (body) =>
    withBrotli(body, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 5,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    }),
  gzip: (body) => withGzip(body, { level: 6 }),
  identity: (body) => Promise.resolve(body),
}

/** Pages by key, the ones longest unused given up when there is no room. */
function openPages() {
  const pages = new Map<string, Page>()
  let taken = 0
  // Packed twice, a page takes about half as much again.
  const sizeOf = (key: string, page: Page) => page.body.length * 1.5 + key.length * 2 + 500
  const drop = (key: string, page: Page) => {
    pages.delete(key)
    taken -= sizeOf(key, page)
  }
  return {
    get(key: string): Page | undefined {
      const page = pages.get(key)
      if (!page) return undefined
      if (Date.now() - page.keptAt > longest) {
        drop(key, page)
        return undefined
      }
      pages.delete(key)
      pages.set(key, page)
      return page
    },
    set(key: string, page: Page): void {
      const before = pages.get(key)
      if (before) drop(key, before)
      pages.set(key, page)
      taken += sizeOf(key, page)
      for (const [oldest, old] of pages) {
        if (taken <= room) break
        drop(oldest, old)
      }
    },
  }
}
