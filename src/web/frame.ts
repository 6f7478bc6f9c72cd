import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { PaperId } from '#paper'
import type { Store } from '#store'
import { talliesOf } from '#votes'
import type { Frame, Theme } from './parts/layout.tsx'
import { urlOf } from './origin.ts'
import { readerOf } from './reader.ts'

/** What a page has to know of the request. */
export function frameOf(c: Context): Frame {
  const { origin, pathname, search } = urlOf(c)
  const reader = readerOf(c)
  return {
    theme: themeOf(c),
    origin,
    address: pathname + search,
    ...(reader && { reader }),
    formToken: c.get('formToken'),
    mayComeIn: c.get('mayComeIn'),
    unread: c.get('unread') ?? 0,
  }
}

/** The same for a page that lists these papers: with their votes, to be seen and cast. */
export async function frameWith(
  c: Context,
  store: Store,
  papers: readonly { readonly id: PaperId }[],
): Promise<Frame> {
  const ids = papers.map(({ id }) => id)
  return { ...frameOf(c), tallies: await talliesOf(store, ids, readerOf(c)?.id) }
}

export function themeOf(c: Context): Theme {
  const theme = getCookie(c, 'theme')
  return theme === 'light' || theme === 'dark' ? theme : 'auto'
}
