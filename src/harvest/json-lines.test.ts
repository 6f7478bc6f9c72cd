import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { type Batch, jsonLines } from '#harvest'
import { sharedFile } from '../../test/testing.ts'

const fixture = (name: string) => `test/fixtures/json-lines/${name}`

test('a record of the corpus format is read as it is meant', async () => {
  const [batch] = await all(fixture('corpus.jsonl'))

  assert.deepEqual(batch?.origin, 'corpus')
  assert.deepEqual(batch?.asides, [])
  assert.deepEqual(batch?.records, [
    {
      id: '2405.90001',
      title: 'A Slow Clock for Fast Networks',
      abstract: 'We time networks. Lines break anywhere.\n\nA second paragraph is indented.',
      authors: ['Ada Fielding', 'José María Ruiz'],
      categories: ['cs.LG', 'stat.ML'],
      publishedAt: '2024-05-07',
      updatedAt: '2024-06-01',
      day: '2024-05-09',
      comments: '12 pages',
      doi: '10.5555/Clock.1',
      asOf: '2024-05-09',
    },
    {
      id: 'hep-th/9309001',
      title: 'Na\\"ive Strings $\\leq 2$',
      categories: ['hep-th', 'supr-con'],
      publishedAt: '1993-09',
      asOf: '1993-09',
    },
    {
      id: 'acl:Q19-9001',
      title: 'Parsing Letters Nobody Sent',
      authors: ['Wen Li'],
      categories: ['cs.CL'],
      publishedAt: '2019',
      doi: '10.5555/tacl_a_9001',
      venue: 'Transactions of Invented Linguistics',
      asOf: '2019',
    },
    { title: 'A Paper Known by Its Title Alone', publishedAt: '2009-01', asOf: '2025-03' },
  ])
})

test('a record of the arXiv snapshot is read as it is meant', async () => {
  const [batch] = await all(fixture('snapshot.jsonl'))

  assert.deepEqual(batch?.origin, 'snapshot')
  assert.deepEqual(batch?.records, [
    {
      id: '0704.90001',
      title: 'Counting lamps in the dark',
      abstract: 'We count lamps in the dark.\n\nAnd twice.',
      authors: ["Ren\\'e Falk", 'Ana B. de la Cruz', 'Tom Reed Jr.', 'the LAMP Collaboration'],
      categories: ['hep-ex', 'cs.CV'],
      publishedAt: '2007-04-02T19:18:42Z',
      updatedAt: '2007-07-24T20:10:27Z',
      comments: '10 pages, 2 figures',
      journalRef: 'J.Inv.Phys.1:1-9,2007',
      doi: '10.5555/lamp.1',
      asOf: '2008-11-26 2007-07-24T20:10:27Z',
      versions: [
        { number: 1, at: '2007-04-02T19:18:42Z' },
        { number: 2, at: '2007-07-24T20:10:27Z' },
      ],
    },
    {
      id: 'math/9201201',
      title: 'A short note',
      abstract: 'Short.',
      authors: ['B. Ort', 'C. Platz'],
      categories: ['math.FA'],
      publishedAt: '1992-01-01T00:00:00Z',
      updatedAt: '1992-01-01T00:00:00Z',
      license: 'http://creativecommons.org/licenses/by/4.0/',
      asOf: '2016-09-06 1992-01-01T00:00:00Z',
      versions: [{ number: 1, at: '1992-01-01T00:00:00Z' }],
    },
  ])
})

test('a file with records of both formats says of each batch whose word it is', async (t) => {
  const both = [fixture('corpus.jsonl'), fixture('snapshot.jsonl')].map((path) =>
    readFileSync(path),
  )
  const batches = await all(file(t, Buffer.concat(both)))

  assert.deepEqual(
    batches.map(({ origin, records, place }) => [origin, records.length, place]),
    [
      ['corpus', 4, '4'],
      ['snapshot', 2, 'end'],
    ],
  )
})

test('packed files are read like plain ones, also in several pieces', async (t) => {
  const plain = readFileSync(fixture('corpus.jsonl'))
  const wanted = [...titles(await all(fixture('corpus.jsonl')))]
  const twice = [...wanted, ...wanted]

  for (const pack of [gzipSync, zstdCompressSync]) {
    assert.deepEqual(titles(await all(file(t, pack(plain)))), wanted)
    const pieces = Buffer.concat([pack(plain), pack(plain)])
    assert.deepEqual(titles(await all(file(t, pieces))), twice)
  }
})

