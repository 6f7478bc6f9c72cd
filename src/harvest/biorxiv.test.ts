import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { paperOf } from '#catalog'
import { biorxiv, harvest } from '#harvest'
import { readPaperId } from '#paper'
import { openStore } from '#store'
import { fastClock } from '../../test/arxiv/clock.ts'
import { type Answer, type Asked, passing, play } from '../../test/json-server.ts'
import { everythingFrom } from '../../test/reading.ts'

const thursday: unknown = JSON.parse(readFileSync('test/fixtures/biorxiv/2026-11-19.json', 'utf8'))
const seventh = {
  doi: '10.1101/2026.11.17.900001',
  title: 'Moths Count In Vitro',
  authors: 'Fielding, A. M.',
  date: '2026-11-19',
  version: '2',
  published: 'NA',
}
const nothing: Answer = { json: { messages: [{ status: 'no posts found' }] } }

/** One day with two pages; the others have nothing. */
function theWeek({ path }: Asked): Answer {
  if (path === '/details/biorxiv/2026-11-19/2026-11-19/0') return { json: thursday }
  if (path === '/details/biorxiv/2026-11-19/2026-11-19/6') {
    return { json: { messages: [{ status: 'ok', total: 7 }], collection: [seventh] } }
  }
  return nothing
}

const source = (base: string, more = {}) =>
  biorxiv({ server: 'biorxiv', base, clock: fastClock(), random: () => 0.5, ...more })

test('versions of preprints come in day by day, page by page', async () => {
  await using service = await play(theWeek)

  const { records, asides, place } = await everythingFrom(
    source(service.base, { from: '2026-11-18' }),
  )

  assert.deepEqual(records, [
    {
      id: 'doi:10.1101/2026.11.17.900001',
      title: 'Moths Count <i>In Vivo</i>',
      abstract: 'We count moths & lamps.',
      authors: ['A. M. Fielding', 'E. van der Ort', 'The LAMP Consortium'],
      publishedAt: '2026-11-19',
      updatedAt: '2026-11-19',
      doi: '10.1101/2026.11.17.900001',
      license: 'cc_by',
      asOf: '2026-11-19 v0001',
    },
    {
      id: 'doi:10.1101/2026.09.03.900002',
      title: 'Ferries in Blood',
      abstract: 'Third try.',
      authors: ['S. Platz'],
      publishedAt: '2026-09',
      updatedAt: '2026-11-19',
      doi: '10.12345/JFS.2026.1',
      license: 'cc_no',
      asOf: '2026-11-19 v0003',
    },
    {
      id: 'doi:10.1101/123456',
      title: 'WITHDRAWN: Older Than Dates',
      authors: ['E. Ore'],
      updatedAt: '2026-11-19',
      comments: 'Withdrawn',
      standing: 'withdrawn',
      doi: '10.1101/123456',
      asOf: '2026-11-19 v0002',
    },
    {
      id: 'doi:10.1101/2026.11.17.900001',
      title: 'Moths Count In Vitro',
      authors: ['A. M. Fielding'],
      publishedAt: '2026-11',
      updatedAt: '2026-11-19',
      doi: '10.1101/2026.11.17.900001',
      asOf: '2026-11-19 v0002',
    },
  ])
  assert.deepEqual(
    asides.map(({ spot, reason }) => `${spot}: ${reason.slice(0, 22)}`),
    [
      'biorxiv 2026-11-19 4: “not a doi” is no DOI:',
      'biorxiv 2026-11-19 5: “date” is no date: "20',
      'biorxiv 2026-11-19 6: “version” is not as bi',
    ],
  )
  assert.deepEqual(JSON.parse(place), { from: '2026-11-18', day: '2026-11-20', done: true })
  assert.equal(service.asked.length, 4)
})

test('of two versions the later is believed, and the day of the first stays', async () => {
  await using service = await play(theWeek)
  await using store = await openStore(':memory:')

  await harvest(store, source(service.base), new AbortController().signal)

  const paper = await paperOf(store, readPaperId('doi:10.1101/2026.11.17.900001'))
  assert.deepEqual([paper?.title, paper?.publishedAt], ['Moths Count In Vitro', '2026-11-19'])
})

test('a reading goes on within its day, and one that was done begins two days earlier', async () => {
  await using service = await play(theWeek)

  const within = JSON.stringify({ from: '2026-11-18', day: '2026-11-19', cursor: 6 })
  const rest = await everythingFrom(source(service.base), within)
  await everythingFrom(source(service.base), rest.place)

  assert.equal(rest.records.length, 1)
  assert.deepEqual(
    service.asked.map(({ path }) => path.slice(-12)),
    [
      '2026-11-19/6',
      '2026-11-20/0',
      '2026-11-18/0',
      '2026-11-19/0',
      '2026-11-19/6',
      '2026-11-20/0',
    ],
  )
})

for (const [what, fault] of Object.entries(passing)) {
  test(`bioRxiv that once ${what} costs no paper`, async () => {
    await using service = await play((asked, count) => (count === 3 ? fault : theWeek(asked)))

    const hasty = what === 'says nothing' ? { silence: 100 } : {}
    const { records } = await everythingFrom(source(service.base, { from: '2026-11-18', ...hasty }))

    assert.equal(records.length, 4)
  })
}

test('a server that says there is always more is left after a while', async () => {
  await using service = await play(() => ({
    json: {
      messages: [{ total: 9_000_000 }],
      collection: Array.from({ length: 8000 }, () => null),
    },
  }))

  const { asides } = await everythingFrom(source(service.base, { from: '2026-11-20' }))

  assert.equal(service.asked.length, 3)
  assert.equal(asides.length, 24_000)
})
