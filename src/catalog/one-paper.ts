import { DomainError } from '#domain-error'
import { isProvisional, type PaperId } from '#paper'
import { giveBack, lockPapers, noteChanges, type Store } from '#store'
import { unite } from './merge.ts'
import { knownFrom, type PaperRow } from './row.ts'
import { dropSelves, keepSelves, selvesOf } from './selves.ts'
import { moveOver, writePapers } from './write.ts'

/** Two papers that were found to be one. */
export type Merge = {
  readonly paper: PaperId
  readonly into: PaperId
  readonly reason: string
  readonly at: string
  readonly undoneAt: string | null
}

/**
 * Makes one paper of two: fields are united, all that hangs on the one goes over, its address leads
 * to the other. Nothing is lost by it: `takeApart` undoes it, whatever came since.
 */
export async function makeOne(
  store: Store,
  { paper, into, reason }: Pick<Merge, 'paper' | 'into' | 'reason'>,
  now = new Date(),
): Promise<void> {
  await store.transaction().execute(async (within) => {
    await lockPapers(within)
    const going = await standing(within, paper)
    const staying = await standing(within, into)
    if (going.id === staying.id) {
      throw new DomainError('invalid', `${paper} and ${into} are one paper already`)
    }
    if (isProvisional(going.id) || isProvisional(staying.id)) {
      throw new DomainError('invalid', 'of one of them only the title is known so far')
    }
    const [gone, stays] = [knownFrom(going), knownFrom(staying)]
    const selves = await selvesOf(within, [gone.id, stays.id])
    await keepSelves(
      within,
      [gone, stays].filter(({ id }) => !selves.has(id)),
      now,
    )
    await writePapers(within, [unite(stays, gone)], new Map([[stays.id, stays]]), now)
    const led = await leadingTo(within, gone.id)
    await lead(within, led, gone.id, stays.id)
    await moveOver(within, gone.id, stays.id, now)
    await within
      .insertInto('merges')
      .values({
        paper: gone.id,
        target: stays.id,
        reason,
        led: JSON.stringify(led.filter(isProvisional)),
        at: now.toISOString(),
        undoneAt: null,
      })
      .execute()
    const changes = [
      { paper: gone.id, kind: 'merged' },
      { paper: stays.id, kind: 'changed' },
    ] as const
    await noteChanges(within, changes, now)
  })
}

/**
 * Takes a paper out of the one that it was made part of: each is again what is known of it by
 * itself, and what went over goes back. The two are not made one again by themselves.
 */
export async function takeApart(store: Store, paper: PaperId, now = new Date()): Promise<PaperId> {
  return store.transaction().execute(async (within) => {
    await lockPapers(within)
    const row = await rowOf(within, paper)
    const from = row?.mergedInto
    const [self] = (await selvesOf(within, [paper])).values()
    if (!row || !from || !self) {
      throw new DomainError('invalid', `${paper} was not made part of another paper`)
    }
    const staying = await rowOf(within, from)
    if (!staying) throw new Error(`${paper} leads to ${from}, which is not there`)

    const parts = (await leadingTo(within, from)).filter((id) => id !== paper)
    const selves = await selvesOf(within, [from, ...parts])
    const others = [...selves.values()].filter(({ id }) => id !== from)
    const alone = selves.get(from) ?? knownFrom(staying)
    const whole = others.reduce((known, other) => unite(known, other), alone)
    const before = new Map([
      [from, knownFrom(staying)],
      [paper, self],
    ])
    await writePapers(within, [whole, self], before, now)
    await within.updateTable('papers').set({ mergedInto: null }).where('id', '=', paper).execute()
    await dropSelves(within, others.length === 0 ? [paper, from] : [paper])

    const last = await lastMerge(within, paper)
    const led = last ? idsIn(last.led) : new Set<PaperId>()
    await lead(
      within,
      parts.filter((id) => led.has(id)),
      from,
      paper,
    )
    await giveBack(within, paper)
    await within
      .updateTable('merges')
      .set({ undoneAt: now.toISOString() })
      .where('paper', '=', paper)
      .where('undoneAt', 'is', null)
      .execute()
    const changes = [
      { paper, kind: 'new' },
      { paper: from, kind: 'changed' },
    ] as const
    await noteChanges(within, changes, now)
    return from
  })
}

/** What was made one and taken apart, the latest first; of one paper if told. */
export async function merges(
  store: Store,
  { paper, count = 100 }: { readonly paper?: PaperId; readonly count?: number } = {},
): Promise<Merge[]> {
  return store
    .selectFrom('merges')
    .select(['paper', 'target as into', 'reason', 'at', 'undoneAt'])
    .$if(paper !== undefined, (all) =>
      all.where(({ eb, or }) => or([eb('paper', '=', paper!), eb('target', '=', paper!)])),
    )
    .orderBy('place', 'desc')
    .limit(count)
    .execute()
}

/** Other ids of a paper, of those that were made part of it. */
export async function otherIds(store: Store, paper: PaperId): Promise<PaperId[]> {
  return (await leadingTo(store, paper)).filter((id) => !isProvisional(id)).toSorted()
}

async function standing(within: Store, id: PaperId): Promise<PaperRow> {
  const row = await rowOf(within, id)
  if (!row) throw new DomainError('missing', `${id} is not among the papers held here`)
  return row.mergedInto ? standing(within, row.mergedInto) : row
}

const rowOf = (within: Store, id: PaperId) =>
  within.selectFrom('papers').selectAll().where('id', '=', id).executeTakeFirst()

const lastMerge = (within: Store, paper: PaperId) =>
  within
    .selectFrom('merges')
    .select('led')
    .where('paper', '=', paper)
    .where('undoneAt', 'is', null)
    .orderBy('place', 'desc')
    .executeTakeFirst()

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by `makeOne`
const idsIn = (led: string) => new Set(JSON.parse(led) as PaperId[])

async function leadingTo(within: Store, paper: PaperId): Promise<PaperId[]> {
  const rows = await within
    .selectFrom('papers')
    .select('id')
    .where('mergedInto', '=', paper)
    .execute()
  return rows.map(({ id }) => id)
}

/** Lets ids that led to a paper lead to another. */
async function lead(
  within: Store,
  ids: readonly PaperId[],
  from: PaperId,
  to: PaperId,
): Promise<void> {
  if (ids.length === 0) return
  await within
    .updateTable('papers')
    .set({ mergedInto: to })
    .where('mergedInto', '=', from)
    .where('id', 'in', ids)
    .execute()
}
