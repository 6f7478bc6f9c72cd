import { keep } from '#catalog'
import { isArxivId, type PaperId, type PaperRecord } from '#paper'
import type { ReaderId, Store } from '#store'
import { privateTo, release } from '../private.ts'
import { Item } from './item.ts'
import { matches } from './match.ts'
import { type Found, takeIn } from './take-in.ts'

/** An import, as far as settling its papers needs it. */
export type Settling = {
  readonly id: string
  readonly reader: ReaderId
  readonly cameFrom: string
  readonly beyond: 'take' | 'leave'
}

/** So many papers are settled in one transaction. */
const atOnce = 200

/**
 * Settles the next papers of a list that were not looked for yet: takes in what we hold, and notes of
 * the rest what to ask for, or why it is set aside. False when none are left.
 */
export async function matchSome(store: Store, one: Settling, now: Date): Promise<boolean> {
  return store.transaction().execute(async (within) => {
    const rows = await within
      .selectFrom('importItems')
      .select(['position', 'item'])
      .where('import', '=', one.id)
      .where('outcome', '=', 'waiting')
      .where('became', '=', '')
      .orderBy('position')
      .limit(atOnce)
      .execute()
    if (rows.length === 0) {
      await endOrAsk(within, one.id, now)
      return false
    }
    const items = rows.map(({ item }) => Item.parse(JSON.parse(item)))
    await settle(within, one, rows, items, 'held', now)
    return true
  })
}

/** Looks for what was asked for, once it may have come. What has not come is set aside where `last`. */
export async function settleAsked(
  store: Store,
  one: Settling,
  positions: readonly number[],
  why: string,
  now: Date,
): Promise<void> {
  await store.transaction().execute(async (within) => {
    const rows = await within
      .selectFrom('importItems')
      .select(['position', 'item'])
      .where('import', '=', one.id)
      .where('outcome', '=', 'waiting')
      .where('position', 'in', positions)
      .execute()
    const items = rows.map(({ item }) => Item.parse(JSON.parse(item)))
    await settle(within, one, rows, items, 'brought', now, why)
    await endOrAsk(within, one.id, now)
  })
}

async function settle(
  within: Store,
  one: Settling,
  rows: readonly { readonly position: number }[],
  items: readonly Item[],
  how: 'held' | 'brought',
  now: Date,
  why = '',
): Promise<void> {
  const papers = await matches(within, items)
  const found: Found[] = []
  for (const [i, item] of items.entries()) {
    const position = rows[i]?.position ?? -1
    const paper = papers[i]
    if (paper) {
      found.push({ item, paper })
      await note(within, one.id, position, { outcome: how, became: paper })
    } else if (how === 'held' && canBeAsked(item)) {
      await note(within, one.id, position, { outcome: 'waiting', became: item.id ?? '' })
    } else {
      const own =
        one.beyond === 'take'
          ? await takenFromList(within, release('brought in', privateTo(one.reader, item)), now)
          : undefined
      if (own) found.push({ item, paper: own })
      await note(
        within,
        one.id,
        position,
        own
          ? { outcome: 'brought', became: own }
          : { outcome: 'aside', reason: why || reasonFor(item) },
      )
    }
  }
  await takeIn(within, one.reader, { id: one.id, cameFrom: one.cameFrom, found }, now)
}

/** What arXiv or Crossref can tell us of. */
const canBeAsked = ({ id }: Item) => id !== undefined && (isArxivId(id) || id.startsWith('doi:10.'))

/** Takes a paper into the catalogue as the list has it: only where the house is one reader's alone. */
async function takenFromList(within: Store, item: Item, now: Date): Promise<PaperId | undefined> {
  const { id, title, authors, abstract, publishedAt, doi, venue } = item
  if (!title || (!id && authors.length === 0)) return undefined
  const record: PaperRecord = {
    title,
    authors,
    ...(id && { id }),
    ...(abstract && { abstract }),
    ...(publishedAt && { publishedAt }),
    ...(doi && { doi: doi.toLowerCase() }),
    ...(venue && { venue }),
  }
  return (await keep(within, 'citation', [record], now)).papers[0]
}

function reasonFor({ id, title }: Item): string {
  if (id) return `Broadsheet does not hold ${id}, and cannot ask for it by that id.`
  return title
    ? 'It names no id of arXiv and no DOI, and no paper of that title is held here.'
    : 'It names no paper.'
}

function note(
  within: Store,
  id: string,
  position: number,
  so: { outcome: 'waiting' | 'held' | 'brought' | 'aside'; became?: string; reason?: string },
) {
  const { outcome, became = '', reason = '' } = so
  return within
    .updateTable('importItems')
    .set({ outcome, became, reason, ...(outcome !== 'waiting' && { item: '' }) })
    .where('import', '=', id)
    .where('position', '=', position)
    .execute()
}

/** When all were looked for: what waits is asked for, and where nothing waits, that was it. */
async function endOrAsk(within: Store, id: string, now: Date): Promise<void> {
  const waiting = await within
    .selectFrom('importItems')
    .select('position')
    .where('import', '=', id)
    .where('outcome', '=', 'waiting')
    .limit(1)
    .executeTakeFirst()
  await within
    .updateTable('imports')
    .set(waiting ? { state: 'asking' } : { state: 'done', doneAt: now.toISOString() })
    .where('id', '=', id)
    .execute()
}
