import { footingOf, type Reader } from '#accounts'
import { paperOf } from '#catalog'
import { DomainError } from '#domain-error'
import type { Paper, PaperId } from '#paper'
import { lockPages, noteSignals, type ReaderId, type Signal, type Store } from '#store'
import { noteActs } from './acts.ts'
import { insertPick } from './pages.ts'
import { frontDay, mayStand, notTooMany } from './rules.ts'

/** A paper, and where it is to stand: on the front page (the empty topic) or under a topic. */
export type Where = { readonly paper: PaperId; readonly topic: string }

/** What the keeper decided. */
export type House = {
  /** How many endorsements of readers who are not new put a paper on the front page. */
  readonly endorsements: number
}

/** What came of it. */
export type Nominated = { readonly first: boolean; readonly picked: boolean }

/**
 * Nominates a paper; endorses it where somebody has nominated it already. With enough endorsements
 * the house puts it on the page, unless a curator has taken it off before. Doing it twice is doing
 * it once.
 */
export async function nominate(
  store: Store,
  reader: Reader,
  { paper, topic }: Where,
  house: House,
  now = new Date(),
): Promise<Nominated> {
  return store.transaction().execute(async (within) => {
    await lockPages(within)
    const found = await paperToNominate(within, paper)
    mayStand(found, topic, now)
    const known = await endorsersOf(within, { paper: found.id, topic })
    if (known.some((one) => one.reader === reader.id)) return { first: false, picked: false }
    const footing = await footingOf(within, reader.id, now)
    await notTooMany(within, reader, footing, now)

    const first = known.length === 0
    await putEndorsement(within, reader.id, { paper: found.id, topic }, now)
    const picked = await pickIfEnough(within, { paper: found.id, topic }, house, now)
    const kind = first ? 'nominated' : 'endorsed'
    const own = { reader: reader.id, kind, paper: found.id, topic, day: '' } as const
    await noteActs(within, picked ? [own, picked] : [own], now)
    const signal: Signal = {
      reader: reader.id,
      paper: found.id,
      kind: first ? 'nominate' : 'endorse',
    }
    await noteSignals(within, [signal], now)
    return { first, picked: picked !== undefined }
  })
}

/** Takes a reader's nomination or endorsement back. A paper that was picked stays where it is. */
export async function withdraw(
  store: Store,
  reader: Reader,
  { paper, topic }: Where,
  now = new Date(),
): Promise<void> {
  await store.transaction().execute(async (within) => {
    const { id } = await paperToNominate(within, paper)
    if (!(await dropEndorsement(within, reader.id, { paper: id, topic }))) return
    const act = { reader: reader.id, kind: 'withdrew', paper: id, topic, day: '' } as const
    await noteActs(within, [act], now)
    await noteSignals(within, [{ reader: reader.id, paper: id, kind: 'unendorse' }], now)
  })
}

export async function putEndorsement(
  within: Store,
  reader: ReaderId,
  { paper, topic }: Where,
  now: Date,
): Promise<boolean> {
  const put = await within
    .insertInto('endorsements')
    .values({
      paper,
      topic,
      reader,
      footing: await footingOf(within, reader, now),
      at: now.toISOString(),
    })
    .onConflict((conflict) => conflict.columns(['topic', 'paper', 'reader']).doNothing())
    .executeTakeFirst()
  return put.numInsertedOrUpdatedRows === 1n
}

export async function dropEndorsement(
  within: Store,
  reader: ReaderId,
  { paper, topic }: Where,
): Promise<boolean> {
  const dropped = await within
    .deleteFrom('endorsements')
    .where('paper', '=', paper)
    .where('topic', '=', topic)
    .where('reader', '=', reader)
    .executeTakeFirst()
  return dropped.numDeletedRows === 1n
}

export async function paperToNominate(within: Store, id: PaperId): Promise<Paper> {
  const found = await paperOf(within, id)
  if (!found) throw new DomainError('missing', `Broadsheet does not hold ${id}.`)
  return found
}

const endorsersOf = (within: Store, { paper, topic }: Where) =>
  within
    .selectFrom('endorsements')
    .select(['reader', 'footing'])
    .where('paper', '=', paper)
    .where('topic', '=', topic)
    .execute()

/** Picks a paper that has enough endorsements, and answers what the log is to say of it. */
async function pickIfEnough(within: Store, where: Where, house: House, now: Date) {
  const endorsers = await endorsersOf(within, where)
  const endorsements = endorsers.filter(({ footing }) => footing === 'established').length
  if (endorsements < house.endorsements) return undefined
  const before = await within
    .selectFrom('acts')
    .select('kind')
    .where('paper', '=', where.paper)
    .where('topic', '=', where.topic)
    .where('kind', '=', 'unpicked')
    .executeTakeFirst()
  if (before) return undefined
  const day = await frontDay(within, now)
  const position = await insertPick(within, { ...where, day, line: '', lineBy: '' }, now)
  if (position === undefined) return undefined
  return {
    reader: '',
    kind: 'picked',
    ...where,
    day,
    detail: { position, endorsements },
  } as const
}
