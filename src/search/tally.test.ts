import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { array, assert as always, integer, property } from 'fast-check'
import { growLexicon } from './lexicon.ts'
import { openTally } from './tally.ts'
import { termNumber, termText } from './term-text.ts'

test('a tally counts in how many lists a number stood, as a map would, however many there are', () => {
  const few = array(array(integer({ min: 0, max: 40 }), { maxLength: 30 }))
  always(
    property(few, integer({ min: 1, max: 2 ** 32 }), (lists, factor) => {
      const tally = openTally()
      const counts = new Map<number, number>()
      for (const list of lists) {
        const numbers = Uint32Array.from(list, (n) => Math.imul(n, factor))
        tally.addEach(numbers)
        for (const n of new Set(numbers)) counts.set(n, (counts.get(n) ?? 0) + 1)
      }
      const again = openTally(tally.entries())
      assert.equal(again.size, counts.size)
      for (const [n, count] of counts)
        assert.deepEqual([tally.count(n), again.count(n)], [count, count])
      assert.equal(tally.above(1).size, [...counts.values()].filter((count) => count > 1).length)
    }),
  )
  const many = openTally()
  const numbers = Uint32Array.from({ length: 50_000 }, (_, i) => termNumber(`term${i}`))
  many.addEach(numbers)
  many.addEach(numbers)
  assert.ok(many.size > 49_990)
  assert.equal(many.count(numbers[49_999]!), 2)
  assert.equal(many.count(termNumber('another')), 0)
})

test('a lexicon is as it was when it is opened again, and empty where its file is cut short', async () => {
  const place = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  const lexicon = await growLexicon(place)
  lexicon.count(termText('deep sea deep'))
  lexicon.count(termText('sea'))
  await lexicon.save()

  const again = await growLexicon(place)
  assert.deepEqual([again.papers, again.length], [2, 2])
  assert.deepEqual(
    ['deep', 'sea', 'sky'].map((term) => again.papersWith(term)),
    [1, 2, 0],
  )

  writeFileSync(join(place, 'lexicon'), '{"papers":2,"length":2,"terms":2}\n1234')
  assert.equal((await growLexicon(place)).papers, 0)
  rmSync(place, { recursive: true })
})
