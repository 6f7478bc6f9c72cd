import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { DomainError } from '#domain-error'
import { type Batch, looksLikeSavedPage, savedPage } from '#harvest'

const withFacts = 'test/fixtures/saved-pages/with-facts.txt'
const titlesOnly = 'test/fixtures/saved-pages/titles-only.txt'
const savedAt = new Date('2026-11-20T12:00:00Z')
const facts = readFileSync(withFacts, 'utf8')
const words = `${'An abstract made of words that mean nothing in particular. '.repeat(8)}\n`.trim()
const head =
  'new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nbyAK and the research community'

test('a page is read in its order, with what it says of each paper', async () => {
  const { records, edition, asides, place } = await read(withFacts)

  assert.deepEqual(
    records.map(({ title, publishedAt }) => [title, publishedAt]),
    [
      ['Slow Clocks for Fast Networks: Counting Ticks without Counting Twice', '2021-05-26'],
      ['Lanterns in Long Corridors', '2026-01-12'],
      ['A Ferry Schedule for Tokens', '2025-11-30'],
      ['Does the Moth Know the Lamp? Circling as Inference', '2026-01-28'],
    ],
  )
  assert.match(
    records[0]?.abstract ?? '',
    /^A network that counts .* 30\\% .* na\\"ively .* care\.$/,
  )
  assert.equal(records[0]?.asOf, '2026-02-09')
  assert.deepEqual(edition?.entries, [
    { section: '', shown: { authors: 5, day: '2021-05-26' } },
    { section: '', shown: { authors: 1, day: '2026-01-12' } },
    { section: '', shown: { authors: 12, day: '2025-11-30', comments: 4 } },
    { section: '', shown: { authors: 3, day: '2026-01-28', comments: 2 } },
  ])
  assert.match(edition?.id ?? '', /^saved-02-09-[\da-f]{8}$/)
  assert.equal(edition?.name, 'Saved page of 9 February 2026')
  assert.equal(edition?.day, '2026-02-09')
  assert.deepEqual(asides, [])
  assert.equal(place, '2026-02-09')
})

test('a page of titles and abstracts alone is read in its order', async () => {
  const { records, edition } = await read(titlesOnly)

  assert.deepEqual(
    records.map(({ title }) => title),
    ['Lanterns in Long Corridors', 'A Map That Folds Itself', 'Ragnar\\"ok for Kettles'],
  )
  assert.match(
    records[1]?.abstract ?? '',
    /smaller model\.\n\nThe pocket is part of the objective\.$/,
  )
  assert.deepEqual(edition?.entries[0], { section: '', shown: {} })
})

test('the year of a page comes after those that it names, and what was assumed is said', async () => {
  const { edition, assumed } = await read(withFacts)

  assert.deepEqual(assumed, [
    'The page does not say its year: it is taken to be 2026, because its papers name years up to 2025, and leave out their own.',
    'Days without a year (2) are taken to be of the page’s own, 2026.',
  ])
  assert.equal(edition?.note, assumed?.join(' '))
})

const years: [day: string, footers: string[], year: number | undefined, expected: string][] = [
  // Nothing in the page: the last such day before it was saved.
  ['Mar 18', [], undefined, '2026-03-18'],
  ['Dec 10', [], undefined, '2025-12-10'],
  ['Nov 20', [], undefined, '2026-11-20'],
  ['Nov 21', [], undefined, '2025-11-21'],
  ['Feb 29', [], undefined, '2024-02-29'],
  // Years in the page: the one after them, unless it were in the future, or long ago.
  ['Dec 10', ['Oct 28', 'May 1, 2023'], undefined, '2024-12-10'],
  ['Jan 5', ['May 26, 2021', 'Feb 19, 2025 2'], undefined, '2026-01-05'],
  ['Jan 5', ['May 26, 2026'], undefined, '2026-01-05'],
  ['Dec 10', ['May 26, 1998'], undefined, '2025-12-10'],
  // Told, by whoever imports it or by the page.
  ['Jan 5', ['May 26, 2021'], 2023, '2023-01-05'],
  ['Jan 5, 2024', ['May 26, 2021'], undefined, '2024-01-05'],
]

test('the year of a page is worked out, or told', async (context) => {
  for (const [day, footers, year, expected] of years) {
    const entries = footers.map(
      (footer, i) => `Title ${i}\n\n${words}\n\n  • 2 authors\n·\n${footer}`,
    )
    const path = file(
      context,
      [head, day, ...entries, ...(footers[0] ? [] : [`Title\n\n${words}`])].join('\n\n'),
    )

    const { edition } = await read(path, year ? { year } : {})

    assert.equal(edition?.day, expected, `${day} with ${footers.join(' and ')}`)
  }
})

test('a day after the page’s own is left out, and said to be', async (context) => {
  const path = file(context, page(`Title A\n\n${words}\n\n  • 2 authors\n·\nDec 20`, 'Jan 5'))

  const { records, assumed } = await read(path)

  assert.equal(records[0]?.publishedAt, undefined)
  assert.match(assumed?.at(-1) ?? '', /left out \(line 11\)/)
})

