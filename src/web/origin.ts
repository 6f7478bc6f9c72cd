import type { Context, MiddlewareHandler } from 'hono'
import type { Site } from './site.ts'

declare module 'hono' {
  interface ContextVariableMap {
    origin: string
  }
}

/**
 * Settles under which address we are reached: the one that the settings name, or else the one that
 * the request names. What the request says is never taken for an address of ours where we know better.
 */
export function knowOrigin({ accounts }: Pick<Site, 'accounts'>): MiddlewareHandler {
  const known = accounts.url && new URL(accounts.url).origin
  return async (c, next) => {
    c.set('origin', known ?? new URL(c.req.url).origin)
    await next()
    if (known?.startsWith('https:')) {
      c.header('Strict-Transport-Security', 'max-age=31536000')
    }
  }
}

/** What was asked for, under the address by which we are reached. */
export function urlOf(c: Context): URL {
  const { pathname, search } = new URL(c.req.url)
  const url = new URL(c.get('origin'))
  url.pathname = pathname
  url.search = search
  return url
}
