import assert from 'node:assert/strict'
import { eraseReader, exportOf } from '#accounts'
import { makeOne, takeApart } from '#catalog'
import { holdings } from '#app'
import {
  actsOf,
  collect,
  collectionsOf,
  dropCollection,
  editNote,
  forgetNote,
  noteEditsOf,
  notesOf,
  rate,
  save,
  saveAll,
  savedOf,
  setState,
  tag,
  undo,
  unsave,
  unsaveAll,
  writeNote,
} from '#library'
import { readPaperId } from '#paper'
import { followSignals, type ReaderId, type Store } from '#store'
import { hoursLater, person, today } from '../../test/people.ts'
import { keepAll, paperOn } from '../../test/site.ts'
import { testOnBoth } from '../../test/testing.ts'

const bread = readPaperId('2611.00001')
const yeast = readPaperId('2611.00002')
const oven = readPaperId('2611.00003')
const papers = [bread, yeast, oven].map((id) => paperOn('2026-11-20', id))

testOnBoth('a paper is saved once, and taken out again', async (store) => {
  await keepAll(store, papers)
  const [ada, emmy] = [(await person(store, 'Ada')).id, (await person(store, 'Emmy')).id]

  await Promise.all([save(store, ada, bread, today), save(store, ada, bread, today)])
  await save(store, emmy, yeast, today)

  const at = today.toISOString()
  assert.deepEqual(
    [...(await savedOf(store, ada))],
    [
      [
        bread,
        {
          savedAt: at,
          state: 'to-read',
          stateAt: at,
          interest: 0,
          openedAt: null,
          cameFrom: '',
          collections: {},
          tags: [],
        },
      ],
    ],
  )
  await unsave(store, ada, bread, today)
  await unsave(store, ada, bread, today)
  assert.equal((await savedOf(store, ada)).size, 0)
  assert.deepEqual(await signalsOf(store, ada), ['save', 'unsave'])
  await assert.rejects(save(store, ada, readPaperId('2611.99999')), { kind: 'missing' })
})

testOnBoth('whatever is done to many papers at once is undone at once', async (store) => {
  await keepAll(store, papers)
  const { id: ada } = await person(store, 'Ada')
  const all = [bread, yeast, oven]
  await saveAll(store, ada, [bread, yeast], today)
  await tag(store, ada, [bread], 'rising', hoursLater(0.5))
  const before = await savedOf(store, ada)

  const acts = [
    await tag(store, ada, all, 'Rising', hoursLater(1)),
    await setState(store, ada, all, 'read', hoursLater(2)),
    await collect(store, ada, all, { name: 'Baking' }, hoursLater(3)),
    await rate(store, ada, all, 4, hoursLater(4)),
    await unsaveAll(store, ada, all, hoursLater(5)),
  ]
  assert.deepEqual(
    acts.map((act) => [act?.kind, act?.papers]),
    [
      ['tag', 2],
      ['state', 3],
      ['collect', 3],
      ['rate', 3],
      ['unsave', 3],
    ],
  )
  assert.equal((await savedOf(store, ada)).size, 0)
  for (const act of acts.toReversed()) await undo(store, ada, act?.id ?? '', hoursLater(6))

  assert.deepEqual(await savedOf(store, ada), before)
  assert.deepEqual(
    (await actsOf(store, ada, 9)).map(({ kind }) => kind),
    ['tag', 'save'],
  )
})

testOnBoth(
  'what was taken out by mistake comes back as it stood when saved again',
  async (store) => {
    await keepAll(store, papers)
    const { id: ada } = await person(store, 'Ada')
    await tag(store, ada, [bread], 'rising', today)
    await collect(store, ada, [bread, yeast], { name: 'Baking' }, today)
    const before = await savedOf(store, ada, [bread])

    await unsave(store, ada, bread, hoursLater(1))
    await save(store, ada, bread, hoursLater(2))

    assert.deepEqual(await savedOf(store, ada, [bread]), before)
  },
)

