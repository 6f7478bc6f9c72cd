import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, setCookie } from 'hono/cookie'

const year = 365 * 24 * 60 * 60

/** Remembers whether a reader wants pages light or dark, and returns to where the reader was. */
export function theme(): Hono {
  return new Hono().post('/theme', bodyLimit({ maxSize: 4096 }), async (c) => {
    const form = await c.req.parseBody()
    const wanted = form['theme']
    if (wanted === 'light' || wanted === 'dark') {
      setCookie(c, 'theme', wanted, { path: '/', maxAge: year, sameSite: 'Lax', httpOnly: true })
    } else {
      deleteCookie(c, 'theme', { path: '/' })
    }
    return c.redirect(onThisSite(form['from']), 303)
  })
}

/** An address of ours; anything that leads elsewhere becomes the front page. */
function onThisSite(address: unknown): string {
  if (typeof address !== 'string') return '/'
  const here = 'http://here.invalid'
  const url = URL.parse(address, here)
  return url?.origin === here && address.startsWith('/') ? url.pathname + url.search : '/'
}
