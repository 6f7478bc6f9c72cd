import assert from 'node:assert/strict'
import { test } from 'node:test'
import { written } from './canonical.ts'
import { parse } from './language.ts'

/** A query's canonical form, or what is wrong with it. */
function read(text: string, between: 'and' | 'or' = 'and'): string {
  const parsed = parse(text, between)
  return parsed.kind === 'query'
    ? written(parsed.tree)
    : `${parsed.fault.at}: ${parsed.fault.message}`
}

test('a query has one canonical form', () => {
  const cases = [
    ['attention   sinks', 'attention sinks'],
    ['Attention AND Sinks', 'attention sinks'],
    ['a OR b AND c', 'a OR b c'],
    ['(a OR b) AND c', '(a OR b) c'],
    ['(a AND (b)) OR ((c))', 'a b OR c'],
    ['a ANDNOT b', 'a -b'],
    ['a AND NOT b', 'a -b'],
    ['a NOT (b OR c)', 'a -(b OR c)'],
    ['NOT NOT a', 'a'],
    ['a NOT (_b)', 'a -(_b)'],
    ['"Mixture of Experts"', '"Mixture of Experts"'],
    ['“curly quotes”', '"curly quotes"'],
    ['"never closed', '"never closed"'],
    ['ti:(sparse attention)', 'ti:sparse ti:attention'],
    ['title:"long context" au:Lee', 'ti:"long context" au:lee'],
    ['cat:cs.LG OR cat:math.*', 'cat:cs.LG OR cat:math'],
    ['after:2026-10 x', 'submittedDate:[2026-11-01 TO *] x'],
    ['before:2026 x', 'submittedDate:[* TO 2025-12-31] x'],
    ['on:2026-11-20', 'on:2026-11-20'],
    ['submittedDate:[202301010600 TO 20240131]', 'submittedDate:[2023-01-01 TO 2024-01-31]'],
    ['~2309.17453', '~2309.17453'],
    ['~"streaming models" has:code', '~"streaming models" has:code'],
    ['and or not', '"and" "or" "not"'],
    ['pre-training -dogs', 'pre-training -dogs'],
    ['a a a', 'a'],
    ['(b OR id:x/1 ) c', '(b OR id:x/1 ) c'],
    ['~“[*', '~[*'],
    ['ANDNOT ( NOT a )', 'a'],
    ['', ''],
    ['?? !! …', ''],
  ]
  for (const [text = '', expected] of cases) assert.equal(read(text), expected, text)
})

test('in the language of arXiv, words with nothing between mean OR, and AND binds first', () => {
  const cases = [
    ['au:del_maestro AND ti:checkerboard', 'au:del_maestro ti:checkerboard'],
    ['au:del_maestro ANDNOT ti:checkerboard', 'au:del_maestro -ti:checkerboard'],
    [
      'au:del_maestro ANDNOT (ti:checkerboard OR ti:Pyrochlore)',
      'au:del_maestro -(ti:checkerboard OR ti:pyrochlore)',
    ],
    ['electron proton', 'electron OR proton'],
    ['electron AND proton neutron', 'electron proton OR neutron'],
    ['electron and proton', 'electron OR "and" OR proton'],
    ['all:electron', 'electron'],
  ]
  for (const [text = '', expected] of cases) assert.equal(read(text, 'or'), expected, text)
})

test('what is wrong with a query is said with its place', () => {
  const cases = [
    ['a AND', '2: AND wants something on both sides. Write it small if it is a word.'],
    ['OR b', '0: OR wants something on both sides. Write it small if it is a word.'],
    ['(a b', '0: This bracket is not closed: add “)”.'],
    ['a b)', '3: This bracket closes nothing. Leave it out, or open one before it.'],
    ['x has:music', '2: There is no has:music. There are has:code, has:abstract and is:picked.'],
    [
      'on:2026-02-30',
      '0: “2026-02-30” is not a day like 2026-11-20, a month like 2026-11 or a year.',
    ],
    ['a NOT', '2: There is nothing here to leave out.'],
    ['('.repeat(500), '100: More than 100 brackets inside each other.'],
  ]
  for (const [text = '', expected] of cases) assert.equal(read(text), expected, text)
})

test('any text is read or faulted within the text, and the canonical form is stable', () => {
  const pieces = [
    'a',
    'OR',
    'AND',
    'NOT',
    'ANDNOT',
    '(',
    ')',
    '"',
    '-',
    '~',
    'ti:',
    'au:(',
    'cat:cs.LG',
    ' ',
    ' ',
    'on:2026',
    ':',
    '\u0000',
    '“',
    'é',
    '注',
    '[',
    ']',
    'id:x/1',
    'has:code',
    'submittedDate:[* TO 2026]',
    '-"',
    '~"',
    "'",
    '\\',
  ]
  const random = generator(7)
  for (let round = 0; round < 4000; round++) {
    const text = Array.from(
      { length: 1 + Math.floor(random() * 12) },
      () => pieces[Math.floor(random() * pieces.length)],
    ).join(random() < 0.5 ? ' ' : '')
    const parsed = parse(text)
    if (parsed.kind === 'fault') {
      assert.ok(parsed.fault.at >= 0 && parsed.fault.at < text.length, text)
      continue
    }
    const once = written(parsed.tree)
    assert.equal(read(once), once, `${JSON.stringify(text)} → ${JSON.stringify(once)}`)
  }
})

test('a long query takes time in proportion to its length', () => {
  for (const piece of [
    '(',
    'a ',
    '"',
    '-',
    'ti:',
    'a OR ',
    'NOT ',
    '(a) ',
    '~',
    'submittedDate:[',
    '\\',
  ]) {
    const before = process.cpuUsage()
    parse(piece.repeat(Math.ceil(200_000 / piece.length)))
    assert.ok(process.cpuUsage(before).user < 1_000_000, piece)
  }
})

function generator(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48271) % 2147483647) / 2147483647
}
