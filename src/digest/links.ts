import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Day, PaperId } from '#paper'
import { paperPath } from '#paper'

/** Addresses that stand in mails. Those of a subscription carry a mark that only we can make. */
export type Links = {
  /** Scheme and host of the site, without a slash at the end. */
  readonly site: string
  paper(id: PaperId): string
  /** What somebody has chosen, to be changed; to be confirmed; to be left. */
  choices(subscription: string): string
  confirm(subscription: string): string
  leave(subscription: string): string
  /** Where a reader votes for a paper. */
  vote(subscription: string, paper: PaperId): string
  /** A digest as a page, and all of them as a feed. */
  digest(subscription: string, day: Day): string
  feed(subscription: string): string
  /** What a reader's feeds are known by: it leaves out of them what the reader never wants to see. */
  feedMark(reader: string): string
  readFeedMark(mark: string): string | undefined
  /** The mark of a subscription, and the subscription that a mark is of. */
  mark(subscription: string): string
  read(mark: string): string | undefined
}

export function openLinks(site: string, secret: string): Links {
  const base = site.replace(/\/+$/, '')
  /** Marks of one kind open nothing of another. */
  const signed = (kind: string) => {
    const signature = (id: string) =>
      createHmac('sha256', secret).update(`${kind} ${id}`).digest('base64url').slice(0, 24)
    return {
      mark: (id: string) => `${id}.${signature(id)}`,
      read(text: string): string | undefined {
        const [, id = '', given = ''] = text.match(/^([\w-]{1,64})\.([\w-]{24})$/) ?? []
        const expected = Buffer.from(signature(id))
        const got = Buffer.from(given)
        const same = got.length === expected.length && timingSafeEqual(got, expected)
        return id && same ? id : undefined
      },
    }
  }
  const { mark, read } = signed('mail')
  const feeds = signed('feeds')
  return {
    site: base,
    paper: (id) => base + paperPath(id),
    choices: (id) => `${base}/mail/${mark(id)}`,
    confirm: (id) => `${base}/mail/${mark(id)}/confirm`,
    leave: (id) => `${base}/mail/${mark(id)}/leave`,
    vote: (id, paper) => `${base}/mail/${mark(id)}/vote/${encodeURIComponent(paper)}`,
    digest: (id, day) => `${base}/mail/${mark(id)}/${day}`,
    feed: (id) => `${base}/mail/${mark(id)}/digests.atom`,
    mark,
    read,
    feedMark: feeds.mark,
    readFeedMark: feeds.read,
  }
}
