import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Arbitrary,
  array,
  assert as holds,
  asyncProperty,
  constantFrom,
  integer,
  record,
  string,
  uniqueArray,
} from 'fast-check'
import {
  beginImport,
  collect,
  collectionsOf,
  type ExportFormat,
  exportShelf,
  goOnWith,
  makeCollection,
  noteEditsOf,
  notesOf,
  rate,
  readStates,
  save,
  savedOf,
  setState,
  tag,
  writeNote,
  editNote,
} from '#library'
import { readPaperId } from '#paper'
import { openStore, type ReaderId, type Store } from '#store'
import { hoursLater, person, today } from '../../test/people.ts'
import { keepAll, paperOn } from '../../test/site.ts'

const titles = [
  'On $x_{i}$ & % of {bread}',
  'A } lone brace',
  'Ends with \\',
  'ER  - of it',
  'על הלחם',
]
const papers = titles.map((title, i) => paperOn('2026-11-20', `2611.0000${i}`, { title }))
const ids = papers.map(({ id }) => id ?? readPaperId(''))

/** What people, and nobody else, call things. */
const name = string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter(
  (text) => text.trim() !== '' && !/[\p{Cc}]/u.test(text),
)
const shelved = record({
  paper: constantFrom(...ids),
  state: constantFrom(...readStates),
  interest: integer({ min: 0, max: 5 }),
  tags: uniqueArray(name, { maxLength: 3, selector: (text) => text.trim().toLowerCase() }),
  collections: uniqueArray(name, { maxLength: 2, selector: (text) => text.trim().toLowerCase() }),
  notes: array(
    string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== ''),
    {
      maxLength: 2,
    },
  ),
})

type Sample = typeof shelved extends Arbitrary<infer One> ? One : never

/** All of a library, in words that know no ids of ours. */
async function told(store: Store, reader: ReaderId) {
  const names = new Map((await collectionsOf(store, reader)).map(({ id, name: of }) => [id, of]))
  const saved = [...(await savedOf(store, reader))].map(([paper, stand]) => ({
    paper,
    ...stand,
    collections: Object.entries(stand.collections)
      .map(([id, addedAt]) => `${names.get(id)} ${addedAt}`)
      .toSorted(),
  }))
  const notes = []
  for (const { id, ...note } of await notesOf(store, reader)) {
    notes.push({ ...note, edits: await noteEditsOf(store, reader, id) })
  }
  return {
    saved: saved.toSorted((a, b) => (a.paper < b.paper ? -1 : 1)),
    notes: notes.map((note) => JSON.stringify(note)).toSorted(),
  }
}

async function fill(store: Store, reader: ReaderId, shelf: readonly Sample[]) {
  let hour = 0
  const later = () => hoursLater(++hour)
  for (const { paper, state, interest, tags, collections, notes } of shelf) {
    await save(store, reader, paper, later())
    await setState(store, reader, [paper], state, later())
    await rate(store, reader, [paper], interest, later())
    for (const one of tags) await tag(store, reader, [paper], one, later())
    for (const one of collections) await collect(store, reader, [paper], { name: one }, later())
    for (const body of notes) {
      const note = await writeNote(store, reader, { paper, body }, later())
      await editNote(store, reader, note.id, `${body} indeed`, later())
    }
  }
}

for (const format of ['json', 'csl', 'bibtex', 'ris'] satisfies ExportFormat[]) {
  test(`a library that goes out as ${format} and comes in again has lost nothing`, async () => {
    await using store = await openStore(':memory:')
    await keepAll(store, papers)
    let n = 0
    await holds(
      asyncProperty(array(shelved, { minLength: 1, maxLength: 4 }), async (shelf) => {
        const { id: ada } = await person(store, `Ada ${++n}`)
        const { id: emmy } = await person(store, `Emmy ${n}`)
        await fill(store, ada, shelf)

        const { text } = await exportShelf(store, ada, format)
        const brought = await beginImport(store, emmy, { name: format, text }, hoursLater(99))
        await goOnWith(store, brought, hoursLater(99))

        assert.deepEqual(await told(store, emmy), await told(store, ada))
      }),
      { numRuns: Number(process.env['BROADSHEET_LIBRARIES'] ?? 12), seed: 20_261_121 },
    )
  })
}

test('a file of everything brings collections that are still empty', async () => {
  await using store = await openStore(':memory:')
  await keepAll(store, papers)
  const [{ id: ada }, { id: emmy }] = [await person(store, 'Ada'), await person(store, 'Emmy')]
  await makeCollection(store, ada, 'For later', today)

  const { text } = await exportShelf(store, ada, 'json')
  await goOnWith(store, await beginImport(store, emmy, { name: 'all', text }, today), today)

  assert.deepEqual(
    (await collectionsOf(store, emmy)).map((one) => one.name),
    ['For later'],
  )
})

test('a library is readable as Markdown', async () => {
  await using store = await openStore(':memory:')
  await keepAll(store, papers)
  const { id: ada } = await person(store, 'Ada')
  await tag(store, ada, [ids[0]!], 'to cite', today)
  await writeNote(store, ada, { paper: ids[0]!, body: 'Rises.\nThen falls.' }, today)

  const { name: file, text } = await exportShelf(store, ada, 'markdown', { name: 'Bread & ovens' })

  assert.equal(file, 'bread-ovens.md')
  assert.equal(
    text,
    `- [On xᵢ & % of bread](https://arxiv.org/abs/2611.00000)  
  Ada Lovelace, Emmy Noether, 2026. \`2611.00000\` — to read · #to-cite

  > Rises.
  > Then falls.
`,
  )
})
