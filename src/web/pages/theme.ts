import { Hono } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { onThisSite } from '../reader.ts'

const year = 365 * 24 * 60 * 60

/** Remembers whether a reader wants pages light or dark, and returns to where the reader was. */
export function theme(): Hono {
  return new Hono().post('/theme', async (c) => {
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
