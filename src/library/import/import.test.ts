import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { zip } from '#accounts'
import {
  beginImport,
  collectionsOf,
  goOnWith,
  importedItems,
  importOf,
  notesOf,
  savedOf,
  textIn,
  undo,
} from '#library'
import type { ReaderId, Store } from '#store'
import { hoursLater, person, today } from '../../../test/people.ts'
import { keepAll, paperOn } from '../../../test/site.ts'
import { testOnBoth } from '../../../test/testing.ts'
import { readList } from './read-list.ts'

const papers = ['2611.00001', '2611.00002', '2611.00003'].map((id) => paperOn('2026-11-20', id))
const rdf = readFileSync(new URL('../../../test/library/zotero.rdf', import.meta.url), 'utf8')

async function bring(store: Store, reader: ReaderId, text: string, beyond?: 'take' | 'leave') {
  const sent = { name: 'a list', text, ...(beyond && { beyond }) }
  const id = await beginImport(store, reader, sent, today)
  await goOnWith(store, id, today)
  return id
}

testOnBoth('a Zotero library comes in with its tags, notes and collections', async (store) => {
  await keepAll(store, papers)
  const { id: ada } = await person(store, 'Ada')

  const id = await bring(store, ada, rdf)

  const { kind, state, counts } = await importOf(store, ada, id)
  assert.deepEqual(
    { kind, state, counts },
    { kind: 'Zotero RDF', state: 'done', counts: { waiting: 0, held: 2, brought: 0, aside: 1 } },
  )
  const saved = await savedOf(store, ada)
  const names = new Map((await collectionsOf(store, ada)).map((one) => [one.id, one.name]))
  const told = [...saved].map(([paper, { tags, collections, savedAt, cameFrom }]) => [
    paper,
    tags,
    Object.keys(collections).map((one) => names.get(one)),
    savedAt,
    cameFrom,
  ])
  assert.deepEqual(
    told.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    [
      [
        '2611.00001',
        ['Computer Science - Machine Learning', 'to read & cite'],
        ['Baking'],
        '2026-11-18T09:30:00.000Z',
        'zotero',
      ],
      ['2611.00002', [], ['Baking / Ovens'], today.toISOString(), 'zotero'],
    ],
  )
  assert.deepEqual(
    (await notesOf(store, ada)).map(({ body }) => body),
    ['Rises by **half**, see [this](https://example.org/x).\n\n- one\n- $e^x$ < 2'],
  )
  assert.deepEqual(await importedItems(store, ada, id, 'aside', 9), [
    {
      title: 'Elements, in thirteen books',
      became: '',
      reason: 'It names no id of arXiv and no DOI, and no paper of that title is held here.',
    },
  ])
  assert.deepEqual((await store.selectFrom('imports').select('content').execute())[0]?.content, '')
})

testOnBoth('an import changes nothing when it is repeated, and is undone as one', async (store) => {
  await keepAll(store, papers)
  const { id: ada } = await person(store, 'Ada')
  const first = await bring(store, ada, rdf)
  const once = await savedOf(store, ada)
  const notes = await notesOf(store, ada)

  await bring(store, ada, rdf)
  assert.deepEqual(await savedOf(store, ada), once)
  assert.deepEqual(await notesOf(store, ada), notes)

  await undo(store, ada, first, hoursLater(1))
  assert.equal((await savedOf(store, ada)).size, 0)
  assert.deepEqual(await notesOf(store, ada), [])
})

testOnBoth('in a house for one, what only the list knows is taken in as well', async (store) => {
  await keepAll(store, papers)
  const { id: ada } = await person(store, 'Ada')

  const id = await bring(store, ada, rdf, 'take')

  assert.equal((await importOf(store, ada, id)).counts.aside, 0)
  const titles = await store.selectFrom('papers').select('title').orderBy('title').execute()
  assert.equal(titles[0]?.title, 'Elements, in thirteen books')
  assert.equal((await savedOf(store, ada)).size, 3)
})

