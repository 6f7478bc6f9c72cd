import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aPaper, ids, searchOver } from '../../test/shelf.ts'
import { distance } from './spellings.ts'

/** Enough papers that a word of many is told from a word of none. */
const library = [
  ...Array.from({ length: 30 }, (_, i) =>
    aPaper(`2405.001${String(i).padStart(2, '0')}`, `Transformer models of bread, part ${i}`, '', {
      authors: ['Jürgen Schmidhuber'],
    }),
  ),
  ...Array.from({ length: 30 }, (_, i) =>
    aPaper(`2405.002${String(i).padStart(2, '0')}`, `Language of quantum ovens, part ${i}`, ''),
  ),
  aPaper('2405.00999', 'Transfromer is a town', 'Nobody lives there.'),
]

test('a word that nobody writes is searched for as it was meant, and that is said', async (context) => {
  const { search } = await searchOver(context, library)
  await search.refresh()
  const cases = [
    ['quantun', 'quantum'],
    ['qauntum ovnes', 'quantum ovens'],
    ['quantuum', 'quantum'],
    ['langauge', 'language'],
    ['schmidthuber', 'schmidhuber'],
    ['Schmidhuebr bread', 'schmidhuber bread'],
    ['quantumovens', 'quantum ovens'],
    ['ti:langage -breda', 'ti:language -bread'],
    ['"quantun ovens"', '"quantum ovens"'],
    ['quantun cat:cs.LG', 'quantum cat:cs.LG'],
  ]
  for (const [text = '', meant] of cases) {
    const { spelling, canonical } = await search.find({ text })
    assert.deepEqual(spelling, { text: meant, sure: true }, text)
    assert.equal(canonical, meant)
  }
  assert.equal((await ids(search, 'quantun')).length, 20)
  assert.equal((await search.find({ text: 'quantun', exactly: true })).total, 0)
})

test('a word that is written rarely is searched for, and the other one only offered', async (context) => {
  const more = Array.from({ length: 120 }, (_, i) =>
    aPaper(`2406.${String(i).padStart(5, '0')}`, `More of transformer ${i}`, ''),
  )
  const { search } = await searchOver(context, [...library, ...more])
  await search.refresh()

  const { spelling, hits } = await search.find({ text: 'transfromer' })

  assert.deepEqual(spelling, { text: 'transformer', sure: false })
  assert.equal(hits[0]?.id, '2405.00999')
})

test('what is known, short, a number, a name or an id is left as it is', async (context) => {
  const { search } = await searchOver(context, library)
  await search.refresh()

  for (const text of [
    'transformer',
    'breads',
    'qqq',
    'gpt4 h100',
    'Jürgen Schmidhuber',
    '2405.00100',
    'zzzzzzzzzz',
    '注意',
    'квантовый',
  ]) {
    assert.equal((await search.find({ text })).spelling, undefined, text)
  }
})

test('edits are counted as Damerau counts them', () => {
  const cases = [
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'ab', 1],
    ['abc', 'acb', 1],
    ['abc', 'axc', 1],
    ['ca', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['teh', 'the', 1],
  ] as const
  for (const [one, other, edits] of cases) assert.equal(distance(one, other), edits)
})
