import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PaperId, readPaperId } from '#paper'
import type { Candidate } from './candidates.ts'
import { readQuery } from './query.ts'
import { rank } from './rank.ts'
import { relevant } from './relevance.ts'
import { termText } from './term-text.ts'
import { termsOf } from './words.ts'

test('words that stand together in a query had better stand together in a paper', () => {
  const apart = paper('2401.00001', 'a solid body has a boundary near every layer', [1, 0])
  const together = paper('2401.00002', 'a solid body has every near boundary layer', [1, 0])

  const ranked = rank([apart, together], wanted('boundary layer', [1, 0]), lexicon)

  assert.deepEqual(idsOf(ranked), ['2401.00002', '2401.00001'])
})

test('a paper is the better for the words that the best ones share', () => {
  const leaders = ['1', '2', '3', '4', '5'].map((n) =>
    paper(`2401.0000${n}`, 'wing flutter in a slipstream of a propeller', [1, 0]),
  )
  const kindred = paper('2401.00008', 'propeller slipstream measured', [1, 0])
  const stranger = paper('2401.00007', 'saddle horse measured', [1, 0])

  const ranked = rank([...leaders, stranger, kindred], wanted('wing flutter', [1, 0]), lexicon)

  assert.deepEqual(idsOf(ranked).slice(5), ['2401.00008', '2401.00007'])
})

test('the shorter a query, the more its meaning counts', () => {
  const near = paper('2401.00001', 'alpha something else', [1, 0])
  const far = paper('2401.00002', 'alpha', [0, 1])
  const share = (query: string) => {
    const best = rank([near, far], wanted(query, [1, 0]), lexicon).find(({ id }) => id === near.id)
    return best!.reasons.meaning
  }

  assert.ok(share('alpha') > 2 * share('alpha beta gamma delta epsilon zeta eta theta'))
})

test('what is about as good as the best is shown, and what has the name that was asked for', () => {
  const named = { ...paper('2401.00001', 'soup', [0, 1]), names: termText('ada lovelace') }
  const good = paper('2401.00002', 'lovelace and her engine', [1, 0])
  const poor = paper('2401.00003', 'engine of a boat', [0, 1])

  const ranked = rank([named, good, poor], wanted('lovelace', [1, 0]), lexicon)

  assert.deepEqual(idsOf(relevant(ranked, readQuery({ text: 'lovelace' }))).toSorted(), [
    '2401.00001',
    '2401.00002',
  ])
})

const lexicon = { papers: 100, length: 6, papersWith: () => 5 }

const wanted = (query: string, vector: number[]) => ({
  terms: termsOf(query),
  spelled: readQuery({ text: query }).spelled,
  vector: Float32Array.from(vector),
})

const idsOf = (ranked: readonly { id: PaperId }[]) => ranked.map(({ id }) => id)

function paper(id: string, text: string, vector: number[]): Candidate {
  const none = termText('')
  return {
    id: readPaperId(id),
    doi: '',
    words: termText(termsOf(text).join(' ')),
    title: none,
    names: none,
    comments: none,
    journal: none,
    categories: [],
    day: 0,
    hasCode: false,
    hasAbstract: true,
    vector: Float32Array.from(vector),
  }
}
