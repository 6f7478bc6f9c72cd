import { isAtLeast, type Reader } from '#accounts'
import { DomainError } from '#domain-error'
import { type ActKind, type Actor, lockPages, noteSignals, type Store } from '#store'
import { type Detail, noteActs } from './acts.ts'
import { paperToNominate, type Where } from './nominate.ts'
import { insertPick, orderOf, pickAt, putAt, removePick } from './pages.ts'
import { frontDay, mayStand, readLine } from './rules.ts'

/** Puts a paper on the front page of the day, or under a topic, at the end. A curator's right. */
export async function pick(
  store: Store,
  curator: Reader,
  where: Where & { readonly line?: string },
  now = new Date(),
): Promise<void> {
  await asCurator(store, curator, async (within) => {
    const { id } = mustStand(await paperToNominate(within, where.paper), where.topic, now)
    const line = readLine(where.line ?? '')
    const day = await frontDay(within, now)
    const stand = { paper: id, topic: where.topic, day, line, lineBy: authorOf(line, curator) }
    const position = await insertPick(within, stand, now)
    if (position === undefined) return
    await noted(within, curator, 'picked', stand, { position, ...(line && { line }) }, now)
    await noteSignals(within, [{ reader: curator.id, paper: id, kind: 'pick' }], now)
  })
}

/** Takes a paper off its page. The house does not put it there again by itself. */
export async function unpick(
  store: Store,
  curator: Reader,
  where: Where,
  now = new Date(),
): Promise<void> {
  await asCurator(store, curator, async (within) => {
    const gone = await removePick(within, where)
    if (!gone) return
    const { position, line, lineBy } = gone
    await noted(within, curator, 'unpicked', gone, { position, line, lineBy }, now)
    await noteSignals(within, [{ reader: curator.id, paper: gone.paper, kind: 'unpick' }], now)
  })
}

/** Puts a paper at another place of its page, from 0; beyond the end is the end. */
export async function arrangePick(
  store: Store,
  curator: Reader,
  where: Where,
  to: number,
  now = new Date(),
): Promise<void> {
  await asCurator(store, curator, async (within) => {
    const stands = await pickStanding(within, where)
    const place = await putAt(within, where, await orderOf(within, stands), to)
    if (place === stands.position) return
    await noted(within, curator, 'moved', stands, { position: stands.position, to: place }, now)
  })
}

/** Writes a curator's line about a paper on its page; the empty text takes it away. */
export async function writeLine(
  store: Store,
  curator: Reader,
  where: Where,
  text: string,
  now = new Date(),
): Promise<void> {
  await asCurator(store, curator, async (within) => {
    const line = readLine(text)
    const stands = await pickStanding(within, where)
    if (stands.line === line) return
    await putLine(within, where, line, authorOf(line, curator))
    const detail = { line, before: stands.line, beforeBy: stands.lineBy }
    await noted(within, curator, 'wrote', stands, detail, now)
  })
}

export async function putLine(
  within: Store,
  { paper, topic }: Where,
  line: string,
  lineBy: Actor,
): Promise<void> {
  await within
    .updateTable('picks')
    .set({ line, lineBy })
    .where('paper', '=', paper)
    .where('topic', '=', topic)
    .execute()
}

const authorOf = (line: string, { id }: Reader): Actor => (line === '' ? '' : id)

async function asCurator(
  store: Store,
  curator: Reader,
  act: (within: Store) => Promise<void>,
): Promise<void> {
  if (!isAtLeast(curator, 'curator')) {
    throw new DomainError('forbidden', 'Only curators arrange pages. Nominate the paper instead.')
  }
  await store.transaction().execute(async (within) => {
    await lockPages(within)
    await act(within)
  })
}

async function pickStanding(within: Store, where: Where) {
  const stands = await pickAt(within, where)
  if (!stands) throw new DomainError('missing', 'That paper is not on the page any more.')
  return stands
}

function mustStand<P extends Parameters<typeof mayStand>[0]>(
  paper: P,
  topic: string,
  now: Date,
): P {
  mayStand(paper, topic, now)
  return paper
}

const noted = (
  within: Store,
  { id: reader }: Reader,
  kind: ActKind,
  { paper, topic, day }: Where & { day: string },
  detail: Detail,
  now: Date,
) => noteActs(within, [{ reader, kind, paper, topic, day, detail }], now)
