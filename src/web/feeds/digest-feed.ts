import { htmlBody, type Links, pageOf, plainDigest, recalled, type Subscription } from '#digest'
import type { Store } from '#store'
import { assets } from '../assets.ts'
import { words } from '../words/words.ts'
import { digest as said } from '../words/digest.ts'
import { type Feed, type FeedEntry, lastingId } from './feed.ts'

/** How many digests the feed of a subscription shows. */
const shown = 30

/** The digests of a subscription as a feed, an entry for each. */
export async function digestFeed(
  store: Store,
  subscription: Subscription,
  links: Links,
  /** As its address ends: `digests.atom`. */
  name: string,
): Promise<Feed> {
  const { id } = subscription
  const rows = await store
    .selectFrom('digests')
    .select(['day', 'content', 'writtenAt', 'papers'])
    .where('subscription', '=', id)
    .where('content', '!=', '')
    .orderBy('day', 'desc')
    .limit(shown)
    .execute()
  const entries: FeedEntry[] = []
  for (const { day, content, writtenAt } of rows) {
    const page = pageOf(await recalled(store, content), subscription, day, links)
    entries.push({
      id: lastingId('digest', id, day),
      url: links.digest(id, day),
      title: `${page.title}${page.none ? '' : ` · ${page.lead}`}`,
      html: htmlBody(page),
      text: plainDigest(page),
      authors: [],
      categories: [],
      publishedAt: writtenAt,
      updatedAt: writtenAt,
    })
  }
  return {
    id: lastingId('digests', id),
    title: `${said.choices} — ${words.name}`,
    page: links.choices(id),
    self: links.feed(id).replace(/[^/]+$/, name),
    icon: links.site + assets.icon,
    entries,
  }
}
