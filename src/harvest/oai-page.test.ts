import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sharedFile } from '../../test/testing.ts'
import { readArxivRecord } from './arxiv-record.ts'
import { readOaiPage, salvage } from './oai-page.ts'
import { decodeEntities } from './xml.ts'

const raw = readFileSync('test/fixtures/oai/arXivRaw.xml', 'utf8')

test('a page of arXivRaw is read as it is meant', () => {
  const { records, token, expires, error } = readOaiPage(raw)

  assert.deepEqual(
    records.map(({ identifier, datestamp, deleted }) => [identifier, datestamp, deleted]),
    [
      ['oai:arXiv.org:2611.90001', '2026-11-18', false],
      ['oai:arXiv.org:hep-th/9309901', '2026-11-18', false],
      ['oai:arXiv.org:2611.90002', '2026-11-18', true],
      ['oai:arXiv.org:2611.90003', '2026-11-19', false],
      ['oai:arXiv.org:2611.90004', '2026-11-19', false],
    ],
  )
  assert.equal(token, 'verb%3DListRecords%26skip%3D5&x=1')
  assert.equal(expires, '2026-11-21T00:00:00Z')
  assert.equal(error, undefined)
})

test('a record of arXivRaw says when the paper first appeared', () => {
  const [clock, strings, , wrongDate, untitled] = readOaiPage(raw).records

  assert.ok(clock && strings && wrongDate && untitled)
  assert.deepEqual(readArxivRecord(clock), {
    id: '2611.90001',
    title: 'A Slow Clock for Fast Networks: $\\alpha < \\beta$ & More',
    abstract: 'We time networks "slowly", which nobody did.\n\nA second paragraph.',
    authors: ['Ada Fielding', "Ren\\'e Falk", 'José Reed Jr.'],
    categories: ['cs.LG', 'stat.ML'],
    publishedAt: '2026-11-16T20:00:59Z',
    updatedAt: '2026-11-17T09:30:00Z',
    comments: '12 pages; code at https://example.org/clock',
    journalRef: 'J. Inv. Res. 1 (2026) 1-12',
    doi: '10.5555/clock.1',
    license: 'http://creativecommons.org/licenses/by/4.0/',
    standing: 'stands',
    versions: [
      { number: 1, at: '2026-11-16T20:00:59Z', standing: 'stands' },
      { number: 2, at: '2026-11-17T09:30:00Z', standing: 'stands' },
    ],
    asOf: '2026-11-18 2026-11-17T09:30:00Z',
  })
  assert.equal(readArxivRecord(strings).id, 'hep-th/9309901')
  assert.equal(readArxivRecord(strings).comments, 'This paper has been withdrawn by the author')
  assert.equal(readArxivRecord(strings).standing, 'withdrawn')
  assert.throws(() => readArxivRecord(wrongDate), /“date” is no date: "sometime"/)
  assert.throws(() => readArxivRecord(untitled), /no title/)
})

test('a record of the format arXiv knows the current version, and of the first only its month', () => {
  const [record] = readOaiPage(readFileSync('test/fixtures/oai/arXiv.xml', 'utf8')).records

  assert.ok(record)
  assert.deepEqual(readArxivRecord(record), {
    id: '2611.90001',
    title: 'A Slow Clock for Fast Networks',
    abstract: 'We time networks.',
    authors: ['Ana B. de la Cruz Jr.', 'LAMP Collaboration'],
    categories: ['cs.LG', 'stat.ML'],
    publishedAt: '2026-11',
    updatedAt: '2026-11-17',
    asOf: '2026-11-18 2026-11-17',
  })
})

const garbled: Record<string, RegExp> = {
  '': /not well-formed/,
  'no XML': /not well-formed/,
  '<html><body><br></html>': /not well-formed/,
  '<html><body/></html>': /a web page/,
  '<rss/>': /not OAI-PMH/,
  '<OAI-PMH><request/></OAI-PMH>': /neither records nor an error/,
  '<OAI-PMH><ListRecords><record></ListRecords></OAI-PMH>': /not well-formed/,
  '<OAI-PMH><ListRecords>\u0001</ListRecords></OAI-PMH>': /XML forbids/,
  '<!DOCTYPE a [<!ENTITY b "c">]><OAI-PMH><ListRecords/></OAI-PMH>': /entities of its own/,
}

