import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type Asking, isOwn, noteAct, remoteAddress, tally } from '#accounts'
import { DomainError } from '#domain-error'
import { paceOf } from '../pace.ts'
import type { Site } from '../site.ts'
import { Refusal } from './problem.ts'

declare module 'hono' {
  interface ContextVariableMap {
    /** Finds out who asks, and counts the request. */
    findOut: () => Promise<Asking>
  }
}

const reads = (c: Context) => c.req.method === 'GET' || c.req.method === 'HEAD'

/** Nothing that a program sends is larger, in bytes. */
const largest = 1024 * 1024

/** How often one reader may write, whatever the road. */
const writing = { times: 300, within: 10 * 60_000 }

/**
 * What stands before every route: who asks, how often, from where; what a browser may make of the
 * answer; nothing too large, and nothing that a page of somebody else sent.
 */
export function manners(site: Site): MiddlewareHandler {
  const { accounts, store, proxies, now } = site
  const known = accounts.url && new URL(accounts.url).origin
  const count = paceOf(now)
  const notTooLarge = bodyLimit({
    maxSize: largest,
    onError: () => {
      throw new Refusal('large', 'What was sent is larger than a megabyte: send it in parts.')
    },
  })
  return async (c, next) => {
    c.set('origin', known ?? new URL(c.req.url).origin)
    share(c, accounts.signIn === 'on')
    if (c.req.method === 'OPTIONS') return next()
    c.set('findOut', async () => {
      const address = remoteAddress(c, proxies)
      const asking = await accounts.whoAsks(c.req.raw, address)
      c.set('asking', asking)
      refuseWrongToken(c, asking)
      count(c, asking, isOwn(address) ? '' : asking.network)
      return asking
    })
    if (reads(c)) return next()
    const asking = await c.get('findOut')()
    return notTooLarge(c, async () => {
      const { reader, by } = asking
      if (reader && by !== 'here') await tally(store, `writing ${reader.id}`, writing, now())
      accounts.refuseForgery(c.req.raw, asking, c.req.header('X-Form-Token'))
      await next()
      if (reader) await noteAct(store, reader.id)
    })
  }
}

/**
 * Where people have accounts, pages of others may read what everybody may. In a house for one, whose
 * reader is known by nothing but where they sit, they may read nothing.
 */
function share(c: Context, open: boolean): void {
  c.header('Vary', 'Accept, Accept-Encoding, Authorization, Cookie')
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'; sandbox")
  c.header('Cross-Origin-Resource-Policy', open ? 'cross-origin' : 'same-origin')
  if (!open) return
  c.header('Access-Control-Allow-Origin', '*')
  c.header(
    'Access-Control-Expose-Headers',
    'ETag, Idempotency-Replayed, Link, RateLimit, RateLimit-Policy, Retry-After',
  )
}

/** Whoever sends a token wants to be known by it: one that opens nothing is refused, not passed over. */
function refuseWrongToken(c: Context, { by }: Asking): void {
  if (by === 'token' || c.req.header('Authorization') === undefined) return
  throw new DomainError(
    'signed-out',
    'This token is not valid: it was revoked, ran out or was mistyped. Make one on the site, under /account/tokens, and send it as Authorization: Bearer bs_…',
  )
}
