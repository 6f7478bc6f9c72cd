import assert from 'node:assert/strict'
import { test } from 'node:test'
import { papersOf } from '#catalog'
import { readPaperId } from '#paper'
import { searchOver, shelf } from '../../test/shelf.ts'

const ids = ['2401.00001', '2401.00002', '2402.00003', '2403.00004']

test('among some papers the same are found as among all', async (context) => {
  const { store, search } = await searchOver(context, shelf)
  await search.refresh()
  const among = await search.among(await papersOf(store, ids.map(readPaperId)))

  for (const text of [
    'sourdough',
    'language models',
    '"language model"',
    'au:"Kim Lee"',
    'cat:cs',
    'cat:cs.LG -recipes',
    'attention OR bread',
    '~how yeast makes dough rise',
    'planar graf',
    'nothing of this kind zebra',
  ]) {
    const all = await search.find({ text })
    const some = await among.find({ text })
    assert.deepEqual(
      some.map(({ id }) => id).toSorted(),
      all.hits.map(({ id }) => id).toSorted(),
      text,
    )
  }
})

test('a paper that lacks a word is not among those with all of them', async (context) => {
  const { store, search } = await searchOver(context, shelf)
  const among = await search.among(await papersOf(store, ids.map(readPaperId)))

  assert.deepEqual(among.withAll({ text: 'transformer recipes' }), ['2401.00002'])
  assert.deepEqual(among.withAll({ text: 'au:"Sofia Ndiaye"' }), ['2403.00004'])
  assert.deepEqual(among.withAll({ text: 'recipes zebra' }), [])
  assert.deepEqual(among.withAll({ text: '' }), [])
})
