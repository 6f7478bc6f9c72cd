import type { PaperId } from '#paper'
import type { Actor, RulingKind, Store } from '#store'

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

/** What waits for a curator, the oldest first. */
export async function openReports(store: Store): Promise<Report[]> {
  const rows = await store
    .selectFrom('reports')
    .select(['comment', 'reader', 'reason', 'at'])
    .where('settledAt', 'is', null)
    .orderBy('place')
    .execute()
  return [...Map.groupBy(rows, ({ comment }) => comment)].flatMap(([comment, some]) => {
    const [first] = some
    if (!first) return []
    return [
      { comment, at: first.at, reasons: some.map(({ reader, reason }) => ({ reader, reason })) },
    ]
  })
}

const appealColumns = ['place', 'comment', 'reader', 'text', 'at', 'answer', 'answeredAt'] as const

export async function openAppeals(store: Store): Promise<Appeal[]> {
  return store
    .selectFrom('appeals')
    .select(appealColumns)
    .where('answeredAt', 'is', null)
    .orderBy('place')
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

/** What curators decided, the latest first, and how much there is of it. */
export async function rulings(
  store: Store,
  { skip = 0, count = 50 }: { readonly skip?: number; readonly count?: number } = {},
): Promise<{ rulings: Ruling[]; total: number }> {
  const [rows, { total }] = await Promise.all([
    store
      .selectFrom('rulings')
      .select(['place', 'reader', 'kind', 'comment', 'paper', 'reason', 'at'])
      .orderBy('place', 'desc')
      .limit(count)
      .offset(skip)
      .execute(),
    store
      .selectFrom('rulings')
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow(),
  ])
  return { rulings: rows, total }
}
