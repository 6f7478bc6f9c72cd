import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { DomainError } from '#domain-error'
import { answerer } from './answer.ts'
import { documentOf, seal } from './document.ts'
import { freshness } from '../freshness.ts'
import { manners } from './manners.ts'
import type { Site } from '../site.ts'
import { problemOf, Refusal } from './problem.ts'
import type { Route } from './route.ts'
import { routes } from './routes.ts'

export const base = '/api/v1'

/** Our own API: every route as it is drawn up, and the document that describes them all. */
export function ownApi(site: Site): Hono {
  const app = new Hono()
  const fresh = freshness({ store: site.store, now: site.now, seal: seal() })
  app.use('/*', manners(site))
  app.get('/openapi.json', (c) => c.json(documentOf(c.get('origin'))))
  for (const route of routes) {
    app.on(route.method.toUpperCase(), pathOf(route), answerer(route, { site, fresh }))
  }
  for (const [path, methods] of methodsByPath()) app.all(path, (c) => otherMethods(c, methods))
  app.all('/*', () => {
    throw new Refusal(
      'missing',
      'There is nothing here. /api/v1/openapi.json tells what there is; a slash within an identifier is written %2F.',
    )
  })
  app.onError((error, c) => inWords(c, error, site))
  return new Hono().route(base, app)
}

/** A path as Hono writes it. */
const pathOf = ({ path }: Pick<Route, 'path'>) => path.replace(/\{(\w+)\}/g, ':$1')

function methodsByPath(): Map<string, string[]> {
  const all = new Map<string, string[]>([['/openapi.json', ['GET', 'HEAD', 'OPTIONS']]])
  for (const { path, method } of routes) {
    const known = all.get(pathOf({ path })) ?? ['OPTIONS']
    const more = method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]
    all.set(pathOf({ path }), [...new Set([...known, ...more])].toSorted())
  }
  return all
}

/** What can be done at an address, for browsers that ask first and whoever did something else. */
function otherMethods(c: Context, methods: readonly string[]): Response {
  const allow = methods.join(', ')
  if (c.req.method === 'OPTIONS') {
    c.header('Allow', allow)
    if (c.req.header('Access-Control-Request-Method') !== undefined) {
      c.header('Access-Control-Allow-Methods', allow)
      c.header(
        'Access-Control-Allow-Headers',
        'Authorization, Content-Type, Idempotency-Key, If-None-Match',
      )
      c.header('Access-Control-Max-Age', '86400')
    }
    return c.body(null, 204)
  }
  throw new Refusal('method', `Only ${allow} can be done here.`, { headers: { Allow: allow } })
}

/** A refusal or a fault, as a problem. */
function inWords(c: Context, error: unknown, { log }: Site): Response {
  const answer = problemFor(c, error, log)
  // What was said before, of rates and of other origins, is true of problems as well.
  c.res = undefined
  const headers = new Headers(c.res.headers)
  for (const [name, value] of answer.headers) headers.set(name, value)
  return new Response(answer.body, { status: answer.status, headers })
}

function problemFor(c: Context, error: unknown, log: Site['log']): Response {
  if (error instanceof Refusal) return problemOf(error.kind, error.message, error)
  if (error instanceof DomainError) {
    const headers =
      error.kind === 'signed-out' ? { 'WWW-Authenticate': 'Bearer realm="Broadsheet"' } : {}
    return problemOf(error.kind, error.message, { headers })
  }
  const number = randomUUID().slice(0, 8)
  log.error({ err: error, number, path: c.req.path }, 'an answer broke')
  return problemOf('fault', `Something broke here. It stands in our log under ${number}.`, {
    number,
  })
}
