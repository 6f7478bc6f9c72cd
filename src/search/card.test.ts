import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPaperId } from '#paper'
import { readCard, writeCard } from './card.ts'
import { countIn, lengthOf, standIn, termText } from './term-text.ts'

const written = (id: string, words: string) =>
  writeCard({
    id: readPaperId(id),
    day: 20261120,
    words: termText(words),
    title: 2,
    names: termText('ada lovelace'),
    vector: Float32Array.of(0.6, -0.8, 0),
  })

test('a card holds what ranking needs of a paper, wherever in memory it lies', () => {
  const bytes = written('math.GT/0309136', 'deep sea deep blue sea')
  for (const from of [0, 1, 2, 3]) {
    const memory = new Uint8Array(bytes.length + 8)
    memory.set(bytes, from)
    const card = readCard(memory.subarray(from, from + bytes.length))

    assert.equal(card.id, 'math.GT/0309136')
    assert.equal(card.day, 20261120)
    assert.deepEqual([lengthOf(card.words), lengthOf(card.title)], [5, 2])
    assert.equal(countIn(card.words, 'sea'), 2)
    assert.equal(countIn(card.title, 'blue'), 0)
    assert.ok(standIn(card.words, 'deep', 'blue', 'sea'))
    assert.ok(!standIn(card.words, 'blue', 'deep'))
    assert.ok(standIn(card.names, 'lovelace'))
    assert.ok(Math.hypot(card.vector[0]! - 0.6, card.vector[1]! + 0.8, card.vector[2]!) < 0.01)
  }
})

test('a card of a paper without words, or with far too many, is one all the same', () => {
  const none = readCard(written('2401.00001', ''))
  assert.deepEqual([lengthOf(none.words), lengthOf(none.title)], [0, 0])

  const many = readCard(written('2401.00001', 'word '.repeat(70_000)))
  assert.equal(lengthOf(many.words), 65_535)
  assert.equal(many.id, '2401.00001')
})
