import assert from 'node:assert/strict'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { provisionalId } from '#paper'
import { openSearch } from '#search'
import { openEmbedder } from './embedder.ts'
import { currentBuild, openIndex } from './lance.ts'
import { aPaper, ids, keepAll, searchOver, shelf } from '../../test/shelf.ts'

test('what was kept is found after the next refresh, what was merged no more', async (context) => {
  const { store, search } = await searchOver(context, [
    { title: 'On the taste of tomatoes', abstract: 'Tomatoes taste of the sun.' },
  ])
  await search.refresh()
  assert.deepEqual(await ids(search, 'tomatoes'), [provisionalId('On the taste of tomatoes')])

  await keepAll(store, [aPaper('2405.00001', 'On the taste of tomatoes', '')])
  assert.equal(await search.refresh(), 2)
  assert.deepEqual(await ids(search, 'tomatoes'), ['2405.00001'])

  assert.equal(await search.refresh(), 0)
})

test('one that reads sees what another one writes', async (context) => {
  const { store, search: writer, folder } = await searchOver(context, shelf.slice(0, 1))
  await using reader = await openSearch(store, { folder })
  await writer.refresh()
  assert.deepEqual(await ids(reader, 'sourdough'), ['2401.00001'])

  await keepAll(store, shelf)
  await writer.refresh()

  assert.deepEqual(await ids(reader, 'planar graphs'), ['2402.00003'])
})

test('an index that is closed while it is asked gives its answer first', async (context) => {
  const { search, folder } = await searchOver(context, shelf)
  await search.refresh()
  const build = currentBuild(folder, openEmbedder().name) ?? ''
  const index = await openIndex(folder, build, openEmbedder().dimension)
  const counting = index.table.countRows()

  index.close()

  assert.equal(await counting, shelf.length)
})

test('without an index titles are found, and the answer says what is missing', async (context) => {
  const { search } = await searchOver(context, shelf)

  const found = await search.find({ text: 'planar graphs' })

  assert.deepEqual(
    found.hits.map(({ id }) => id),
    ['2402.00003'],
  )
  assert.equal(found.ready, false)
  assert.match(found.notes.join(), /index is being made/)
})

test('an index that was deleted or damaged is made anew', async (context) => {
  const { store, search, folder } = await searchOver(context, shelf)
  await search.refresh()
  const damages = [
    () => rmSync(folder, { recursive: true }),
    () => writeFileSync(join(folder, 'current'), '{"form'),
    () => emptyFiles(folder, /\.lance$/),
    () => emptyFiles(folder, /\.manifest$/),
  ]

  for (const damage of damages) {
    damage()
    await using other = await openSearch(store, { folder })
    assert.deepEqual(await ids(other, 'Kim Lee'), ['2402.00003', '2401.00002'], String(damage))
    await other.find({ text: 'sourdough' })
    await search.find({ text: 'sourdough' })

    await search.refresh()

    const found = await search.find({ text: 'sourdough' })
    assert.deepEqual([found.hits.length, found.ready], [1, true], String(damage))
    assert.deepEqual(await ids(other, 'sourdough'), ['2401.00001'], String(damage))
  }
})

function emptyFiles(folder: string, name: RegExp): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && name.test(entry.name))
      writeFileSync(join(entry.parentPath, entry.name), '')
  }
}
