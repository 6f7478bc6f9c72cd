import type { Holding } from '#accounts'
import { noteSignals, type ReaderId, type Store } from '#store'
import { collectionsOf } from './collections.ts'
import { forgetImports, importsOf } from './import/imports.ts'
import { notesOf } from './notes.ts'
import { standsOf } from './stand.ts'
import { topicsOf } from './topics.ts'

/** What we hold of a reader's library. */
export const libraryHolding: Holding = {
  name: 'library',
  kept: 'The papers you saved, with their state, your interest, collections, tags, notes and topics, and what you did to them in the last thirty days, so that it can be undone; and what became of the lists you imported, the last twenty. Nobody else sees any of it but the collections that you make public, and nobody is told how many saved a paper. When you leave, all of it goes for good.',
  async tell(store, reader) {
    const [stands, collections, notes, acts] = await Promise.all([
      standsOf(store, reader),
      collectionsOf(store, reader),
      notesOf(store, reader),
      store
        .selectFrom('libraryActs')
        .select(['kind', 'at', 'undoneAt'])
        .where('reader', '=', reader)
        .orderBy('at')
        .execute(),
    ])
    const edits = await store
      .selectFrom('noteEdits')
      .innerJoin('notes', 'notes.id', 'noteEdits.note')
      .select(['note', 'noteEdits.body', 'until'])
      .where('reader', '=', reader)
      .orderBy('until')
      .execute()
    const saved = [...stands].map(([paper, stand]) => ({ paper, ...stand }))
    return {
      saved,
      collections,
      notes,
      edits,
      acts,
      imports: await importsOf(store, reader),
      topics: await topicsOf(store, reader),
    }
  },
  erase: (within, reader, now) => forget(within, reader, now),
}

async function forget(within: Store, reader: ReaderId, now: Date): Promise<void> {
  const collections = within.selectFrom('collections').select('id').where('reader', '=', reader)
  const notes = within.selectFrom('notes').select('id').where('reader', '=', reader)
  const acts = within.selectFrom('libraryActs').select('id').where('reader', '=', reader)
  await within.deleteFrom('collectionPapers').where('collection', 'in', collections).execute()
  await within.deleteFrom('noteEdits').where('note', 'in', notes).execute()
  const imports = await within
    .selectFrom('imports')
    .select('id')
    .where('reader', '=', reader)
    .execute()
  const topics = within.selectFrom('topics').select('id').where('reader', '=', reader)
  await within.deleteFrom('topicExamples').where('topic', 'in', topics).execute()
  await forgetImports(
    within,
    imports.map(({ id }) => id),
  )
  await within.deleteFrom('libraryBefore').where('act', 'in', acts).execute()
  for (const table of ['collections', 'notes', 'libraryActs', 'tags', 'topics'] as const) {
    await within.deleteFrom(table).where('reader', '=', reader).execute()
  }
  const gone = await within
    .deleteFrom('saved')
    .where('reader', '=', reader)
    .returning('paper')
    .execute()
  await noteSignals(
    within,
    gone.map(({ paper }) => ({ reader, paper, kind: 'unsave' as const })),
    now,
  )
}
