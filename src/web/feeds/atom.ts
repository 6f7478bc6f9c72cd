import { changedAt, type Feed, type FeedEntry, mediaTypes } from './feed.ts'
import { document, tag, type Xml } from '#xml'

/** A feed in Atom (RFC 4287), with WebSub's hub and the pages of RFC 5005. */
export function atom(feed: Feed): string {
  return document(
    tag(
      'feed',
      { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': 'en' },
      tag('id', {}, feed.id),
      tag('title', {}, feed.title),
      feed.subtitle === undefined ? undefined : tag('subtitle', {}, feed.subtitle),
      tag('updated', {}, changedAt(feed)),
      link('self', feed.self, mediaTypes.atom),
      link('alternate', feed.page, 'text/html'),
      link('next', feed.next, mediaTypes.atom),
      link('hub', feed.hub),
      tag('icon', {}, feed.icon),
      tag('author', {}, tag('name', {}, 'Broadsheet')),
      tag('generator', {}, 'Broadsheet'),
      feed.entries.map(entryOf),
    ),
  )
}

function entryOf(entry: FeedEntry): Xml {
  return tag(
    'entry',
    {},
    tag('id', {}, entry.id),
    tag('title', {}, entry.title),
    tag('link', { rel: 'alternate', type: 'text/html', href: entry.url }),
    tag('published', {}, entry.publishedAt),
    tag('updated', {}, entry.updatedAt),
    entry.authors.map((name) => tag('author', {}, tag('name', {}, name))),
    entry.categories.map((term) => tag('category', { term })),
    tag('content', { type: 'html' }, entry.html),
  )
}

const link = (rel: string, href: string | undefined, type?: string) =>
  href === undefined ? undefined : tag('link', { rel, href, type })
