import { Hono } from 'hono'
import { labCode } from '../lab-code.ts'

/**
 * What the labs' code may do in the worker where it runs: compile its kernels, and load its own files.
 * Nothing else of ours needs either.
 */
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"

/** The labs' code and weights, for browsers. */
export function labCodeRoutes(): Hono {
  return new Hono().get('/labs/code/*', (c, next) => {
    const { base, serve } = labCode()
    const file = c.req.path.startsWith(base) ? serve(c.req.path.slice(base.length)) : undefined
    if (!file) return next()
    return Promise.resolve(
      c.body(new Uint8Array(file.body), 200, {
        'Content-Type': file.type,
        'Cache-Control': 'public, max-age=31536000, immutable',
        'Content-Security-Policy': policy,
      }),
    )
  })
}
