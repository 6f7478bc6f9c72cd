import type { Holding } from '#accounts'
import type { Actor, ReaderId, Store } from '#store'

/** What we hold of what a reader said. */
export const discussionHolding: Holding = {
  name: 'comments',
  kept: 'What you wrote under papers, with what it said before each edit, your reactions, what you reported and appealed, and what you were told. Everybody reads comments and reactions; reports and appeals are read by curators alone. When you leave, your comments go for good, and “deleted” stands where somebody answered them.',
  async tell(store, reader) {
    const [comments, edits, reactions, reports, appeals, notices] = await Promise.all([
      store
        .selectFrom('comments')
        .select([
          'id',
          'paper',
          'inGroup',
          'parent',
          'body',
          'writtenAt',
          'editedAt',
          'hiddenAt',
          'hiddenWhy',
        ])
        .where('reader', '=', reader)
        .where('deletedAt', 'is', null)
        .orderBy('writtenAt')
        .execute(),
      store
        .selectFrom('commentEdits')
        .select(['comment', 'body', 'until'])
        .where('comment', 'in', ownComments(store, reader))
        .orderBy('until')
        .execute(),
      store
        .selectFrom('reactions')
        .select(['comment', 'kind', 'at'])
        .where('reader', '=', reader)
        .execute(),
      store
        .selectFrom('reports')
        .select(['comment', 'reason', 'at'])
        .where('reader', '=', reader)
        .execute(),
      store
        .selectFrom('appeals')
        .select(['comment', 'text', 'at', 'answer', 'answeredAt'])
        .where('reader', '=', reader)
        .execute(),
      store
        .selectFrom('notices')
        .select(['kind', 'comment', 'paper', 'at', 'readAt'])
        .where('reader', '=', reader)
        .execute(),
    ])
    return { comments, edits, reactions, reports, appeals, notices }
  },
  erase: (within, reader, now) => forget(within, reader, now),
}

const ownComments = (store: Store, reader: ReaderId) =>
  store.selectFrom('comments').select('id').where('reader', '=', reader)

/** Stands where a reader was who left. */
const gone: Actor = 'gone'

async function forget(within: Store, reader: ReaderId, now: Date): Promise<void> {
  const own = ownComments(within, reader)
  await within.deleteFrom('commentEdits').where('comment', 'in', own).execute()
  await within.deleteFrom('reactions').where('reader', '=', reader).execute()
  await within.deleteFrom('reactions').where('comment', 'in', own).execute()
  await within.deleteFrom('reports').where('reader', '=', reader).execute()
  await within
    .updateTable('appeals')
    .set({ reader: gone, text: '' })
    .where('reader', '=', reader)
    .execute()
  await within
    .updateTable('appeals')
    .set({ answeredBy: gone })
    .where('answeredBy', '=', reader)
    .execute()
  await within.updateTable('rulings').set({ reader: gone }).where('reader', '=', reader).execute()
  await within.deleteFrom('notices').where('reader', '=', reader).execute()
  await within.updateTable('notices').set({ actor: gone }).where('actor', '=', reader).execute()
  await within.deleteFrom('quiet').where('reader', '=', reader).execute()
  await within
    .updateTable('comments')
    .set({ reader: gone, body: '', deletedAt: now.toISOString() })
    .where('reader', '=', reader)
    .execute()
}
