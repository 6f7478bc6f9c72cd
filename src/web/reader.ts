import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import {
  type Asking,
  isAtLeast,
  noteAct,
  type Reader,
  remoteAddress,
  type Role,
  tally,
} from '#accounts'
import { countUnread } from '#discussion'
import type { Store } from '#store'
import { DomainError } from '#domain-error'
import { words } from './words/words.ts'
import { urlOf } from './origin.ts'

import type { Site } from './site.ts'

declare module 'hono' {
  interface ContextVariableMap {
    asking: Asking
    formToken: string
    mayComeIn: boolean
    unread: number
  }
}

const reads = (c: Context) => c.req.method === 'GET' || c.req.method === 'HEAD'

/** Finds out who is asking, once for each request. */
export function knowReader({
  accounts,
  proxies,
}: Pick<Site, 'accounts' | 'proxies'>): MiddlewareHandler {
  return async (c, next) => {
    const found = await accounts.whoAsks(c.req.raw, remoteAddress(c, proxies))
    // Pages are for people: a program with a token asks the API.
    const asking: Asking =
      found.by === 'token' ? { by: 'nobody', key: '', network: found.network } : found
    c.set('asking', asking)
    c.set('formToken', accounts.formToken(asking))
    c.set('mayComeIn', accounts.signIn === 'on')
    await next()
  }
}

/** Finds out how much a reader was told and has not seen: for pages that are made, not for kept ones. */
export function knowNews({ store }: Pick<Site, 'store'>): MiddlewareHandler {
  return async (c, next) => {
    const reader = readerOf(c)
    c.set('unread', reader ? await countUnread(store, reader.id) : 0)
    await next()
  }
}

/**
 * Stands before everything that writes: nothing larger than a form, nothing that a page of somebody
 * else sent; and after it, the reader's pages are made anew.
 */
export function guard({
  accounts,
  store,
  now,
}: Pick<Site, 'accounts' | 'store' | 'now'>): MiddlewareHandler {
  const form = atMost(256 * 1024)
  const list = atMost(32 * 1024 * 1024)
  return async (c, next) => {
    if (reads(c)) return next()
    const asking = askingOf(c)
    const notTooLarge = asking.reader && isFileForLibrary(c) ? list : form
    return notTooLarge(c, async () => {
      await slowDown(store, asking, now())
      accounts.refuseForgery(c.req.raw, asking, await tokenIn(c))
      await next()
      if (asking.reader) await noteAct(store, asking.reader.id)
    })
  }
}

const atMost = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new DomainError('invalid', words.trouble.tooLarge)
    },
  })

/** A reader's list of papers may be longer than a form. */
const isFileForLibrary = (c: Context) =>
  c.req.path === '/library/import' &&
  c.req.header('Content-Type')?.startsWith('multipart/form-data') === true

/** How often one reader, or people without accounts from one part of the network, may write. */
const pace = { times: 300, within: 10 * 60_000 }

async function slowDown(store: Store, { by, reader, network }: Asking, now: Date): Promise<void> {
  if (by === 'here') return
  const who = reader?.id ?? network
  if (who) await tally(store, `writing ${who}`, pace, now)
}

async function tokenIn(c: Context): Promise<string | undefined> {
  try {
    // What is no form is found out here, before anything reads its fields.
    const { token } = await c.req.parseBody()
    return c.req.header('X-Form-Token') ?? (typeof token === 'string' ? token : undefined)
  } catch {
    throw new DomainError('invalid', words.trouble.field(''))
  }
}

export const askingOf = (c: Context): Asking => c.get('asking')

/** Who is asking, if that is anybody. */
export const readerOf = (c: Context): Reader | undefined => askingOf(c).reader

/**
 * Who is asking; nobody is led to sign in, and back. Names the role that it takes where that is
 * more than a reader's. Readers who were banned may ask, but write only where `banned` says so.
 */
export function signedIn(
  c: Context,
  { as = 'reader', banned = 'read' }: { as?: Role; banned?: 'read' | 'write' } = {},
): Reader {
  const reader = readerOf(c)
  if (!reader) throw new DomainError('signed-out', words.account.signInFirst)
  if (!isAtLeast(reader, as)) throw new DomainError('forbidden', words.account.onlyFor[as])
  if (reader.bannedAt && banned === 'read' && !reads(c)) {
    throw new DomainError('forbidden', words.account.banned(reader.banReason ?? ''))
  }
  return reader
}

/** Where somebody is led who must sign in: and then back to the page that was asked for. */
export function signInPath(c: Context): string {
  const { origin, pathname, search } = urlOf(c)
  const referer = URL.parse(c.req.header('Referer') ?? '')
  const from = reads(c)
    ? pathname + search
    : referer?.origin === origin
      ? referer.pathname + referer.search
      : '/'
  return `/sign-in?${new URLSearchParams({ from }).toString()}`
}

/** An address of ours; anything that leads elsewhere becomes the front page. */
export function onThisSite(address: unknown): string {
  if (typeof address !== 'string') return '/'
  const here = 'http://here.invalid'
  const url = URL.parse(address, here)
  if (url?.origin !== here || !address.startsWith('/')) return '/'
  const path = url.pathname + url.search
  return path.startsWith('//') ? '/' : path
}
