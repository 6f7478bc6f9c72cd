import type { Feed } from './feed.ts'

/** A feed in JSON Feed 1.1. */
export function jsonFeed(feed: Feed): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    description: feed.subtitle,
    home_page_url: feed.page,
    feed_url: feed.self,
    next_url: feed.next,
    icon: feed.icon,
    language: 'en',
    hubs: feed.hub === undefined ? undefined : [{ type: 'WebSub', url: feed.hub }],
    items: feed.entries.map((entry) => ({
      id: entry.id,
      url: entry.url,
      title: entry.title,
      content_html: entry.html,
      content_text: entry.text,
      date_published: entry.publishedAt,
      date_modified: entry.updatedAt,
      authors: entry.authors.map((name) => ({ name })),
      tags: entry.categories,
    })),
  })
}
