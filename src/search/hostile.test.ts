import assert from 'node:assert/strict'
import { test } from 'node:test'
import { array, assert as holds, constantFrom, oneof, pre, property, string } from 'fast-check'
import { ids, searchOver, shelf } from '../../test/shelf.ts'
import { written } from './canonical.ts'
import { parse } from './language.ts'
import { narrowed, narrowingOf } from './narrow.ts'
import { treeOf } from './tree.ts'

/** Texts that were meant to break something, each with how many papers they may find. */
const hostile: [string, string][] = [
  ['ten thousand characters', 'sourdough '.repeat(1000)],
  ['one word of ten thousand characters', 'a'.repeat(10_000)],
  ['ten thousand quotes', '"'.repeat(10_000)],
  ['ten thousand dollars', '$'.repeat(10_000)],
  ['ten thousand backslashes', '\\'.repeat(10_000)],
  ['ten thousand hyphens', 'a-'.repeat(5000)],
  ['ten thousand underscores', 'a_'.repeat(5000)],
  ['five hundred parentheses', `${'('.repeat(500)}sourdough${')'.repeat(500)}`],
  ['five hundred that close', ')'.repeat(500)],
  ['five hundred negations', `${'-'.repeat(500)}sourdough`],
  ['five hundred fields', 'ti:'.repeat(500)],
  ['control characters', '\u0000\u0001sour\u0007dough\u001b[2J\u009f'],
  ['right to left, and overrides', '\u202esourdough\u202c مرحبا שלום \u200f\u2066x\u2069'],
  ['half a character', 'sourdough \ud83d'],
  ['a regular-expression bomb', '(a+)+$ (x|x)*y .*.*.*.*.*= [[[[[[['],
  ['a bomb of almost formulas', '\\frac{'.repeat(2000)],
  ['SQL', "'; drop table papers; -- ' or '1'='1"],
  ['a filter', "cat:cs.LG') or true or array_has_any(categories, ['x"],
  ['a filter in an id', "id:2401.00001' or '1'='1"],
  ['a filter in a DOI', "doi:10.1000/x') or (id != ''"],
  ['a filter in a day', "on:2024' or day > 0 or '"],
  ['names of objects', 'constructor __proto__ toString: hasOwnProperty'],
  ['ten thousand accents', `e${'\u0301'.repeat(10_000)}`],
  ['ideographs', '注意力'.repeat(3000)],
]

test('what was meant to break a search is searched for, at no great cost', async (context) => {
  const { search } = await searchOver(context, shelf)
  await search.refresh()

  for (const [what, text] of hostile) {
    const before = process.cpuUsage()
    const found = await search.find({ text, as: 'papers' })
    const { user, system } = process.cpuUsage(before)
    assert.ok(found.total <= 4, what)
    assert.ok((user + system) / 1000 < 1500, `${what}: ${(user + system) / 1000} ms`)
    // The canonical form is what the address says: it must be found again as itself.
    const again = await search.find({ text: found.canonical })
    assert.equal(again.canonical, found.canonical, what)
  }
  assert.deepEqual(await ids(search, "cat:cs.LG' or '1'='1"), [])
  assert.deepEqual(await ids(search, "id:2401.00001' or '1'='1"), [])
  assert.equal((await ids(search, 'sourdough')).length, 1)
})

const words = constantFrom(
  ...'a b AND OR NOT ANDNOT ( ) " - ~ ti: au:( cat:cs.LG on:2026 has:code source:acl id:x/1 “ é 注 [ ] \\ $ _ ^ \u0000 submittedDate:[*'.split(
    ' ',
  ),
)
const texts = oneof(
  string({ unit: 'binary', maxLength: 60 }),
  array(words, { maxLength: 14 }).map((parts) => parts.join(' ')),
  array(words, { maxLength: 14 }).map((parts) => parts.join('')),
)

test('any text is read, and its canonical form is read as itself', () => {
  holds(
    property(texts, (text) => {
      const parsed = parse(text)
      if (parsed.kind === 'fault') {
        assert.ok(parsed.fault.at >= 0 && parsed.fault.at < text.length)
        return
      }
      const once = written(parsed.tree)
      const again = parse(once)
      assert.equal(again.kind, 'query', once)
      assert.equal(again.kind === 'query' && written(again.tree), once)
    }),
    { numRuns: 5000 },
  )
})

test('a demand more is taken back by leaving it out', () => {
  holds(
    property(texts, constantFrom('cat:math.CO', 'has:code', 'source:acl'), (text, demand) => {
      const before = written(treeOf(text))
      pre(before !== '' && !before.includes(demand))
      const after = narrowed(before, demand)
      const taken = narrowingOf(after).demands.find((each) => each.text === demand)
      assert.equal(taken?.without, written(treeOf(before)), `${before} → ${after}`)
    }),
    { numRuns: 2000 },
  )
})
