import type { ExpressionBuilder, Selectable } from 'kysely'
import type { PaperId } from '#paper'
import {
  type ActKind,
  type Actor,
  insertRows,
  type ReaderId,
  type Schema,
  type Store,
} from '#store'

/** Something that was done to the pages, as the public log has it. */
export type Act = {
  readonly place: number
  readonly reader: Actor
  readonly kind: ActKind
  readonly paper: PaperId
  readonly topic: string
  readonly day: string
  readonly detail: Detail
  readonly at: string
  /** The act that it took back. */
  readonly undoes: number | null
  /** Whether it was taken back itself. */
  readonly undone: boolean
}

/** What is needed to tell an act and to undo it. */
export type Detail = {
  readonly position?: number
  readonly to?: number
  readonly line?: string
  readonly lineBy?: Actor
  readonly before?: string
  readonly beforeBy?: Actor
  readonly endorsements?: number
  /** Votes that count less, what all votes came to, and how many those are. */
  readonly votes?: number
  readonly counted?: number
  readonly all?: number
  readonly why?: 'new' | 'together'
  /** Whose endorsement it was, where another took it back. */
  readonly whose?: Actor
}

type NewAct = Pick<Act, 'reader' | 'kind' | 'paper' | 'topic' | 'day'> & {
  readonly detail?: Detail
  readonly undoes?: number
}

/** Writes into the public log, in the transaction that does what it tells. */
export async function noteActs(within: Store, done: readonly NewAct[], now: Date): Promise<void> {
  const at = now.toISOString()
  await insertRows(
    within,
    'acts',
    done.map(({ reader, kind, paper, topic, day, detail = {}, undoes = null }) => ({
      reader,
      kind,
      paper,
      topic,
      day,
      detail: JSON.stringify(detail),
      at,
      undoes,
    })),
  )
}

/** The public log, the latest first; of one paper or reader where told. */
export async function acts(
  store: Store,
  { skip, count }: { readonly skip: number; readonly count: number },
  whose: { readonly paper?: PaperId; readonly reader?: ReaderId } = {},
): Promise<Act[]> {
  const rows = await query(store, whose)
    .selectAll('acts')
    .select(undone)
    .orderBy('place', 'desc')
    .limit(count)
    .offset(skip)
    .execute()
  return rows.map(asAct)
}

export async function countActs(
  store: Store,
  whose: { readonly paper?: PaperId; readonly reader?: ReaderId } = {},
): Promise<number> {
  const { count } = await query(store, whose)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

export async function actOf(store: Store, place: number): Promise<Act | undefined> {
  const row = await store
    .selectFrom('acts')
    .selectAll('acts')
    .select(undone)
    .where('place', '=', place)
    .executeTakeFirst()
  return row && asAct(row)
}

const query = (store: Store, { paper, reader }: { paper?: PaperId; reader?: ReaderId }) =>
  store
    .selectFrom('acts')
    .$if(paper !== undefined, (some) => some.where('paper', '=', paper!))
    .$if(reader !== undefined, (some) => some.where('reader', '=', reader!))

const undone = ({ selectFrom }: ExpressionBuilder<Schema, 'acts'>) =>
  selectFrom('acts as later')
    .select(({ fn }) => fn.min('later.place').as('place'))
    .whereRef('later.undoes', '=', 'acts.place')
    .as('undoneBy')

type Row = Selectable<Schema['acts']> & { undoneBy: number | null }

const asAct = ({ detail, undoneBy, ...row }: Row): Act => ({
  ...row,
  detail: JSON.parse(detail),
  undone: undoneBy !== null,
})
