import type { PaperId } from '#paper'
import type { Actor, GroupId, RulingKind, Store } from '#store'

/** What somebody thinks should not stand, until a curator has looked at it. */
export type Report = {
  readonly comment: string
  readonly reasons: readonly { readonly reader: Actor; readonly reason: string }[]
  readonly at: string
}

/** What a curator decided, as it stands in the public log. */
export type Ruling = {
  readonly place: number
  readonly reader: Actor
  readonly kind: RulingKind
  readonly comment: string
  readonly paper: PaperId
  readonly reason: string
  readonly at: string
}

/** What the writer of a hidden comment has to say to that, and the answer. */
export type Appeal = {
  readonly place: number
  readonly comment: string
  readonly reader: Actor
  readonly text: string
  readonly at: string
  readonly answer: string
  readonly answeredAt: string | null
}

/** What waits for a moderator, before everybody or in a group, the oldest first. */
export async function openReports(store: Store, room: GroupId | '' = ''): Promise<Report[]> {
  const rows = await store
    .selectFrom('reports')
    .innerJoin('comments', 'comments.id', 'reports.comment')
    .select(['reports.comment', 'reports.reader', 'reports.reason', 'reports.at'])
    .where('inGroup', '=', room)
    .where('settledAt', 'is', null)
    .orderBy('reports.place')
    .execute()
  return [...Map.groupBy(rows, ({ comment }) => comment)].flatMap(([comment, some]) => {
    const [first] = some
    if (!first) return []
    return [
      { comment, at: first.at, reasons: some.map(({ reader, reason }) => ({ reader, reason })) },
    ]
  })
}

const appealColumns = [
  'appeals.place',
  'appeals.comment',
  'appeals.reader',
  'appeals.text',
  'appeals.at',
  'appeals.answer',
  'appeals.answeredAt',
] as const

export async function openAppeals(store: Store, room: GroupId | '' = ''): Promise<Appeal[]> {
  return store
    .selectFrom('appeals')
    .innerJoin('comments', 'comments.id', 'appeals.comment')
    .select(appealColumns)
    .where('inGroup', '=', room)
    .where('answeredAt', 'is', null)
    .orderBy('appeals.place')
    .execute()
}

/** The appeals for a comment, the oldest first. */
export async function appealsOf(store: Store, comment: string): Promise<Appeal[]> {
  return store
    .selectFrom('appeals')
    .select(appealColumns)
    .where('comment', '=', comment)
    .orderBy('place')
    .execute()
}

/** What was decided, before everybody or in a group: the latest first, and how much there is of it. */
export async function rulings(
  store: Store,
  { skip = 0, count = 50 }: { readonly skip?: number; readonly count?: number } = {},
  room: GroupId | '' = '',
): Promise<{ rulings: Ruling[]; total: number }> {
  const there = store
    .selectFrom('rulings')
    .innerJoin('comments', 'comments.id', 'rulings.comment')
    .where('inGroup', '=', room)
  const [rows, { total }] = await Promise.all([
    there
      .select(['rulings.place', 'rulings.reader', 'rulings.kind', 'rulings.comment'])
      .select(['rulings.paper', 'rulings.reason', 'rulings.at'])
      .orderBy('rulings.place', 'desc')
      .limit(count)
      .offset(skip)
      .execute(),
    there.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ])
  return { rulings: rows, total }
}
