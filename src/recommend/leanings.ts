import { DomainError } from '#domain-error'
import type { PaperId } from '#paper'
import { insertRows, type LeaningKind, type ReaderId, type Store } from '#store'

/** What somebody says of a paper goes in place of the contrary. */
const contraries: Readonly<Partial<Record<LeaningKind, readonly LeaningKind[]>>> = {
  more: ['less', 'dismiss', 'skip'],
  seed: ['less', 'dismiss', 'skip'],
  less: ['more', 'seed', 'skip'],
  skip: ['more', 'less'],
}

/** Notes what a reader did with papers, for that reader's own taste. Twice is once. */
export async function lean(
  store: Store,
  reader: ReaderId,
  papers: readonly PaperId[],
  kind: LeaningKind,
  now = new Date(),
): Promise<void> {
  await store.transaction().execute(async (within) => {
    const held = await heldOf(within, papers)
    if (held.length === 0) {
      throw new DomainError('missing', 'Broadsheet does not hold that paper.')
    }
    await takeAway(within, reader, held, contraries[kind] ?? [])
    const at = now.toISOString()
    const rows = held.map((paper) => ({ paper, reader, kind, at }))
    await insertRows(within, 'leanings', rows, { key: ['paper', 'reader', 'kind'], taken: ['at'] })
  })
}

/** Notes that a reader opened the page of a paper; once is enough. */
export async function noteOpening(
  store: Store,
  reader: ReaderId,
  paper: PaperId,
  now = new Date(),
): Promise<void> {
  const known = await store
    .selectFrom('leanings')
    .select('at')
    .where('reader', '=', reader)
    .where('paper', '=', paper)
    .where('kind', '=', 'open')
    .executeTakeFirst()
  if (!known) await lean(store, reader, [paper], 'open', now)
}

/** Takes back what a reader did with papers: of one kind, or of all but having opened them. */
export async function unlean(
  store: Store,
  reader: ReaderId,
  papers: readonly PaperId[],
  kind?: LeaningKind,
): Promise<void> {
  await takeAway(store, reader, papers, kind ? [kind] : ['seed', 'more', 'less', 'dismiss', 'skip'])
}

async function takeAway(
  within: Store,
  reader: ReaderId,
  papers: readonly PaperId[],
  kinds: readonly LeaningKind[],
): Promise<void> {
  if (kinds.length === 0 || papers.length === 0) return
  await within
    .deleteFrom('leanings')
    .where('reader', '=', reader)
    .where('paper', 'in', papers)
    .where('kind', 'in', kinds)
    .execute()
}

/** Of some papers those that we hold, each as the one that it turned out to be. */
async function heldOf(within: Store, papers: readonly PaperId[]): Promise<PaperId[]> {
  if (papers.length === 0) return []
  const rows = await within
    .selectFrom('papers')
    .select(['id', 'mergedInto'])
    .where('id', 'in', papers.slice(0, 1000))
    .execute()
  return [...new Set(rows.map(({ id, mergedInto }) => mergedInto ?? id))]
}
