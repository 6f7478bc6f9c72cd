import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { privateTo, savedOf } from '#library'
import type { Paper } from '#paper'
import type { Store } from '#store'
import { talliesOf } from '#votes'
import { mutedAmong, watchesOf } from '#watches'
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

/**
 * The same for a page that lists these papers: with their votes, to be seen and cast, to be saved,
 * and without those that its reader never wants to be shown; of a page on one paper, `others` may be
 * left out.
 */
export async function frameWith(
  c: Context,
  store: Store,
  papers: readonly Paper[],
  { others = papers }: { readonly others?: readonly Paper[] } = {},
): Promise<Frame> {
  const ids = papers.map(({ id }) => id)
  const reader = readerOf(c)?.id
  const [tallies, saved, watches] = await Promise.all([
    talliesOf(store, ids, reader),
    savedOf(store, reader, ids),
    reader ? watchesOf(store, reader) : [],
  ])
  const muted = mutedAmong(watches, others)
  const asShown = new URL(c.req.url).searchParams.get('muted') === 'show' ? 'marked' : 'left out'
  return {
    ...frameOf(c),
    tallies,
    saved: reader === undefined ? 'nobody’s' : privateTo(reader, saved),
    watches,
    ...(muted.size > 0 && { muted: { ids: muted, asShown } }),
  }
}

export function themeOf(c: Context): Theme {
  const theme = getCookie(c, 'theme')
  return theme === 'light' || theme === 'dark' ? theme : 'auto'
}
