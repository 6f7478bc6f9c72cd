import { papersOf } from '#catalog'
import { plainText, type Paper, type PaperId } from '#paper'
import { sentence } from '#mail'
import type { Store } from '#store'
import {
  byPaper,
  type Deed,
  deedsOf,
  isKind,
  mutedAmong,
  subjectPath,
  subjectsOf,
  type Watch,
} from '#watches'
import type { Content, Section } from './choose.ts'
import type { Subscription } from './subscription.ts'
import { digestWords as words } from './words.ts'

/** What somebody who is followed put forward of late, as a section tells of it. */
export type Whose = {
  readonly name: string
  readonly subject: string
  readonly page: string
  readonly candidates: readonly { readonly id: PaperId; readonly why: string }[]
}

const day = 24 * 3_600_000

/** How long a digest may come late, or be lost, before what people did is passed over. */
const longest = 16 * day
/** How much of what somebody did before they were followed is told. */
const firstDays = 7 * day

type Watched = Pick<Watch, 'kind' | 'name' | 'about' | 'query'> & { readonly madeAt?: string }

/** What people and groups did who are followed, by their ids. */
export async function followedBy(
  store: Store,
  owner: string,
  watches: readonly Watched[],
  now: Date,
): Promise<ReadonlyMap<string, Whose>> {
  const subjects = await subjectsOf(store, owner, watches)
  const all = new Map<string, Whose>()
  for (const { about, query, madeAt = '' } of watches) {
    const subject = subjects.get(query)
    if (!subject || !isKind(about)) continue
    const since = Math.max(
      now.getTime() - longest,
      madeAt === '' ? 0 : Date.parse(madeAt) - firstDays,
    )
    const between = { after: new Date(since).toISOString(), upTo: now.toISOString() }
    const found = byPaper(await deedsOf(store, about, query, between))
    const muted = await mutedOf(
      store,
      watches,
      found.map(({ paper }) => paper),
    )
    all.set(query, {
      name: subject.name,
      subject: `${about} ${query}`,
      page: subjectPath(about, subject.key),
      candidates: found
        .filter(({ paper }) => !muted.has(paper))
        .map(({ paper, deeds }) => ({ id: paper, why: whyOf(deeds) })),
    })
  }
  return all
}

async function mutedOf(
  store: Store,
  watches: readonly Watched[],
  papers: readonly PaperId[],
): Promise<ReadonlySet<PaperId>> {
  if (!watches.some(({ kind }) => kind === 'mute')) return new Set()
  return mutedAmong(watches, await papersOf(store, papers))
}

/** “picked it · commented: A beginning”. */
function whyOf(deeds: readonly Deed[]): string {
  const kinds = [...new Set(deeds.map(({ kind }) => kind))]
  return kinds
    .map((kind) => {
      const said = deeds.find((deed) => deed.kind === kind && deed.said)?.said ?? ''
      return words.deed(kind, sentence(plainText(said), 140))
    })
    .join(' · ')
}

/** What none of some sections told of them. */
export function newIn(
  { subject, candidates }: Whose,
  before: readonly Section[],
): Whose['candidates'] {
  const old = new Set(
    before
      .filter((section) => section.subject === subject)
      .flatMap(({ entries }) => entries.map(({ id }) => id)),
  )
  return candidates.filter(({ id }) => !old.has(id))
}

/** What stood in the digests of late that reached their reader. */
export async function toldBefore(
  store: Store,
  { id }: Pick<Subscription, 'id'>,
  now: Date,
): Promise<readonly Section[]> {
  const rows = await store
    .selectFrom('digests')
    .select('content')
    .where('subscription', '=', id)
    .where('content', '!=', '')
    .where('state', 'in', ['sent', 'unclear'])
    .where('dueAt', '>=', new Date(now.getTime() - longest - day).toISOString())
    .execute()
  return rows.flatMap(({ content }) => {
    const { sections }: Content = JSON.parse(content)
    return sections
  })
}

/** The papers that are known already, and the others that stand in some sections. */
export async function withOthers(
  store: Store,
  known: ReadonlyMap<PaperId, Paper>,
  sections: readonly Section[],
): Promise<ReadonlyMap<PaperId, Paper>> {
  const missing = sections
    .flatMap(({ entries }) => entries.map(({ id }) => id))
    .filter((id) => !known.has(id))
  if (missing.length === 0) return known
  const papers = await papersOf(store, missing)
  return new Map([...known, ...papers.map((paper) => [paper.id, paper] as const)])
}
