import { changedAt, type Feed, type FeedEntry, mediaTypes } from './feed.ts'
import { document, tag, type Xml } from '#xml'

/** A feed in RSS 2.0, with the names of Dublin Core, whole content, and Atom's links. */
export function rss(feed: Feed): string {
  return document(
    tag(
      'rss',
      {
        version: '2.0',
        'xmlns:atom': 'http://www.w3.org/2005/Atom',
        'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
        'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
      },
      tag(
        'channel',
        {},
        tag('title', {}, feed.title),
        tag('link', {}, feed.page),
        tag('description', {}, feed.subtitle ?? feed.title),
        tag('language', {}, 'en'),
        tag('lastBuildDate', {}, mailDate(changedAt(feed))),
        tag('generator', {}, 'Broadsheet'),
        link('self', feed.self),
        link('next', feed.next),
        feed.hub === undefined ? undefined : tag('atom:link', { rel: 'hub', href: feed.hub }),
        feed.entries.map(itemOf),
      ),
    ),
  )
}

function itemOf(entry: FeedEntry): Xml {
  return tag(
    'item',
    {},
    tag('title', {}, entry.title),
    tag('link', {}, entry.url),
    tag('guid', { isPermaLink: 'false' }, entry.id),
    tag('pubDate', {}, mailDate(entry.publishedAt)),
    entry.authors.map((name) => tag('dc:creator', {}, name)),
    entry.categories.map((term) => tag('category', {}, term)),
    tag('description', {}, entry.text),
    tag('content:encoded', {}, entry.html),
  )
}

/** As mail writes a date (RFC 822, with the year whole). */
const mailDate = (at: string) => new Date(at).toUTCString()

const link = (rel: string, href: string | undefined) =>
  href === undefined ? undefined : tag('atom:link', { rel, href, type: mediaTypes.rss })
