import type { Context } from 'hono'
import {
  type Asking,
  isAtLeast,
  isOwn,
  once,
  refuseBeyond,
  remoteAddress,
  type Reply,
} from '#accounts'
import { DomainError } from '#domain-error'
import type { Store } from '#store'
import { isKnown, tagOf } from '../freshness.ts'
import type { freshness } from '../freshness.ts'
import type { Site } from '../site.ts'
import { Refusal } from './problem.ts'
import { requestReader } from './read-request.ts'
import type { Route } from './route.ts'

/** What answering takes, beside the route and the request. */
export type Answering = {
  readonly site: Site
  readonly fresh: ReturnType<typeof freshness>
}

/** Makes what answers the requests of a route. */
export function answerer(route: Route, { site, fresh }: Answering) {
  const readRequest = requestReader(route)
  const reads = route.method === 'get'
  return async (c: Context): Promise<Response> => {
    refuseOtherFormats(c)
    const sent = isForAll(route, c) ? await readRequest(c) : undefined
    const tag = reads && route.freshness !== 'made' ? await fresh.tag(route.freshness) : undefined
    const isSame = tag !== undefined && isKnown(c.req.header('If-None-Match'), tag)
    // What everybody may read and nothing has changed of costs nothing, and is not counted.
    if (sent && isSame) return unchanged(c, route, tag)
    const asking = reads ? await c.get('findOut')() : c.get('asking')
    refuseStrangers(route, asking)
    const asked = sent ?? (await readRequest(c))
    if (isSame) return unchanged(c, route, tag)
    c.header('Cache-Control', asking.reader ? keptAlone(route) : keeping(route))

    let isPassing = false
    const ask = {
      ...asked,
      asking: withoutNeighbours(c, asking, site),
      reader: asking.reader,
      now: site.now(),
      site,
      origin: c.get('origin'),
      passing: () => (isPassing = true),
    }
    if (!reads) {
      const { status, body, again } = await written(c, route, site, (store) =>
        route.run({ ...ask, store }),
      )
      fresh.forget()
      if (again) c.header('Idempotency-Replayed', 'true')
      if (status === 204) return c.body(null, 204)
      return c.body(body, route.status === 201 ? 201 : 200, { 'Content-Type': 'application/json' })
    }
    const answer = await route.run({ ...ask, store: site.store })
    const body = JSON.stringify(answer)
    if (isPassing) c.header('Cache-Control', 'no-store')
    else {
      const own = tag ?? tagOf(body)
      c.header('ETag', own)
      if (isKnown(c.req.header('If-None-Match'), own)) return c.body(null, 304)
    }
    linkToNext(c, answer)
    return c.body(body, route.status === 201 ? 201 : 200, { 'Content-Type': 'application/json' })
  }
}

/** Whether it does not matter who asks, as long as they do not say it themselves. */
const isForAll = ({ who, method }: Route, c: Context) =>
  method === 'get' && who === 'anybody' && c.req.header('Authorization') === undefined

function unchanged(c: Context, route: Route, tag: string): Response {
  c.header('Cache-Control', keeping(route))
  c.header('ETag', tag)
  return c.body(null, 304)
}

/** Does what a route does: under the key that came along, once, together with what is answered. */
async function written(
  c: Context,
  { pure, status }: Route,
  { store, now }: Site,
  act: (store: Store) => Promise<unknown>,
): Promise<Reply & { again: boolean }> {
  const key = c.req.header('Idempotency-Key')
  const { reader }: Asking = c.get('asking')
  const reply = async (within: Store) => ({
    status,
    body: status === 204 ? await act(within).then(() => '') : JSON.stringify(await act(within)),
  })
  if (key === undefined || !reader || pure) return { ...(await reply(store)), again: false }
  const request = `${c.req.method} ${c.req.url} ${await c.req.text()}`
  const done = await once(store, { reader: reader.id, key, request }, reply, now())
  if (done) return done
  throw new Refusal(
    'other-request',
    'This Idempotency-Key stood with another request. Take a new key for each thing to be done.',
    { errors: [{ in: 'header', name: 'Idempotency-Key', says: 'stood with another request' }] },
  )
}

/** Neighbours in one house or lab are no ring of voters for that. */
const withoutNeighbours = (c: Context, asking: Asking, { proxies }: Site): Asking =>
  isOwn(remoteAddress(c, proxies)) ? { ...asking, network: '' } : asking

/** Answers may be kept, and are asked for again whether they changed: that costs nearly nothing. */
const keeping = ({ method, who }: Route) =>
  method !== 'get' ? 'no-store' : who === 'anybody' ? 'public, no-cache' : 'private, no-cache'

/** What was made for one reader is kept for nobody else. */
const keptAlone = (route: Route) => keeping(route).replace('public', 'private')

function refuseOtherFormats(c: Context): void {
  const accepted = c.req.header('Accept')
  if (accepted === undefined || accepted === '') return
  const takes = accepted
    .split(',')
    .some((one) =>
      /^\s*(\*\/\*|application\/(\*|json|problem\+json))\s*(;(?!\s*q=0(\.0*)?\s*$)|$)/i.test(one),
    )
  if (!takes) {
    throw new Refusal('format', 'Answers here are JSON: ask with Accept: application/json.')
  }
}

/** Refuses whoever may not use a route: nobody, a token for less, a reader who is not that much. */
function refuseStrangers({ who, scope, method, pure }: Route, asking: Asking): void {
  refuseBeyond(asking, scope)
  if (who === 'anybody') return
  const { reader } = asking
  if (!reader) {
    throw new DomainError(
      'signed-out',
      'Send a token of yours, as Authorization: Bearer bs_… Make one on the site, under /account/tokens.',
    )
  }
  if (!isAtLeast(reader, who)) {
    throw new DomainError('forbidden', 'Only curators may do that here.')
  }
  if (reader.bannedAt && method !== 'get' && !pure) {
    throw new DomainError(
      'forbidden',
      reader.banReason || 'This account was banned, and may not write.',
    )
  }
}

function linkToNext(c: Context, answer: unknown): void {
  if (typeof answer !== 'object' || answer === null || !('next' in answer)) return
  if (typeof answer.next !== 'string') return
  const { pathname, search } = new URL(c.req.url)
  const url = new URL(pathname + search, c.get('origin'))
  url.searchParams.set('cursor', answer.next)
  c.header('Link', `<${url.href}>; rel="next"`)
}
