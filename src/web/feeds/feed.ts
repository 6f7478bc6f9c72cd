import { hash } from 'node:crypto'

/** What stands in a feed, whatever its format. */
export type Feed = {
  readonly id: string
  readonly title: string
  readonly subtitle?: string
  /** Addresses are whole: of the page for people, of this feed, of the page of it that follows. */
  readonly page: string
  readonly self: string
  readonly next?: string | undefined
  /** Where changes of this feed are told at once (WebSub). */
  readonly hub?: string | undefined
  readonly icon: string
  readonly entries: readonly FeedEntry[]
}

export type FeedEntry = {
  /** The same for ever, in every feed, wherever the site moves. */
  readonly id: string
  readonly url: string
  readonly title: string
  /** What it says: as HTML, and as plain text. */
  readonly html: string
  readonly text: string
  readonly authors: readonly string[]
  readonly categories: readonly string[]
  /** Instants in UTC. */
  readonly publishedAt: string
  readonly updatedAt: string
}

export const formats = ['atom', 'rss', 'json'] as const
export type Format = (typeof formats)[number]

export const isFormat = (text: string): text is Format => formats.some((format) => format === text)

/** The names under which formats are known. */
export const mediaTypes: Record<Format, string> = {
  atom: 'application/atom+xml',
  rss: 'application/rss+xml',
  json: 'application/feed+json',
}

/** The latest moment at which anything in a feed changed. */
export const changedAt = ({ entries }: Feed): string =>
  entries.reduce((latest, { updatedAt }) => (updatedAt > latest ? updatedAt : latest), '') ||
  '1970-01-01T00:00:00Z'

/** A name for ever (RFC 9562, version 5): the same words give the same one, on every site. */
export function lastingId(...words: readonly string[]): string {
  const bytes = hash('sha1', `broadsheet ${words.join(' ')}`, 'buffer').subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  const parts = [0, 8, 12, 16, 20].map((from, i, all) => hex.slice(from, all[i + 1]))
  return `urn:uuid:${parts.join('-')}`
}
