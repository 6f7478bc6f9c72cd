import type { Context } from 'hono'
import { stateOf } from '#catalog'
import { DomainError } from '#domain-error'
import type { Paper } from '#paper'
import { mutedAmong, type Watch, watchesOf } from '#watches'
import { assets } from '../assets.ts'
import { urlOf } from '../origin.ts'
import { pageOf } from '../parts/pager.tsx'
import type { Site } from '../site.ts'
import { feedWords } from '../words/feeds.ts'
import { words } from '../words/words.ts'
import { type Feed, type FeedEntry, type Format, isFormat, lastingId } from './feed.ts'
import { toldOf } from './hub.ts'
import { keptFeeds } from './kept-feeds.ts'
import { paperEntry } from './paper-entry.ts'

/** A feed before it is written: what it is called, the page it belongs to, and its papers. */
export type Made = {
  readonly title: string
  readonly page: string
  /** What makes it this feed and no other. */
  readonly name: readonly string[]
  readonly papers: readonly Paper[]
  /** What stands in it where that is more than papers: an entry, and the paper it is about. */
  readonly entries?: readonly { readonly entry: FeedEntry; readonly paper: Paper }[]
  /** Whether there may be papers after these. */
  readonly more: boolean
}

export type FeedAnswer = (
  c: Context,
  name: string,
  make: (page: number, origin: string) => Promise<Made>,
  /** What else it is made from, where that may change at any time. */
  own?: string,
) => Promise<Response>

/**
 * Answers with a feed in the format that the name ends in. A feed that is asked for by the mark of a
 * reader (`for`) leaves out what that reader never wants to be shown.
 */
export function feedAnswer(site: Site): FeedAnswer {
  const { store, now } = site
  const write = keptFeeds(now)
  return async (c, name, make, own = '') => {
    const format = formatIn(name)
    const whose = c.req.query('for')
    const watches = whose === undefined ? [] : await watchesOfMark(site, whose)
    const mutes = watches.filter(({ kind }) => kind === 'mute')
    // Votes and picks leave no change behind; what they order is looked at every minute.
    const minute = Math.floor(now().getTime() / 60_000)
    const queries = JSON.stringify(mutes.map(({ query }) => query))
    const state = `${await stateOf(store, 'search')} ${minute} ${queries} ${own}`
    return write(c, state, format, async () => {
      const page = pageOf(c.req.query('page'))
      const made = await make(page, urlOf(c).origin)
      return feedOf(c, without(made, mutes), page, site.hub)
    })
  }
}

async function watchesOfMark({ store, press }: Site, mark: string): Promise<Watch[]> {
  const reader = press.links.readFeedMark(mark)
  if (reader === undefined) throw new DomainError('missing', feedWords.notYours)
  return watchesOf(store, reader)
}

function without(made: Made, mutes: readonly Watch[]): Made {
  if (mutes.length === 0) return made
  const { papers, entries } = made
  const muted = mutedAmong(mutes, [...papers, ...(entries ?? []).map(({ paper }) => paper)])
  return {
    ...made,
    papers: papers.filter(({ id }) => !muted.has(id)),
    ...(entries && { entries: entries.filter(({ paper }) => !muted.has(paper.id)) }),
  }
}

function feedOf(
  c: Context,
  { title, page, name, papers, entries, more }: Made,
  at: number,
  hub: string | undefined,
): Feed {
  const url = urlOf(c)
  const self = url.href
  const whose = c.req.query('for')
  url.searchParams.set('page', String(at + 1))
  return {
    id: lastingId('feed', ...name, ...(whose === undefined ? [] : [whose])),
    title: `${title} — ${words.name}`,
    subtitle: words.motto,
    page: url.origin + page,
    self,
    next: more ? url.href : undefined,
    // Whoever subscribes at a hub is told of nothing that the hub is not told of.
    hub: whose === undefined && at === 1 && toldOf.has(name[0] ?? '') ? hub : undefined,
    icon: url.origin + assets.icon,
    entries: entries?.map(({ entry }) => entry) ?? papers.map((one) => paperEntry(one, url.origin)),
  }
}

/** `cs.LG.atom` → `atom`. */
export function formatIn(name: string): Format {
  const format = name.slice(name.lastIndexOf('.') + 1)
  if (!isFormat(format)) throw new DomainError('missing', feedWords.formats)
  return format
}

/** `cs.LG.atom` → `cs.LG`. */
export const bare = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('.')))
