import type { PaperId } from '#paper'
import type { Actor, DecisionKind, Store } from '#store'

/** What was decided about somebody, as everybody may read it: no reason, no address. */
export type Decision = {
  readonly place: number
  /** Who decided; the empty text for the house, or whoever sits at its machine. */
  readonly actor: Actor
  readonly kind: DecisionKind
  readonly reader: Actor
  readonly paper: PaperId | ''
  readonly detail: string
  readonly at: string
}

/** Writes into the public log, in the transaction that does what it tells. */
export async function noteDecision(
  within: Store,
  decision: Pick<Decision, 'actor' | 'kind' | 'reader'> & {
    readonly paper?: PaperId
    readonly detail?: string
  },
  now: Date,
): Promise<void> {
  await within
    .insertInto('decisions')
    .values({ paper: '', detail: '', ...decision, at: now.toISOString() })
    .execute()
}

/** What was decided about people, the latest first, and how much there is of it. */
export async function decisions(
  store: Store,
  { skip = 0, count = 50 }: { readonly skip?: number; readonly count?: number } = {},
): Promise<{ decisions: Decision[]; total: number }> {
  const [rows, { total }] = await Promise.all([
    store
      .selectFrom('decisions')
      .selectAll()
      .orderBy('place', 'desc')
      .limit(count)
      .offset(skip)
      .execute(),
    store
      .selectFrom('decisions')
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow(),
  ])
  return { decisions: rows, total }
}

/** Takes a reader's name off the log, when the account goes. */
export async function forgetDecisions(within: Store, reader: Actor): Promise<void> {
  for (const column of ['actor', 'reader'] as const) {
    await within
      .updateTable('decisions')
      .set({ [column]: 'gone' })
      .where(column, '=', reader)
      .execute()
  }
}
