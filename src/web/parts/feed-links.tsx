import { alternates } from '../feeds/feed-paths.ts'
import { feedWords } from '../words/feeds.ts'

/** Tells programs of the feeds of a page. */
export function FeedLinks({ feed, title }: { feed: string; title: string }) {
  return (
    <>
      {alternates(feed).map(({ type, format, href }) => (
        <link
          rel="alternate"
          type={type}
          title={`${title} (${feedWords.names[format]})`}
          href={href}
        />
      ))}
    </>
  )
}

/** Tells people of them, and how to have by mail what a query finds. */
export function FollowLinks({ feed, watch }: { feed: string; watch: string | undefined }) {
  return (
    <p>
      {feedWords.follow}:{' '}
      {alternates(feed).map(({ type, format, href }, i) => (
        <>
          {i > 0 && ' · '}
          <a href={href} type={type}>
            {feedWords.names[format]}
          </a>
        </>
      ))}
      {watch !== undefined && (
        <>
          {' · '}
          <a href={`/digest?${new URLSearchParams({ watch }).toString()}`}>{feedWords.byMail}</a>
        </>
      )}
    </p>
  )
}