test('a page saved in other ways is read alike', async (context) => {
  const wanted = (await read(withFacts)).records
  for (const [how, text] of [
    ['Windows line ends', facts.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${facts}`],
    ['facts in one line', facts.replace(/\n·\n/g, ' · ')],
    ['facts apart', facts.replaceAll('\n·\n', '\n\n·\n\n')],
    ['comments on their own line', facts.replace(/(\d{4}|Jan 28) (\d)$/gm, '$1\n$2')],
    ['no indent', facts.replaceAll('  •', '•')],
    ['long lines broken', facts.replaceAll('. We ', '.\nWe ')],
    ['the head gone', facts.slice(facts.indexOf('Feb 9'))],
  ] as const) {
    assert.deepEqual((await read(file(context, text))).records, wanted, how)
  }
})

test('a page is told from other texts', () => {
  assert.ok(looksLikeSavedPage(facts))
  assert.ok(looksLikeSavedPage(readFileSync(titlesOnly, 'utf8').slice(0, 500)))
  for (const other of [
    '',
    '{"title": "new"}',
    '<html>new Subscribe',
    'new\n\nSubscribe',
    'Mar 18',
    words,
  ]) {
    assert.ok(!looksLikeSavedPage(other), other)
  }
})

const refused: [what: string, content: string | Buffer, message: RegExp][] = [
  ['an empty file', '\n \n', /is empty: save the page again/],
  ['HTML', '<!DOCTYPE html><html><body>new', /is HTML, line 1: open it in a browser/],
  ['UTF-16', Buffer.from('\uFEFFnew\n\nSubscribe', 'utf16le'), /UTF-16: save it again as UTF-8/],
  [
    'text of old Windows',
    Buffer.from(facts.replaceAll('•', '\u0095'), 'latin1'),
    /not valid UTF-8/,
  ],
  ['a packed file', gzipSync(facts), /is packed: unpack it first/],
  ['a PDF', '%PDF-1.7 \0', /is no text/],
  ['JSON lines', '{"title": "A"}\n{"title": "B"}', /no saved page of papers.*“Mar 18”/],
  ['a page cut in its head', facts.slice(0, 60), /no saved page of papers/],
  [
    'a page cut before its papers',
    facts.slice(0, facts.indexOf('Slow')),
    /no papers below its day/,
  ],
  ['a day of no calendar', facts.replace('Feb 9', 'Feb 30'), /no calendar has/],
]

test('a file that cannot be used is refused with what to do', async (context) => {
  for (const [what, content, message] of refused) {
    const path = file(context, content)
    await assert.rejects(
      read(path),
      (error) =>
        error instanceof DomainError &&
        error.kind === 'invalid' &&
        error.message.startsWith(path) &&
        message.test(error.message),
      what,
    )
  }
})

const partly: [
  what: string,
  content: string | Buffer,
  kept: number,
  spot: string,
  reason: RegExp,
][] = [
  [
    'cut within a title',
    facts.slice(0, facts.indexOf('Circling')),
    3,
    'line 37',
    /breaks off here/,
  ],
  [
    'cut within an abstract',
    facts.slice(0, facts.indexOf('and both')),
    3,
    'line 37',
    /breaks off within/,
  ],
  ['a title alone', facts.replace(/Tokens wait.*/, ''), 3, 'line 29', /without an abstract/],
  [
    'a title alone among titles and abstracts',
    page(`Title A\n\nTitle B\n\n${words}${words}`),
    1,
    'line 11',
    /without an abstract/,
  ],
  [
    'an abstract of 2 MB',
    facts.replace('Tokens wait', 'x'.repeat(2_000_000)),
    3,
    'line 29',
    /2,000,\d+ characters/,
  ],
  ['no UTF-8', withBadByte(facts, 'Tokens wait'), 3, 'line 29', /not valid UTF-8/],
]

test('a bad entry is set aside with its line, and the others are kept', async (context) => {
  for (const [what, content, kept, spot, reason] of partly) {
    const { records, edition, asides } = await read(file(context, content))

    assert.equal(records.length, kept, what)
    assert.equal(edition?.entries.length, kept, what)
    assert.equal(asides?.length, 1, what)
    assert.equal(asides?.[0]?.spot, spot, what)
    assert.match(asides?.[0]?.reason ?? '', reason, what)
    assert.ok((asides?.[0]?.excerpt.length ?? 0) <= 200, what)
  }
})

test('a page that breaks off anywhere gives the papers before, whole', async (context) => {
  const wanted = (await read(withFacts)).records.map(({ title, abstract }) => ({ title, abstract }))
  for (let end = facts.indexOf('  •'); end < facts.length; end += 23) {
    const { records } = await read(file(context, facts.slice(0, end)))

    const kept = records.map(({ title, abstract }) => ({ title, abstract }))
    assert.deepEqual(kept, wanted.slice(0, kept.length), facts.slice(end - 20, end))
  }
})

function page(entries: string, day = 'Mar 3'): string {
  return [head, day, entries].join('\n\n')
}

async function read(path: string, options: { year?: number } = {}): Promise<Batch> {
  const batches = await Array.fromAsync(
    savedPage(path, { savedAt, ...options }).batches(undefined, new AbortController().signal),
  )
  assert.equal(batches.length, 1)
  return batches[0] ?? assert.fail()
}

/** A text with one byte in it that no UTF-8 has there. */
function withBadByte(text: string, before: string): Buffer {
  const [start = '', ...rest] = text.split(before)
  return Buffer.concat([Buffer.from(start), Buffer.of(0xe9), Buffer.from(rest.join(before))])
}

/** A file with this content, as long as the test runs. */
function file(context: TestContext, content: string | Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  context.after(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'page.txt'), content)
  return join(folder, 'page.txt')
}