for (const [xml, reason] of Object.entries(garbled)) {
  test(`an answer that is no page of records is refused: ${JSON.stringify(xml)}`, () => {
    assert.throws(() => readOaiPage(xml), { name: 'Garbled', message: reason })
  })
}

test('a page nested a hundred thousand deep is refused and does no harm', () => {
  const deep = `<OAI-PMH><ListRecords>${'<a>'.repeat(100_000)}`

  assert.throws(() => readOaiPage(deep), { name: 'Garbled' })
  assert.throws(() => readOaiPage(deep + '</a>'.repeat(100_000) + '</ListRecords></OAI-PMH>'), {
    name: 'Garbled',
  })
})

test('of a broken page the whole records are saved, and the token', () => {
  const broken = raw.replace('<title>Strings, withdrawn</title>', '<title>Strings & <b></title>')
  const { records, broken: pieces, token } = salvage(broken)

  assert.deepEqual(
    records.map(({ identifier }) => identifier.replace('oai:arXiv.org:', '')),
    ['2611.90001', '2611.90002', '2611.90003', '2611.90004'],
  )
  assert.deepEqual(
    pieces.map((piece) => piece.match(/<identifier>([^<]*)/)?.[1]),
    ['oai:arXiv.org:hep-th/9309901'],
  )
  assert.equal(token, 'verb%3DListRecords%26skip%3D5&x=1')
})

test('of a page that was cut the records before the cut are saved', () => {
  const { records, broken, token } = salvage(raw.slice(0, raw.indexOf('sometime')))

  assert.equal(records.length, 3)
  assert.deepEqual(broken, [])
  assert.equal(token, undefined)
})

test('only the entities of XML are decoded', () => {
  assert.equal(
    decodeEntities(
      '&lt;&gt;&amp;&quot;&apos; &#233;&#xE9;&#x1F600; &eacute; &#0; &#99999999; &amp;lt;',
    ),
    `<>&"' éé😀 &eacute; &#0; &#99999999; &lt;`,
  )
})

test('the recorded answers of arXiv are read', (t) => {
  const file = sharedFile(
    t,
    'data/protocols/oai-pmh-arxiv/ListRecords_arXiv_astro-ph_2013-03-25.xml',
  )
  if (!file) return
  const [record, ...others] = readOaiPage(readFileSync(file, 'utf8')).records

  assert.ok(record)
  assert.deepEqual(others, [])
  const { abstract, ...read } = readArxivRecord(record)
  assert.match(abstract ?? '', /^We study the dynamics .* larger relatively distances from it\.$/)
  assert.deepEqual(read, {
    id: '0801.3931',
    title: 'Dynamical study of 2D and 3D barred galaxy models',
    authors: ['T. Manos', 'E. Athanassoula'],
    categories: ['astro-ph'],
    publishedAt: '2008-01',
    updatedAt: '2008-01-25',
    comments:
      '8 pages, 3 figures, to appear in the proceedings of the international conference "Chaos in Astronomy", Athens, Greece (talk contribution)',
    journalRef: 'Chaos in Astronomy Astrophysics and Space Science Proceedings 2009, pp 115-122',
    doi: '10.1007/978-3-540-75826-6_11',
    asOf: '2013-03-26 2008-01-25',
  })
})

const recordedErrors: Record<string, string> = {
  'badArgument.xml': 'badArgument',
  'cannotDisseminateFormat.xml': 'cannotDisseminateFormat',
  'idDoesNotExist.xml': 'idDoesNotExist',
  'noRecordsMatch.xml': 'noRecordsMatch',
  'undefinedError.xml': 'undefinedError',
}

for (const [name, code] of Object.entries(recordedErrors)) {
  test(`the recorded error ${code} is read`, (t) => {
    const file = sharedFile(t, `data/protocols/oai-pmh-sickle/${name}`)
    if (file) assert.equal(readOaiPage(readFileSync(file, 'utf8')).error?.code, code)
  })
}

test('the recorded pages of another server are read, with their tokens', (t) => {
  const pages = ['ListRecords.xml', 'ListRecords2.xml', 'ListRecords3.xml', 'ListRecords4.xml']
  const tokens = pages.map((name) => {
    const file = sharedFile(t, `data/protocols/oai-pmh-sickle/${name}`)
    return file && readOaiPage(readFileSync(file, 'utf8')).token
  })
  if (tokens[0]) assert.equal(tokens.at(-1), undefined)
})
