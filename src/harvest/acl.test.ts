import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { countPapers } from '#catalog'
import { aclAnthology, type AclAnthology, fileSource, harvest } from '#harvest'
import { openStore, type Store } from '#store'
import { fastClock } from '../../test/arxiv/clock.ts'
import { passing, play } from '../../test/json-server.ts'
import { sharedFile } from '../../test/testing.ts'
import { aclEntries } from './acl.ts'
import { batchesOf } from './entries.ts'

const fixture = 'test/fixtures/acl/X19.xml'
const xml = readFileSync(fixture, 'utf8')

test('a collection gives its papers, and what is broken is set aside with its line', () => {
  const { records, asides } = everythingIn(xml)

  assert.deepEqual(records, [
    {
      id: 'acl:X19-1001',
      title: 'BERT in the <i>Dark</i>: \\$5 for $n$-grams <or less>',
      abstract: 'We pay $\\beta$ of \\$5.\n\nSee https://github.com/example/lamps.',
      authors: ['Emil Øre', 'Ananya'],
      publishedAt: '2019-07',
      doi: '10.18653/v1/X19-1001',
      venue: 'Proceedings of the First Workshop on Lanterns & Moths',
    },
    {
      id: 'acl:X19-1002',
      title: 'Taken Back',
      authors: ['Ada Fielding'],
      publishedAt: '2019-07',
      comments: 'Retracted from the ACL Anthology on 2022-05-06: The moths were not asked.',
      standing: 'withdrawn',
      venue: 'Proceedings of the First Workshop on Lanterns & Moths',
    },
    { id: 'acl:X19-2011', title: 'Its Volume Is Broken' },
  ])
  assert.deepEqual(
    asides.map(({ spot, reason }) => `${spot}: ${reason.slice(0, 27)}`),
    [
      'line 28: it is not well-formed XML: ',
      'line 31: the record has no title: ad',
      'line 34: it is not well-formed XML: ',
      'line 36: the record has no title: ad',
    ],
  )
})

const ids = [
  ['P18', '1', '1', 'P18-1001'],
  ['W19', '3', '7', 'W19-0307'],
  ['D19', '5', '7', 'D19-0507'],
  ['D19', '1', '7', 'D19-1007'],
  ['2020.acl', 'main', '12', '2020.acl-main.12'],
] as const

test('an id is put together as the Anthology does it', () => {
  for (const [collection, volume, paper, id] of ids) {
    const { records } = everythingIn(
      `<collection id="${collection}"><volume id="${volume}"><paper id="${paper}"><title>A</title></paper>`,
    )
    assert.deepEqual(records, [{ id: `acl:${id}`, title: 'A' }])
  }
})

test('a file is told by its content, and a paper that came by its DOI is the same paper', async () => {
  await using store = await openStore(':memory:')
  await harvest(store, await fileSource('test/fixtures/citations/library.bib'), never)

  const done = await harvest(store, await fileSource(fixture), never)

  assert.deepEqual([done.added, done.aside], [3, 4])
  const one = everythingIn(xml).records[0]?.id
  assert.equal(one, 'acl:X19-1001')
})

test('a collection comes from a server too, again only where it changed', async () => {
  await using server = await play(({ path }) =>
    path === '/data/X19.xml' ? { text: xml } : { text: 'no such file', status: 404 },
  )
  await using store = await openStore(':memory:')

  const done = await take(store, { set: 'X19', base: `${server.base}/data/` })
  const again = await take(store, { set: 'X19', base: `${server.base}/data/` })

  assert.deepEqual([done.added, again.added, again.changed], [3, 0, 0])
  await assert.rejects(
    take(store, { set: 'Y19', base: `${server.base}/data` }),
    /Y19.xml answered 404/,
  )
  await assert.rejects(async () => take(store, { set: '../x' }), /name a collection/)
})

for (const [what, fault] of Object.entries(passing)) {
  test(`a server of collections that once ${what} costs no paper`, async () => {
    await using server = await play((_, count) => (count === 1 ? fault : { text: xml }))
    await using store = await openStore(':memory:')

    const hasty = what === 'says nothing' ? { silence: 100 } : {}
    await take(store, { set: 'X19', base: server.base, ...hasty })

    assert.equal(await countPapers(store), 3)
  })
}

test('files made to take long take no time, and bombs are not lit', () => {
  const hostile = [
    '<meta>'.repeat(200_000),
    '<paper><title>'.repeat(10_000),
    '<!--'.repeat(300_000),
    '<volume '.repeat(200_000),
    `<paper id="1"><title>${'<i>'.repeat(100_000)}</title></paper>`,
  ]
  for (const text of hostile) {
    // Of the processor's time: a busy machine may take longer.
    const started = process.cpuUsage()
    everythingIn(`<collection id="X19">${text}`)
    const { user, system } = process.cpuUsage(started)
    assert.ok(user + system < 5_000_000, `${text.slice(0, 20)} took ${user + system} µs`)
  }
  assert.throws(() => everythingIn(`<!DOCTYPE a [<!ENTITY b "c">]><collection>`), /entities/)
})

for (const [name, papers, abstracts] of [
  ['N19', 500, 500],
  ['Q19', 18, 18],
] as const) {
  test(`the recorded collection ${name} has ${papers} papers and nothing aside`, (t) => {
    const file = sharedFile(t, `data/protocols/acl-xml/${name}.xml.gz`)
    if (!file) return

    const { records, asides } = everythingIn(gunzipSync(readFileSync(file)).toString())

    assert.deepEqual(asides, [])
    assert.equal(records.length, papers)
    assert.equal(records.filter(({ abstract }) => abstract).length, abstracts)
    for (const { id, title, authors = [], publishedAt } of records) {
      assert.match(id ?? '', new RegExp(`^acl:${name}-\\d{4}$`))
      assert.doesNotMatch(title, /<(?!\/?[ib]>|Taxes>)|&\w+;|\n/)
      assert.ok(authors.length > 0, title)
      assert.match(publishedAt ?? '', /^2019-0[36]$/)
    }
  })
}

const never = new AbortController().signal

function everythingIn(text: string) {
  const batches = [...batchesOf(aclEntries(text), undefined, { batchSize: 2, signal: never })]
  return {
    records: batches.flatMap(({ records }) => records),
    asides: batches.flatMap(({ asides = [] }) => asides),
  }
}

const take = (store: Store, options: AclAnthology) =>
  harvest(store, aclAnthology({ clock: fastClock(), random: () => 0.5, ...options }), never)
