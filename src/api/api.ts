import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { DomainError } from '#domain-error'
import { arxivQuery } from './arxiv/arxiv.ts'
import { citations } from './cite/cite.ts'
import { dump } from './dump/dump.ts'
import { huggingFace } from './hf/hf.ts'
import { manners } from './manners.ts'
import { oai } from './oai/oai.ts'
import { semanticScholar } from './s2/s2.ts'
import type { Site } from './site.ts'
import { statusOf } from './status.ts'
import { ownApi } from './v1/v1.ts'

export type { Site } from './site.ts'
export { documentOf } from './v1/document.ts'
export { type Route, routes } from './v1/routes.ts'

/**
 * The addresses under which there is nothing but doors for programs. A protocol that answers under
 * the address of a page calls `polite` itself, when it is asked for more than the page.
 */
const places = [
  '/api/*',
  '/oai',
  '/oai/*',
  '/bibtex/*',
  '/cite',
  '/cite/*',
  '/unapi',
  '/dump/*',
  '/graph/*',
  '/recommendations/*',
]

/** The doors for programs, each speaking a protocol of its own. What none of them knows goes on to the pages. */
export function api(site: Site): Hono {
  const app = new Hono()
  // Our own has problems, cursors and tags of its own, and so manners of its own.
  app.route('/', ownApi(site))
  // What people read of it is a page.
  app.all('/api', (c) => c.notFound())
  const polite = manners(site)
  for (const place of places) app.use(place, polite)
  for (const protocol of [arxivQuery, huggingFace, oai, semanticScholar, citations, dump])
    app.route('/', protocol(site, polite))
  answerOptions(app)
  for (const place of places) app.all(place, (c) => refused(c, 404, 'There is nothing here.'))
  app.onError((error, c) => {
    if (error instanceof DomainError) {
      // A harvester of OAI-PMH knows to wait by this status alone (section 3.1.2.2 of the protocol).
      const busy = error.kind === 'too-many' && c.req.path === '/oai'
      return refused(c, busy ? 503 : statusOf[error.kind], error.message)
    }
    const number = randomUUID().slice(0, 8)
    site.log.error({ err: error, number, path: c.req.path }, 'an answer broke')
    return refused(c, 500, `Something went wrong here; it is noted as ${number}.`)
  })
  return app
}

/** How a refusal reads where the protocol says nothing of its own. */
function refused(
  c: Context,
  status: 404 | 405 | 500 | 503 | ReturnType<typeof statusIn>,
  error: string,
) {
  c.header('Cache-Control', 'no-store')
  // A header holds one line of Latin letters.
  c.header('X-Error-Message', error.replace(/[^\x20-\x7e]+/g, ' '))
  if (status === 401) c.header('WWW-Authenticate', 'Bearer')
  return c.json({ error }, status)
}

const statusIn = ({ kind }: DomainError) => statusOf[kind]

const isPage = (path: string) => path.startsWith('/papers/')

/** Says at every door which methods it knows, and refuses the others (RFC 9110, 9.3.7 and 15.5.6). */
function answerOptions(app: Hono): void {
  const methods = new Map<string, Set<string>>()
  for (const { method, path } of app.routes) {
    if (method === 'ALL' || isPage(path)) continue
    const known = methods.get(path) ?? new Set(['OPTIONS'])
    known.add(method)
    if (method === 'GET') known.add('HEAD')
    methods.set(path, known)
  }
  for (const [path, known] of methods) {
    const allow = [...known].toSorted().join(', ')
    app.all(path, (c) => {
      c.header('Allow', allow)
      if (c.req.method !== 'OPTIONS') return refused(c, 405, `Only ${allow} can be done here.`)
      if (c.res.headers.has('Access-Control-Allow-Origin')) {
        c.header('Access-Control-Allow-Methods', allow)
        c.header('Access-Control-Allow-Headers', 'Authorization, Content-Type, If-None-Match')
        c.header('Access-Control-Max-Age', '86400')
      }
      return c.body(null, 204)
    })
  }
}
