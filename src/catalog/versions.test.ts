import assert from 'node:assert/strict'
import { paperOf, versionsOf } from '#catalog'
import { type PaperRecord, readPaperId, type VersionRecord } from '#paper'
import { keepAll } from '../../test/keeping.ts'
import { testOnBoth } from '../../test/testing.ts'

const id = readPaperId('2405.00001')
const [may, june, july] = ['2024-05-07T10:00:00Z', '2024-06-07T10:00:00Z', '2024-07-07T10:00:00Z']

const told = (title: string, versions: readonly VersionRecord[]): PaperRecord => ({
  id,
  title,
  abstract: `${title}, in short.`,
  publishedAt: may,
  updatedAt: versions.at(-1)?.at ?? may,
  standing: versions.at(-1)?.standing ?? 'stands',
  asOf: versions.at(-1)?.at ?? may,
  versions,
})
const first = told('Clocks', [{ number: 1, at: may }])
const second = told('Slow clocks', [
  { number: 1, at: may },
  { number: 2, at: june },
])
const taken = told('Slow clocks', [
  { number: 1, at: may },
  { number: 2, at: june },
  { number: 3, at: july, standing: 'withdrawn' },
])

testOnBoth('the words of a version are kept when another takes its place', async (store) => {
  await keepAll(store, 'arxiv', [first])
  assert.deepEqual(await versionsOf(store, id), [])

  await keepAll(store, 'arxiv', [second])

  assert.deepEqual(
    (await versionsOf(store, id)).map(({ number, at, title, abstract }) => [
      number,
      at,
      title,
      abstract,
    ]),
    [
      [1, may, 'Clocks', 'Clocks, in short.'],
      [2, june, '', ''],
    ],
  )
  assert.equal((await paperOf(store, id))?.title, 'Slow clocks')
})

testOnBoth('a record that comes late has the words of its version', async (store) => {
  await keepAll(store, 'arxiv', [second])

  await keepAll(store, 'arxiv', [first])

  assert.deepEqual(
    (await versionsOf(store, id)).map(({ title }) => title),
    ['Clocks', ''],
  )
  assert.equal((await paperOf(store, id))?.title, 'Slow clocks')
})

testOnBoth('a withdrawal is a version too, and may be taken back', async (store) => {
  await keepAll(store, 'arxiv', [first, second, taken])
  const gone = await paperOf(store, id)
  const back = told('Slow clocks', [
    ...(taken.versions ?? []),
    { number: 4, at: '2024-08-07T10:00:00Z', standing: 'stands' },
  ])

  await keepAll(store, 'arxiv', [back])

  assert.equal(gone?.standing, 'withdrawn')
  assert.equal((await paperOf(store, id))?.standing, 'stands')
  assert.deepEqual(
    (await versionsOf(store, id)).map(({ number, withdrawn }) => [number, withdrawn]),
    [
      [1, false],
      [2, false],
      [3, true],
      [4, false],
    ],
  )
})
