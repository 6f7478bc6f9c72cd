import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Day, isDay, type PaperId, paperPath } from '#paper'

/** Addresses that stand in mails. Those of a subscription carry a mark that only we can make. */
export type Links = {
  /** Scheme and host of the site, without a slash at the end. */
  readonly site: string
  paper(id: PaperId): string
  /** What somebody has chosen, to be changed; to be confirmed; to be left. */
  choices(subscription: string): string
  confirm(subscription: string): string
  leave(subscription: string): string
  /** Where a reader votes for a paper, and saves it. */
  vote(subscription: string, paper: PaperId): string
  save(subscription: string, paper: PaperId): string
  /** A digest as a page, and all of them as a feed. */
  digest(subscription: string, day: Day): string
  feed(subscription: string): string
  /** Where a letter comes back to, and where its reader leaves by mail; empty if nobody reads that. */
  returnTo(subscription: string, day: Day | ''): string
  leaveBy(subscription: string): string
  /** What mail to some address is about, if we made that address. */
  readReturn(address: string): Came | undefined
  /** What a reader's feeds are known by: it leaves out of them what the reader never wants to see. */
  feedMark(reader: string): string
  readFeedMark(mark: string): string | undefined
  /** Where a reader has no more letters about notices, and whose such an address is. */
  leaveNotices(reader: string): string
  readNotices(mark: string): string | undefined
  /** The mark of a subscription, and the subscription that a mark is of. */
  mark(subscription: string): string
  read(mark: string): string | undefined
}

/** What an address of ours to which mail came is about. */
export type Came =
  | { readonly about: 'letter'; readonly subscription: string; readonly day: Day | '' }
  | { readonly about: 'leaving'; readonly subscription: string }

/**
 * Makes the addresses. `returning` is where mail about letters goes, if we read what comes there:
 * `paper+*@example.org`, with a mark of ours in the place of the star.
 */
export function openLinks(
  site: string,
  secret: string,
  { returning = '' }: { readonly returning?: string | undefined } = {},
): Links {
  const base = site.replace(/\/+$/, '')
  /** Marks of one kind open nothing of another. */
  const signed = (kind: string) => {
    const signature = (id: string) =>
      createHmac('sha256', secret).update(`${kind} ${id}`).digest('base64url').slice(0, 24)
    return {
      mark: (id: string) => `${id}.${signature(id)}`,
      read(text: string): string | undefined {
        const [, id = '', given = ''] = text.match(/^([\w-]{1,64})\.([\w-]{24})$/) ?? []
        return id && isSame(given, signature(id)) ? id : undefined
      },
    }
  }
  const { mark, read } = signed('mail')
  const notices = signed('notices')
  /** In small letters, which is all that mail servers keep apart for sure. */
  const addressed = (about: string) => {
    const seal = createHmac('sha256', secret).update(`return ${about}`).digest('hex').slice(0, 16)
    return returning.replace('*', `${about}-${seal}`)
  }
  const feeds = signed('feeds')
  return {
    site: base,
    paper: (id) => base + paperPath(id),
    choices: (id) => `${base}/mail/${mark(id)}`,
    confirm: (id) => `${base}/mail/${mark(id)}/confirm`,
    leaveNotices: (reader) => `${base}/notices/${notices.mark(reader)}/leave`,
    readNotices: notices.read,
    leave: (id) => `${base}/mail/${mark(id)}/leave`,
    vote: (id, paper) => `${base}/mail/${mark(id)}/vote/${encodeURIComponent(paper)}`,
    save: (id, paper) => `${base}/mail/${mark(id)}/save/${encodeURIComponent(paper)}`,
    digest: (id, day) => `${base}/mail/${mark(id)}/${day}`,
    feed: (id) => `${base}/mail/${mark(id)}/digests.atom`,
    mark,
    read,
    returnTo: (id, day) => returning && addressed(`b-${id}-${day.replaceAll('-', '') || '0'}`),
    leaveBy: (id) => returning && addressed(`u-${id}`),
    readReturn(address) {
      const about = address
        .toLowerCase()
        .match(/[bu]-[\da-z]{1,40}(-\d{1,8})?(?=-[\da-f]{16}@)/)?.[0]
      if (returning === '' || about === undefined) return undefined
      if (!isSame(addressed(about).toLowerCase(), address.toLowerCase())) return undefined
      const [, id = '', digits = ''] = about.split('-')
      if (about.startsWith('u-')) return { about: 'leaving', subscription: id }
      const day = digits.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
      return { about: 'letter', subscription: id, day: isDay(day) ? day : '' }
    },
    feedMark: feeds.mark,
    readFeedMark: feeds.read,
  }
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
