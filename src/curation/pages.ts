import type { Day, PaperId } from '#paper'
import type { Actor, Store } from '#store'

type Standing = {
  readonly paper: PaperId
  readonly topic: string
  readonly day: Day
  readonly line: string
  readonly lineBy: Actor
}

/** Puts a paper on a page, at the end unless told, and says where. `undefined`: it was picked before. */
export async function insertPick(
  within: Store,
  pick: Standing,
  now: Date,
  at = Number.POSITIVE_INFINITY,
): Promise<number | undefined> {
  const order = await orderOf(within, pick)
  const put = await within
    .insertInto('picks')
    .values({ ...pick, position: order.length, pickedAt: now.toISOString() })
    .onConflict((conflict) => conflict.columns(['topic', 'paper']).doNothing())
    .executeTakeFirst()
  if (put.numInsertedOrUpdatedRows === 0n) return undefined
  return putAt(within, pick, [...order, pick.paper], at)
}

/** Takes a paper off its page, and answers how it stood there. */
export async function removePick(within: Store, where: { paper: PaperId; topic: string }) {
  const pick = await pickAt(within, where)
  if (!pick) return undefined
  await within
    .deleteFrom('picks')
    .where('paper', '=', where.paper)
    .where('topic', '=', where.topic)
    .execute()
  await renumber(within, pick.topic, await orderOf(within, pick))
  return pick
}

/** Puts a paper of a page at another place of it, from 0, and says at which. */
export async function putAt(
  within: Store,
  { paper, topic }: { paper: PaperId; topic: string },
  order: readonly PaperId[],
  at: number,
): Promise<number> {
  const others = order.filter((id) => id !== paper)
  const place = Math.max(0, Math.min(others.length, Math.trunc(at)))
  await renumber(within, topic, others.toSpliced(place, 0, paper))
  return place
}

export const pickAt = (within: Store, { paper, topic }: { paper: PaperId; topic: string }) =>
  within
    .selectFrom('picks')
    .selectAll()
    .where('paper', '=', paper)
    .where('topic', '=', topic)
    .executeTakeFirst()

export async function orderOf(
  within: Store,
  { topic, day }: { topic: string; day: Day },
): Promise<PaperId[]> {
  const rows = await within
    .selectFrom('picks')
    .select('paper')
    .where('topic', '=', topic)
    .where('day', '=', day)
    .orderBy('position')
    .orderBy('paper')
    .execute()
  return rows.map(({ paper }) => paper)
}

async function renumber(within: Store, topic: string, order: readonly PaperId[]): Promise<void> {
  for (const [position, paper] of order.entries()) {
    await within
      .updateTable('picks')
      .set({ position })
      .where('topic', '=', topic)
      .where('paper', '=', paper)
      .where('position', '!=', position)
      .execute()
  }
}
