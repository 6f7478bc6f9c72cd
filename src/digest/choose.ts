import { type Day, dayOf, type Paper, type PaperId, quietDay } from '#paper'
import type { Store } from '#store'
import { type Watch, watchesOf } from '#watches'
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
  readonly kind: 'pins' | 'front' | 'watch'
  readonly name: string
  readonly entries: readonly { readonly id: PaperId; readonly why: string }[]
  /** How many more answer the watch than there was room for. */
  readonly more: number
  /** The query of a watch, to read on. */
  readonly query: string
}

export type Chosen = { readonly content: Content; readonly papers: ReadonlyMap<PaperId, Paper> }

/** Chooses what a subscription's digest tells of a window. A paper stands in it once. */
export async function choose(
  store: Store,
  subscription: Subscription,
  window: Window,
  now: Date,
): Promise<Chosen> {
  const watches = await watchesOf(store, ownerOf(subscription))
  const told = new Set<PaperId>()
  const muted = new Set(
    watches
      .filter(({ kind }) => kind === 'mute')
      .flatMap(({ query }) => window.among.withAll({ text: query })),
  )
  const take = (ids: readonly PaperId[], most: number, why: (id: PaperId) => string) => {
    const fresh = ids.filter((id) => !told.has(id) && !muted.has(id))
    const entries = fresh.slice(0, most).map((id) => ({ id, why: why(id) }))
    for (const { id } of entries) told.add(id)
    return { entries, more: fresh.length - entries.length }
  }

  const sections: Section[] = []
  const pins = watches.filter(({ kind }) => kind === 'pin')
  const pinned = new Map(
    pins.flatMap((pin) =>
      window.among.withAll({ text: pin.query }).map((id) => [id, pin.name] as const),
    ),
  )
  sections.push({
    kind: 'pins',
    name: '',
    query: '',
    ...take([...pinned.keys()], Infinity, (id) => pinned.get(id) ?? ''),
  })
  if (subscription.choices.front > 0) {
    const ids = [...window.papers.keys()]
    const section = take(ids, subscription.choices.front, () => '')
    sections.push({ kind: 'front', name: '', query: '', ...section })
  }
  for (const watch of watches.filter(({ kind }) => kind === 'watch')) {
    const ids = await found(window, watch)
    sections.push({
      kind: 'watch',
      name: watch.name,
      query: watch.query,
      ...take(ids, watch.most, () => watch.name),
    })
  }
  const full = sections.filter(({ entries }) => entries.length > 0)
  return {
    papers: window.papers,
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

const found = async ({ among }: Window, { query }: Watch) =>
  (await among.find({ text: query })).map(({ id }) => id)

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
