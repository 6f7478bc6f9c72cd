import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Frame, Theme } from './parts/layout.tsx'
import { readerOf } from './reader.ts'

/** What a page has to know of the request. */
export function frameOf(c: Context): Frame {
  const { origin, pathname, search } = new URL(c.req.url)
  const reader = readerOf(c)
  return {
    theme: themeOf(c),
    origin,
    address: pathname + search,
    ...(reader && { reader }),
    formToken: c.get('formToken'),
  }
}

export function themeOf(c: Context): Theme {
  const theme = getCookie(c, 'theme')
  return theme === 'light' || theme === 'dark' ? theme : 'auto'
}
