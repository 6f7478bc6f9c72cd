import type { Watch } from '#watches'
import { watches as said } from '../words/watches.ts'
import { words } from '../words/words.ts'
import { feedPaths, formatted } from './feed-paths.ts'
import { document, tag } from '#xml'

/** A feed and the page it belongs to, as whole addresses. */
type Line = { readonly name: string; readonly feed: string; readonly page: string }

/** The feeds of all that somebody follows, in OPML 2.0, for any reader of feeds. */
export function opmlOf(watches: readonly Watch[], site: string, first: readonly Line[] = []) {
  const followed = watches.filter(({ kind }) => kind !== 'mute')
  return document(
    tag(
      'opml',
      { version: '2.0' },
      tag('head', {}, tag('title', {}, `${words.name}: ${said.heading}`)),
      tag(
        'body',
        {},
        [...first, ...followed.map((watch) => lineOf(watch, site))].map(({ name, feed, page }) =>
          tag('outline', { type: 'rss', text: name, title: name, xmlUrl: feed, htmlUrl: page }),
        ),
      ),
    ),
  )
}

function lineOf({ name, query }: Watch, site: string): Line {
  return {
    name,
    feed: site + formatted(feedPaths.search(query), 'atom'),
    page: `${site}/search?${new URLSearchParams({ q: query }).toString()}`,
  }
}
