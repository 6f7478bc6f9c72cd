import { isAtLeast, isReader, type Reader, readerOf } from '#accounts'
import { DomainError } from '#domain-error'
import { type Day, isDay } from '#paper'
import { type ActKind, type Actor, lockPages, type ReaderId, type Store } from '#store'
import { type Act, actOf, type Detail, noteActs } from './acts.ts'
import { putLine } from './front.ts'
import { dropEndorsement, putEndorsement } from './nominate.ts'
import { insertPick, orderOf, pickAt, putAt, removePick } from './pages.ts'

/** What an act becomes when it is taken back. */
type Undone = { readonly kind: ActKind; readonly day: string; readonly detail: Detail }

/**
 * Takes an act back: one's own, or as a curator anybody's. That is an act too, and can be taken back
 * in turn.
 */
export async function undo(
  store: Store,
  reader: Reader,
  place: number,
  now = new Date(),
): Promise<void> {
  await store.transaction().execute(async (within) => {
    await lockPages(within)
    const act = await actOf(within, place)
    if (!act) throw new DomainError('missing', 'There is no such act in the log.')
    if (act.reader !== reader.id && !isAtLeast(reader, 'curator')) {
      throw new DomainError('forbidden', 'Only curators take back what others did.')
    }
    if (act.undone) throw new DomainError('invalid', 'That was taken back already.')
    const done = await reverse(within, act, reader, now)
    const { paper, topic } = act
    await noteActs(within, [{ reader: reader.id, paper, topic, ...done, undoes: place }], now)
  })
}

/** Does the opposite of an act, if the page as it is now admits it. */
async function reverse(within: Store, act: Act, reader: Reader, now: Date): Promise<Undone> {
  const { paper, topic, detail } = act
  const where = { paper, topic }
  switch (act.kind) {
    case 'nominated':
    case 'endorsed': {
      const whose = await known(within, detail.whose ?? act.reader)
      if (!whose || !(await dropEndorsement(within, whose, where))) throw stale()
      return { kind: 'withdrew', day: '', detail: whose === reader.id ? {} : { whose } }
    }
    case 'withdrew': {
      if (detail.whose === undefined && act.reader !== reader.id) {
        throw new DomainError('forbidden', 'Only whoever withdrew an endorsement gives it again.')
      }
      const whose = await known(within, detail.whose ?? act.reader)
      if (!whose || !(await putEndorsement(within, whose, where, now))) throw stale()
      return { kind: 'endorsed', day: '', detail: whose === reader.id ? {} : { whose } }
    }
    case 'picked': {
      const gone = await removePick(within, where)
      if (!gone) throw stale()
      const { position, line, lineBy } = gone
      return { kind: 'unpicked', day: gone.day, detail: { position, line, lineBy } }
    }
    case 'unpicked': {
      const day = aDay(act.day)
      const { line = '', lineBy = '' } = detail
      const stand = { ...where, day, line, lineBy }
      const position = day && (await insertPick(within, { ...stand, day }, now, detail.position))
      if (position === undefined) throw stale()
      return { kind: 'picked', day: act.day, detail: { position } }
    }
    case 'moved': {
      const stands = await pickAt(within, where)
      if (!stands) throw stale()
      const to = await putAt(within, where, await orderOf(within, stands), detail.position ?? 0)
      return { kind: 'moved', day: stands.day, detail: { position: stands.position, to } }
    }
    case 'wrote': {
      const stands = await pickAt(within, where)
      if (!stands) throw stale()
      const { before = '', beforeBy = '' } = detail
      await putLine(within, where, before, beforeBy)
      const changed = { line: before, before: stands.line, beforeBy: stands.lineBy }
      return { kind: 'wrote', day: stands.day, detail: changed }
    }
    case 'discounted':
      break
  }
  throw stale()
}

const stale = () =>
  new DomainError('invalid', 'The page has changed since; that cannot be taken back any more.')

/** A reader of that id, if still here. */
async function known(within: Store, who: Actor): Promise<ReaderId | undefined> {
  if (!isReader(who)) return undefined
  return (await readerOf(within, who))?.id
}

function aDay(text: string): Day | undefined {
  return isDay(text) ? text : undefined
}
