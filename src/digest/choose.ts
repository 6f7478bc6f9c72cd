import { type Day, dayOf, type Paper, type PaperId, quietDay } from '#paper'
import type { Store } from '#store'
import { type Watch, watchesOf } from '#watches'
import { followedBy, newIn, toldBefore, withOthers } from './followed.ts'
import { ownerOf, type Subscription } from './subscription.ts'
import type { Window } from './window.ts'

/** What a digest says: chosen once, and the same however often it is sent or shown. */
export type Content = {
  readonly sections: readonly Section[]
  /** The days that its papers are listed under, the latest first. */
  readonly days: readonly Day[]
  /** How many papers came in, of which it is a choice. */
  readonly came: number
  /** Why there is nothing in it; empty if there is something. */
  readonly none: string
  /** The ledger's word on those days. */
  readonly ledger: readonly string[]
}

export type Section = {
  readonly kind: 'pins' | 'front' | 'picks' | 'trending' | 'watch' | 'followed' | 'forYou'
  readonly name: string
  readonly entries: readonly Entry[]
  /** How many more answer the watch than there was room for. */
  readonly more: number
  /** The query of a watch, to read on. */
  readonly query: string
  /** Whoever is followed: what tells them from others, and where they are to be found. */
  readonly subject?: string
  readonly page?: string
}

export type Entry = { readonly id: PaperId; readonly why: string; readonly votes: number }

export type Chosen = { readonly content: Content; readonly papers: ReadonlyMap<PaperId, Paper> }

type Watched = Pick<Watch, 'kind' | 'name' | 'about' | 'query' | 'most'>

type Named = {
  readonly name?: string
  readonly query?: string
  readonly subject?: string
  readonly page?: string
}

type Candidate = { readonly id: PaperId; readonly why: string }

/**
 * Chooses what a subscription's digest tells of a window. A paper stands in it once. Of a preview,
 * `asWell` is what would be watched.
 */
export async function choose(
  store: Store,
  subscription: Subscription,
  window: Window,
  now: Date,
  asWell: readonly string[] = [],
): Promise<Chosen> {
  const { front, trending, forYou } = subscription.choices
  const watches: readonly Watched[] = [
    ...(await watchesOf(store, ownerOf(subscription))),
    ...asWell.map((query) => ({
      kind: 'watch' as const,
      about: 'query' as const,
      name: query,
      query,
      most: 10,
    })),
  ]
  const withAll = ({ query }: Watched) => window.among.withAll({ text: query })
  const muted = new Set(
    watches
      .filter(({ kind }) => kind === 'mute')
      .flatMap((mute) => [...withAll(mute), ...window.beside.withAll({ text: mute.query })]),
  )
  const told = new Set<PaperId>()
  const deeds = await followedBy(store, ownerOf(subscription), watches, now)
  const before = trending > 0 || deeds.size > 0 ? await toldBefore(store, subscription, now) : []

  function section(
    kind: Section['kind'],
    candidates: readonly Candidate[],
    most: number,
    { name = '', query = '', ...whose }: Named = {},
  ): Section {
    const fresh = candidates.filter(({ id }) => !told.has(id) && !muted.has(id))
    const entries = fresh
      .slice(0, most)
      .map(({ id, why }) => ({ id, why, votes: window.votes.get(id) ?? 0 }))
    for (const { id } of entries) told.add(id)
    return { kind, name, query, ...whose, entries, more: fresh.length - entries.length }
  }

  const pinned = watches
    .filter(({ kind }) => kind === 'pin')
    .flatMap((pin) => withAll(pin).map((id) => ({ id, why: pin.name })))
  const sections = [section('pins', once(pinned), Infinity)]
  if (front > 0) sections.push(frontOf(window, front, section))
  if (trending > 0) {
    sections.push(section('trending', trendingFor(window, before, subscription), trending))
  }
  for (const { name, about, query, most } of watches.filter(({ kind }) => kind === 'watch')) {
    if (about !== 'query') {
      const whose = deeds.get(query)
      if (whose) {
        const { name: by, subject, page } = whose
        sections.push(section('followed', newIn(whose, before), most, { name: by, subject, page }))
      }
      continue
    }
    const hits = await window.among.find({ text: query })
    const candidates = hits.map(({ id }) => ({ id, why: name }))
    sections.push(section('watch', candidates, most, { name, query }))
  }
  const { reader } = subscription
  if (forYou > 0 && reader !== null) {
    // Some of them stand above already.
    const suited = await window.suited(reader, forYou + told.size)
    sections.push({ ...section('forYou', suited, forYou, { page: '/for-you' }), more: 0 })
  }
  const full = sections.filter(({ entries }) => entries.length > 0)
  return {
    papers: await withOthers(store, window.known, full),
    content: {
      sections: full,
      days: window.days,
      came: window.papers.size,
      none: full.length > 0 ? '' : whyNone(window, subscription, now),
      ledger: window.ledger
        .slice(0, 8)
        .map(({ category, day, reason }) => `${category}, ${day}: ${reason}`),
    },
  }
}

/** What curators and readers picked; where nobody picked anything, what came. */
function frontOf(
  { picks, papers }: Window,
  most: number,
  section: (kind: Section['kind'], candidates: readonly Candidate[], most: number) => Section,
): Section {
  if (picks.length > 0) {
    return section(
      'picks',
      picks.map(({ paper, line }) => ({ id: paper, why: line })),
      most,
    )
  }
  return section(
    'front',
    [...papers.keys()].map((id) => ({ id, why: '' })),
    most,
  )
}

/** What is trending and has the votes that were asked for, and was in no digest of late. */
function trendingFor(
  { trending, votes }: Window,
  before: readonly Section[],
  { choices }: Subscription,
): Candidate[] {
  const old = new Set(before.flatMap(({ entries }) => entries.map(({ id }) => id)))
  return trending
    .filter((paper) => !old.has(paper.id) && (votes.get(paper.id) ?? 0) >= choices.least)
    .map((paper) => ({ id: paper.id, why: '' }))
}

const once = (candidates: readonly Candidate[]): Candidate[] => [
  ...new Map(candidates.toReversed().map((one) => [one.id, one])).values(),
]

function whyNone(window: Window, { choices }: Subscription, now: Date): string {
  if (window.papers.size > 0) {
    return `${window.papers.size === 1 ? 'One paper' : `${window.papers.size} papers`} came in, and none of them is what you asked for.`
  }
  const day = dayOf(now, choices.zone)
  const quiet = quietDay(day)
  if (quiet) return `arXiv announces nothing on this day: it is a ${quiet}.`
  const trouble = window.ledger.find(({ state }) => state !== 'complete' && state !== 'holiday')
  return trouble
    ? `Nothing has come in since your last digest. ${trouble.category}: ${trouble.reason}.`
    : 'Nothing has come in since your last digest.'
}
