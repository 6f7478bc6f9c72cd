import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSearch } from '#search'
import { aPaper, searchOver, shelf } from '../../test/shelf.ts'

const library = [
  ...shelf,
  ...Array.from({ length: 5 }, (_, i) =>
    aPaper(`2405.0010${i}`, `Sparse attention of loaves, part ${i}`, '', {
      authors: ['Geoffrey E. Hinton', 'Jürgen Schmidhuber'],
    }),
  ),
]

test('what is typed is finished, and papers, authors and categories are offered', async (context) => {
  const { search } = await searchOver(context, library)
  await search.refresh()

  const sparse = await search.suggest('sparse att')
  assert.deepEqual(sparse.queries, ['sparse attention'])
  assert.equal(sparse.papers.length, 5)
  assert.match(sparse.papers[0]?.title ?? '', /^Sparse attention of loaves/)

  for (const text of ['hint', 'Geoffrey E', 'hinton geof', 'HINTON']) {
    assert.deepEqual((await search.suggest(text)).authors, [
      { key: 'geoffrey-e-hinton', name: 'Geoffrey E. Hinton', papers: 5 },
    ])
  }
  assert.equal((await search.suggest('Jürg')).authors[0]?.name, 'Jürgen Schmidhuber')
  assert.equal((await search.suggest('schmidhuber j')).authors[0]?.name, 'Jürgen Schmidhuber')
  assert.deepEqual((await search.suggest('robo')).categories, [{ code: 'cs.RO', name: 'Robotics' }])
  assert.equal((await search.suggest('cs.lg')).categories[0]?.code, 'cs.LG')
  assert.deepEqual((await search.suggest('2401.00001')).papers, [
    { id: '2401.00001', title: 'Baking bread with wild yeast' },
  ])
})

test('any text can be typed, and without an index nothing is offered', async (context) => {
  const { store, search, folder } = await searchOver(context, library)
  await search.refresh()

  for (const text of [
    '',
    ' ',
    '%',
    "'; --",
    '((((',
    '"',
    '\u0000',
    '🦑',
    'ü',
    'a'.repeat(9999),
    'x y z '.repeat(99),
  ]) {
    await search.suggest(text)
  }
  await using other = await openSearch(store, { folder: `${folder}/none` })
  assert.deepEqual((await other.suggest('sparse')).papers, [])
})
