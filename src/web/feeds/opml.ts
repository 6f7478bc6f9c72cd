import type { Links, Subscription } from '#digest'
import type { Watch } from '#watches'
import { digest as said } from '../words/digest.ts'
import { words } from '../words/words.ts'
import { feedPaths, formatted } from './feed-paths.ts'
import { document, tag } from '#xml'

/** The feeds of all that somebody watches, in OPML 2.0, for any reader of feeds. */
export function opmlOf(watches: readonly Watch[], { id }: Subscription, links: Links): string {
  return document(
    tag(
      'opml',
      { version: '2.0' },
      tag('head', {}, tag('title', {}, `${words.name}: ${said.watches}`)),
      tag(
        'body',
        {},
        outline(said.choices, links.feed(id), links.choices(id)),
        watches
          .filter(({ kind }) => kind !== 'mute')
          .map(({ name, query }) => {
            const path = feedPaths.search(query)
            const page = `${links.site}/search?${new URLSearchParams({ q: query }).toString()}`
            return outline(name, links.site + formatted(path, 'atom'), page)
          }),
      ),
    ),
  )
}

const outline = (text: string, feed: string, page: string) =>
  tag('outline', { type: 'rss', text, title: text, xmlUrl: feed, htmlUrl: page })
