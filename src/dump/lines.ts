import { sql } from 'kysely'
import { papersOf } from '#catalog'
import { handlesOf } from '#curation'
import { codeLinks, type Paper } from '#paper'
import type { Store } from '#store'

/** So many rows are held at a time. */
const atOnce = 1_000

/** Every paper, by its id, as a line tells it: text as its source wrote it, LaTeX and all. */
export async function* paperLines(store: Store): AsyncGenerator<object> {
  for (let after = ''; ;) {
    const rows = await store
      .selectFrom('papers')
      .select('id')
      .where('mergedInto', 'is', null)
      .where(sql<boolean>`id > ${after}`)
      .orderBy('id')
      .limit(atOnce)
      .execute()
    const ids = rows.map(({ id }) => id)
    for (const paper of await papersOf(store, ids)) yield lineOf(paper)
    const last = ids.at(-1)
    if (last === undefined) return
    after = last
  }
}

function lineOf({ comments, standing, ...paper }: Paper): object {
  return {
    ...paper,
    origins: undefined,
    day: paper.day || null,
    note: comments,
    withdrawn: standing === 'withdrawn',
    code: codeLinks(`${comments} ${paper.abstract}`),
  }
}

/** What readers and curators added, and everybody may see: picks, how many voted, and comments. */
export async function* curatedLines(store: Store): AsyncGenerator<object> {
  const picks = await store
    .selectFrom('picks')
    .select(['paper', 'topic', 'day', 'position', 'line', 'pickedAt'])
    .orderBy('day')
    .orderBy('topic')
    .orderBy('position')
    .execute()
  for (const pick of picks) yield { kind: 'pick', ...pick }
  yield* voteLines(store)
  yield* commentLines(store)
}

async function* voteLines(store: Store): AsyncGenerator<object> {
  const rows = await store
    .selectFrom('votes')
    .innerJoin('papers', 'papers.id', 'votes.paper')
    .select(({ fn }) => ['paper', fn.countAll<number>().as('votes')])
    .where('mergedInto', 'is', null)
    .groupBy('paper')
    .orderBy('paper')
    .execute()
  for (const { paper, votes } of rows) yield { kind: 'votes', paper, votes }
}

async function* commentLines(store: Store): AsyncGenerator<object> {
  for (let after = { writtenAt: '', id: '' }; ;) {
    const rows = await store
      .selectFrom('comments')
      .select(['id', 'paper', 'parent', 'reader', 'body', 'writtenAt', 'editedAt'])
      .where('inGroup', '=', '')
      .where('deletedAt', 'is', null)
      .where('hiddenAt', 'is', null)
      .where(({ or, and, eb }) =>
        or([
          eb('writtenAt', '>', after.writtenAt),
          and([eb('writtenAt', '=', after.writtenAt), eb('id', '>', after.id)]),
        ]),
      )
      .orderBy('writtenAt')
      .orderBy('id')
      .limit(atOnce)
      .execute()
    const handles = await handlesOf(
      store,
      rows.map(({ reader }) => reader),
    )
    for (const { reader, ...comment } of rows) {
      yield { kind: 'comment', ...comment, by: handles.get(reader) ?? null }
    }
    const last = rows.at(-1)
    if (!last) return
    after = last
  }
}