testOnBoth('a collection that was deleted is undone with its papers', async (store) => {
  await keepAll(store, papers)
  const [ada, eve] = [(await person(store, 'Ada')).id, (await person(store, 'Eve')).id]
  await collect(store, ada, [bread, yeast], { name: 'Baking' }, today)
  const [baking] = await collectionsOf(store, ada)
  const id = baking?.id ?? ''

  await assert.rejects(dropCollection(store, eve, id), { kind: 'missing' })
  await assert.rejects(collect(store, eve, [bread], { id }), { kind: 'missing' })
  const dropped = await dropCollection(store, ada, id, hoursLater(1))
  assert.deepEqual(await collectionsOf(store, ada), [])
  assert.equal((await savedOf(store, ada)).size, 2)
  await assert.rejects(undo(store, eve, dropped?.id ?? ''), { kind: 'missing' })
  await undo(store, ada, dropped?.id ?? '', hoursLater(2))

  assert.deepEqual(await collectionsOf(store, ada), [{ ...baking, papers: 2 }])
})

testOnBoth('a note keeps what it said before, and comes back when deleted', async (store) => {
  await keepAll(store, papers)
  const [ada, eve] = [(await person(store, 'Ada')).id, (await person(store, 'Eve')).id]
  const note = await writeNote(store, ada, { paper: bread, body: 'It rises.' }, today)
  await writeNote(store, ada, { paper: bread, body: 'It rises.', id: note.id }, today)
  await editNote(store, ada, note.id, 'It rises by $e^{kt}$.', hoursLater(1))
  const before = await notesOf(store, ada, bread)

  await assert.rejects(editNote(store, eve, note.id, 'No.'), { kind: 'missing' })
  await assert.rejects(noteEditsOf(store, eve, note.id), { kind: 'missing' })
  assert.deepEqual(await notesOf(store, eve, bread), [])
  const gone = await forgetNote(store, ada, note.id, hoursLater(2))
  assert.deepEqual(await notesOf(store, ada), [])
  await undo(store, ada, gone?.id ?? '', hoursLater(3))

  assert.deepEqual(await notesOf(store, ada), before)
  assert.deepEqual(await noteEditsOf(store, ada, note.id), [
    { body: 'It rises.', until: hoursLater(1).toISOString() },
  ])
  assert.ok((await savedOf(store, ada)).has(bread), 'what is noted on is saved')
})

testOnBoth('two papers that turn out to be one are one in every library', async (store) => {
  await keepAll(store, papers)
  const { id: ada } = await person(store, 'Ada')
  await tag(store, ada, [yeast], 'rising', today)
  await collect(store, ada, [bread, yeast], { name: 'Baking' }, today)
  await writeNote(store, ada, { paper: yeast, body: 'The same?' }, today)
  const before = await savedOf(store, ada)

  await makeOne(store, { paper: yeast, into: bread, reason: 'a test' }, hoursLater(1))
  const one = await savedOf(store, ada)
  assert.deepEqual([...one.keys()], [bread])
  assert.deepEqual(one.get(bread)?.tags, ['rising'])
  assert.equal((await notesOf(store, ada, bread)).length, 1)
  await takeApart(store, yeast, hoursLater(2))

  assert.deepEqual(await savedOf(store, ada), before)
})

testOnBoth('a reader who leaves takes the library along', async (store) => {
  await keepAll(store, papers)
  await person(store, 'Kay', { role: 'keeper' })
  const { id: ada } = await person(store, 'Ada')
  await tag(store, ada, [bread], 'rising', today)
  await collect(store, ada, [bread, yeast], { name: 'Baking' }, today)
  const note = await writeNote(store, ada, { paper: bread, body: 'It rises.' }, today)
  await editNote(store, ada, note.id, 'It falls.', hoursLater(1))

  const told = await exportOf(store, holdings, ada)
  const { saved, notes, edits } = JSON.parse(
    told.find(({ name }) => name === 'library.json')?.text ?? '',
  )
  assert.deepEqual([saved.length, notes.length, edits.length], [2, 1, 1])
  await eraseReader(store, holdings, ada, hoursLater(2))

  for (const table of ['saved', 'tags', 'collections', 'collectionPapers', 'notes'] as const) {
    assert.deepEqual(await store.selectFrom(table).selectAll().execute(), [], table)
  }
  assert.deepEqual(await store.selectFrom('libraryBefore').selectAll().execute(), [])
})

/** What a reader did, in the order of the log. */
async function signalsOf(store: Store, reader: ReaderId): Promise<string[]> {
  const kinds: string[] = []
  await followSignals(store, 'a test', 100, async (some) => {
    kinds.push(...some.filter((one) => one.reader === reader).map(({ kind }) => kind))
  })
  return kinds
}