test('what cannot be read is set aside with its line and what to do, and the rest is kept', async (t) => {
  const lines = [
    '{"title": "first"}\r',
    '{"title": "cut in the mid',
    '',
    '{"id": "arxiv:2401.00001", "abstract": "no title"}',
    '{"title": "wrong date", "date": "2024-13-01"}',
    '{"title": "no such day", "date": "2023-02-29"}',
    Buffer.from('{"title": "caf\xe9"}', 'latin1'),
    JSON.stringify({ title: 'two megabytes', abstract: 'x'.repeat(2_000_000) }),
    Buffer.alloc(50_000_000, 'x'),
    '{"title": ["a", "list"]}',
    '{"title": "authors in one text", "authors": "Ada, Emmy"}',
    '{"title": "numbers for authors", "authors": [1, 2]}',
    '{"id": "isbn:12345", "title": "an id of no paper"}',
    '[]',
    '"text"',
    '{"id": "2401.00002", "title": "versions", "versions": "v1"}',
    '{"id": "2401.00002", "title": "versions", "versions": [{"created": "soon"}]}',
    JSON.stringify({ title: 'half a character \ud800, a bell \u0007 and nothing \u0000' }),
    '{"title": "last"}',
  ]
  const bytes = lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')])

  const [batch] = await all(file(t, Buffer.concat(bytes)))

  assert.deepEqual(
    batch?.records.map(({ title }) => title),
    ['first', 'half a character \ufffd, a bell and nothing', 'last'],
  )
  assert.deepEqual(
    batch?.asides?.map(({ spot, reason }) => `${spot}: ${reason}`),
    [
      'line 2: the line is not whole JSON: it was cut, or is something else. Get the file again',
      'line 4: the record has no title: add one, or leave the record out',
      'line 5: “date” is no date: "2024-13-01". Write it as 2026-11-20',
      'line 6: “date” is no date: "2023-02-29". Write it as 2026-11-20',
      'line 7: the line is not valid UTF-8: convert the file to UTF-8',
      'line 8: “abstract” has 2,000,000 characters, more than any paper’s: see whether something else slipped into it',
      'line 9: the line has 50,000,000 bytes, and no record has more than 4,194,304: see whether line breaks were lost',
      'line 10: “title” must be text, but is a list: correct it',
      'line 11: “authors” must be a list, but is a string: correct it',
      'line 12: “authors” must be a list of texts, but is a number: correct it',
      'line 13: “isbn:12345” names no paper here: write an arXiv id, doi:…, acl:… or openreview:…',
      'line 14: the line is JSON, but not an object with a title',
      'line 15: the line is JSON, but not an object with a title',
      'line 16: “versions” must be a list of versions: correct it',
      'line 17: “created” is no date: "soon". Write it as 2026-11-20',
    ],
  )
  assert.ok(batch?.asides?.every(({ excerpt }) => excerpt.length <= 200))
})

test('a reading goes on after any place, and one that ended begins anew', async (t) => {
  const whole = file(t, manyLines(25))
  const batches = await all(whole, { batchSize: 10 })
  assert.deepEqual(
    batches.map(({ place, share }) => [place, share]),
    [
      ['10', 1],
      ['20', 1],
      ['end', 1],
    ],
  )

  for (const [i, { place }] of batches.slice(0, -1).entries()) {
    assert.deepEqual(await all(whole, { batchSize: 10, after: place }), batches.slice(i + 1))
  }
  assert.deepEqual(await all(whole, { batchSize: 10, after: 'end' }), batches)
})

test('a file is called by its content, so that one that grew is read whole', (t) => {
  const some = jsonLines(file(t, manyLines(5))).name

  assert.equal(jsonLines(file(t, manyLines(5))).name, some)
  assert.notEqual(jsonLines(file(t, manyLines(6))).name, some)
})

test('a packed file that breaks off gives the lines before, and says so', async (t) => {
  const lines = manyLines(20_000)
  for (const pack of [gzipSync, zstdCompressSync]) {
    const packed = pack(lines)
    const batches = await all(file(t, packed.subarray(0, packed.length / 2)))

    const read = titles(batches)
    assert.ok(read.length > 1000, `${read.length} lines`)
    assert.deepEqual(read.at(-1), `paper ${read.length}`)
    assert.deepEqual(
      batches.flatMap(({ asides = [] }) => asides.map(({ spot }) => spot)),
      [`line ${read.length + 1}`],
    )
    assert.equal(batches.at(-1)?.place, 'end')
  }
})

test('a packed file that is damaged inside gives the lines before, and says so', async (t) => {
  const packed = gzipSync(manyLines(20_000))
  packed.fill(255, packed.length >> 1, (packed.length >> 1) + 100)

  const batches = await all(file(t, packed))

  assert.ok(titles(batches).length > 1000)
  assert.match(batches.at(-1)?.asides?.at(-1)?.reason ?? '', /damaged from here on/)
})

test('an empty file has no papers', async (t) => {
  assert.deepEqual(await all(file(t, Buffer.alloc(0))), [
    { records: [], asides: [], place: 'end', share: 1 },
  ])
})

test('a reading stops when it is told to', async (t) => {
  const stop = new AbortController()
  const reading = jsonLines(file(t, manyLines(100)), { batchSize: 10 }).batches(
    undefined,
    stop.signal,
  )
  await reading[Symbol.asyncIterator]().next()
  stop.abort()

  await assert.rejects(Array.fromAsync(reading), { name: 'AbortError' })
})

test('every one of 2,499 odd records is kept or set aside with a reason', async (t) => {
  const path = sharedFile(t, 'data/messy/messy.jsonl.gz')
  if (!path) return
  const batches = await all(path)

  const asides = batches.flatMap((batch) => batch.asides ?? [])
  const reasons = new Set(asides.map(({ reason }) => reason.replace(/^“[^”]*”/, '…')))
  assert.deepEqual(
    [...reasons],
    ['… names no paper here: write an arXiv id, doi:…, acl:… or openreview:…'],
  )
  assert.equal(titles(batches).length + asides.length, 2499)
})

async function all(
  path: string,
  { after, ...options }: { batchSize?: number; after?: string } = {},
): Promise<Batch[]> {
  return Array.fromAsync(jsonLines(path, options).batches(after, new AbortController().signal))
}

const titles = (batches: readonly Batch[]) =>
  batches.flatMap(({ records }) => records.map(({ title }) => title))

const manyLines = (count: number) =>
  Buffer.from(
    Array.from(
      { length: count },
      (_, i) => `{"title":"paper ${i + 1}","doi":"${Math.sin(i)}"}\n`,
    ).join(''),
  )

/** A file with this content, as long as the test runs. */
function file(context: TestContext, content: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  context.after(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'papers'), content)
  return join(folder, 'papers')
}