const lists: readonly [string, string, string, string[]][] = [
  [
    'BibTeX',
    '@misc{a, title={On the number}, eprint={2611.00001}, archivePrefix={arXiv}, keywords={ovens, heat}}\n@article{b, title={X}, doi={10.1000/1}, annote={Said {so}}}',
    'BibTeX',
    ['2611.00001 ovens,heat', 'doi:10.1000/1 Said {so}'],
  ],
  [
    'RIS',
    'TY  - GEN\r\nTI  - One\r\nUR  - https://arxiv.org/abs/2611.00001v2\r\nKW  - ovens\r\nN1  - Said so\r\nER  - \r\n',
    'RIS',
    ['2611.00001 ovens Said so'],
  ],
  [
    'CSL-JSON',
    JSON.stringify([
      {
        id: 'x',
        type: 'article',
        title: 'One',
        DOI: '10.48550/arXiv.2611.00001',
        keyword: 'ovens',
      },
    ]),
    'CSL-JSON',
    ['2611.00001 ovens'],
  ],
  [
    'ids and links',
    'see https://arxiv.org/pdf/2611.00001v3.pdf, and 2611.00002.\n- doi:10.1000/1 (old)\nmath.GT/0309136\n2611.00002',
    'list of ids and links',
    ['2611.00001', '2611.00002', 'doi:10.1000/1', 'math.GT/0309136'],
  ],
  [
    'a Hugging Face collection',
    JSON.stringify({
      title: 'My reading',
      items: [
        { type: 'paper', id: '2611.00001', title: 'One', note: { text: 'Said so' } },
        { type: 'model', id: 'someone/bert' },
      ],
      upvotedPapers: [{ paper: { id: '2611.00002', title: 'Two' } }],
    }),
    'Hugging Face export',
    ['2611.00001 Said so', '2611.00002'],
  ],
  [
    'a Semantic Scholar library',
    JSON.stringify({
      data: [
        { paperId: 'f00', title: 'One', externalIds: { ArXiv: '2611.00001', DOI: '10.1/x' } },
        { paperId: 'f01', title: 'Two', externalIds: { DOI: '10.1000/2' } },
        { paperId: 'f02', title: 'Three', externalIds: { CorpusId: 3 } },
      ],
    }),
    'Semantic Scholar export',
    ['2611.00001', 'doi:10.1000/2'],
  ],
  [
    'bookmarks of a browser',
    '<DT><A HREF="https://arxiv.org/abs/2611.00001" ADD_DATE="1">One</A>\n<DT><A HREF="https://example.org/">No</A>',
    'list of ids and links',
    ['2611.00001'],
  ],
]

for (const [what, text, kind, expected] of lists) {
  test(`a list of papers may be ${what}`, () => {
    const list = readList(text)

    assert.equal(list.kind, kind)
    const told = list.items.map((one) => {
      if ('reason' in one) return one.reason
      const { tags, notes } = one.marks
      const said = notes?.map(({ body }) => body)
      return [one.id, tags?.join(), said?.join()].filter(Boolean).join(' ')
    })
    assert.deepEqual(told, expected)
  })
}

const bomb = '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
const hostile: readonly [string, string | Uint8Array, RegExp][] = [
  ['entities that grow', `<!DOCTYPE x [${bomb}]><rdf:RDF>&b;</rdf:RDF>`, /declares entities/],
  [
    'a file of ours named as an entity',
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rdf:RDF><a>&x;</a></rdf:RDF>',
    /declares entities/,
  ],
  ['XML that is no RDF', '<?xml version="1.0"?><rdf:RDF><a></rdf:RDF>', /cannot be read/],
  ['brackets without end', '['.repeat(200_000), /nested more than/],
  ['objects without end', '{"a":'.repeat(100_000), /nested more than/],
  ['JSON that is broken off', '[{"id": "2611.00001", "title": "On', /broken off/],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x01]), /no text in UTF-8/],
  ['a null', 'a\0b', /no text/],
  ['nothing', ' \n', /nothing in it/],
  ['words without a paper', '12 34 56', /no paper/],
  ['a file that swells', gzipSync(Buffer.alloc(160 * 1024 * 1024)), /more than 128 MiB/],
  [
    'an archive that swells',
    zipOf('library.bib', deflateRawSync(Buffer.alloc(160 * 1024 * 1024))),
    /more than 128 MiB/,
  ],
  ['an archive without a list', zip([{ name: 'photo.png', text: 'x' }]), /no RDF, BibTeX/],
  [
    'an archive that is cut',
    zip([{ name: 'a.bib', text: 'x' }]).subarray(0, 40),
    /broken off|damaged/,
  ],
]

for (const [what, sent, sentence] of hostile) {
  test(`a list with ${what} is refused with a sentence`, () => {
    assert.throws(() => readList(typeof sent === 'string' ? sent : textIn(sent)), {
      name: 'DomainError',
      message: sentence,
    })
  })
}

test('a field of a megabyte costs no other paper its place', () => {
  const { items } = readList(
    `@misc{a, title={${'x'.repeat(1_000_000)}}, eprint={2611.00001}}\n@misc{b, title={Two}, eprint={2611.00002}, archivePrefix={arXiv}}`,
  )

  assert.equal(items.length, 2)
  assert.ok('reason' in items[0]!)
  assert.ok(!('reason' in items[1]!) && items[1]?.id === '2611.00002')
})

test('an archive is looked into', () => {
  const { items } = readList(textIn(zip([{ name: 'a/mine.ris', text: lists[1]![1] }])))

  assert.equal(items.length, 1)
})

/** An archive of one member that was packed before. */
function zipOf(name: string, packed: Buffer): Buffer {
  const archive = zip([{ name, text: 'x' }])
  const body = deflateRawSync(Buffer.from('x'))
  const at = archive.indexOf(body, 30)
  const end = archive.lastIndexOf('PK\u0005\u0006')
  const whole = Buffer.concat([archive.subarray(0, at), packed, archive.subarray(at + body.length)])
  const moved = packed.length - body.length
  const directory = archive.readUInt32LE(end + 16) + moved
  whole.writeUInt32LE(packed.length, directory + 20)
  whole.writeUInt32LE(directory, end + moved + 16)
  return whole
}
