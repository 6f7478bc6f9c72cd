import { papersIn } from '#catalog'
import { addDays, dayOf, type PaperId } from '#paper'
import type { ReaderId, Store } from '#store'
import { type Means, onceEach } from './candidates.ts'
import { judge } from './formula.ts'
import { marksOf } from './marks.ts'
import { setTaste } from './settings.ts'
import { sharesOf, spread } from './spread.ts'
import { tasteOf } from './taste.ts'

/** Of what came in these days, so many papers are looked at, and so many kept for each reader. */
const looked = { days: 4, papers: 1500, kept: 40 }

/**
 * Chooses in the night, for every reader of whom anything is known, from what came in of late: what a
 * digest and a feed can be made of without asking the index. Stop it anywhere and call it again: a
 * reader whose list is of today is passed over. Says how many lists were made.
 */
export async function refreshShortlists(
  means: Means,
  {
    now = new Date(),
    signal,
  }: { readonly now?: Date; readonly signal?: AbortSignal | undefined } = {},
): Promise<number> {
  const { store, search } = means
  const today = dayOf(now)
  const span = { from: addDays(today, 1 - looked.days), to: today }
  const papers = await papersIn(store, span, { skip: 0, count: looked.papers })
  const traits = onceEach(await search.cards(papers.map(({ id }) => id)), await search.lexicon())
  if (traits.length === 0) return 0
  const marks = await marksOf(
    store,
    traits.map(({ id }) => id),
  )
  let made = 0
  for (const reader of await readersToDo(store, today)) {
    if (signal?.aborted) break
    const taste = await tasteOf(means, reader, now)
    const { seen } = taste.evidence
    const judged = judge(
      traits.filter(({ id }) => !seen.has(id)),
      { ...taste, beside: new Map(), marks, today: Number(today.replaceAll('-', '')) },
    ).filter(({ interest }) => !taste.off.has(interest))
    const shares = sharesOf(taste.interests, taste.off)
    const chosen = spread(judged, { count: looked.kept, wide: taste.settings.wide, shares })
    const shortlist = JSON.stringify(chosen.map((one) => one.traits.id))
    await setTaste(store, reader, { shortlist, shortlistAt: today })
    made++
  }
  return made
}

/** The readers of whom something is known and whose list is not of today. */
async function readersToDo(store: Store, today: string): Promise<ReaderId[]> {
  const rows = await store
    .selectFrom('readers')
    .leftJoin('tastes', 'tastes.reader', 'readers.id')
    .select('readers.id')
    .where(({ eb, or, exists, selectFrom }) =>
      or([
        exists(selectFrom('saved').select('paper').whereRef('saved.reader', '=', 'readers.id')),
        exists(
          selectFrom('leanings').select('paper').whereRef('leanings.reader', '=', 'readers.id'),
        ),
        exists(selectFrom('votes').select('paper').whereRef('votes.reader', '=', 'readers.id')),
      ]).and(or([eb('tastes.shortlistAt', 'is', null), eb('tastes.shortlistAt', '!=', today)])),
    )
    .orderBy('readers.id')
    .execute()
  return rows.map(({ id }) => id)
}

/** What was chosen for a reader last night, if it is of these days. */
export async function shortlistOf(
  store: Store,
  reader: ReaderId,
  since: string,
): Promise<PaperId[]> {
  const row = await store
    .selectFrom('tastes')
    .select(['shortlist', 'shortlistAt'])
    .where('reader', '=', reader)
    .executeTakeFirst()
  if (!row?.shortlist || row.shortlistAt < since) return []
  return JSON.parse(row.shortlist)
}
