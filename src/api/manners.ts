import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type Asking, isOwn, noteAct, type Reader, refuseBeyond, remoteAddress } from '#accounts'
import { DomainError } from '#domain-error'
import { freshness } from './freshness.ts'
import { unchanged } from './kept.ts'
import { paceOf } from './pace.ts'
import type { Site } from './site.ts'

declare module 'hono' {
  interface ContextVariableMap {
    asking: Asking
    origin: string
  }
}

/** Protocols that let a question be sent as a form, where it is too long for an address. */
const questions = /^\/(oai|cite|api\/query|graph\/v1\/.*|recommendations\/v1\/.*)$/

const isQuestion = (c: Context) => questions.test(c.req.path)

/** Nothing that a program sends us is larger, in bytes. */
const largest = 1024 * 1024

/**
 * What stands before every door for programs: who asks, how often, from where; what a browser may
 * make of the answer; nothing larger than a megabyte, and nothing that a page of somebody else sent.
 */
export function manners(site: Site): MiddlewareHandler {
  const { accounts, store, proxies, now } = site
  const known = accounts.url && new URL(accounts.url).origin
  const count = paceOf(now)
  const fresh = freshness({ store, now, seal: '' })
  const notTooLarge = bodyLimit({
    maxSize: largest,
    onError: () => {
      throw new DomainError('invalid', 'What was sent is larger than a megabyte: send it in parts.')
    },
  })
  return async (c, next) => {
    c.set('origin', known ?? new URL(c.req.url).origin)
    c.header('X-Content-Type-Options', 'nosniff')
    c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'; sandbox")
    share(c, accounts.signIn === 'on')
    c.set('fresh', fresh)
    const same = await unchanged(c, site)
    if (same) return same
    const address = remoteAddress(c, proxies)
    const asking = await accounts.whoAsks(c.req.raw, address)
    c.set('asking', asking)
    refuseWrongToken(c, asking)
    count(c, asking, isOwn(address) ? '' : asking.network)
    if (['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) return next()
    return notTooLarge(c, async () => {
      if (isQuestion(c)) return next()
      accounts.refuseForgery(c.req.raw, asking, c.req.header('X-Form-Token'))
      await next()
      fresh.forget()
      if (asking.reader) await noteAct(store, asking.reader.id)
    })
  }
}

/** Where people have accounts, what programs are told is told to everybody; in a house for one, to nobody else's pages. */
function share(c: Context, open: boolean): void {
  const origin = c.req.header('Origin')
  c.header('Vary', 'Origin, Accept, Accept-Encoding')
  if (!open) return
  c.header('Cross-Origin-Resource-Policy', 'cross-origin')
  c.header('Access-Control-Allow-Origin', origin ?? '*')
  c.header(
    'Access-Control-Expose-Headers',
    'Link, ETag, RateLimit, RateLimit-Policy, Retry-After, X-Error-Message, X-Total-Count',
  )
}

/**
 * A token of ours that no longer opens anything is refused, so that its owner hears of it. Tokens of
 * other services, which their clients send to whatever they are pointed at, are nobody's here.
 */
function refuseWrongToken(c: Context, { by }: Asking): void {
  if (by !== 'nobody') return
  if (!/^bearer +bs_/i.test(c.req.header('Authorization') ?? '')) return
  throw new DomainError(
    'signed-out',
    'This token is not valid: it was revoked, ran out or was mistyped. Make one under /account/tokens.',
  )
}

/** Who writes: a reader with a token for that, or whoever sits at this machine. */
export function writer(c: Context): Reader {
  const asking: Asking = c.get('asking')
  if (!asking.reader) {
    throw new DomainError(
      'signed-out',
      'Send a token of yours: Authorization: Bearer bs_… Make one under /account/tokens.',
    )
  }
  refuseBeyond(asking, 'write')
  if (asking.reader.bannedAt) {
    throw new DomainError('forbidden', asking.reader.banReason || 'You may not write here.')
  }
  return asking.reader
}
