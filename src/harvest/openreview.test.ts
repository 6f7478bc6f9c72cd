import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { countPapers } from '#catalog'
import { harvest, openReview } from '#harvest'
import { openStore, type Store } from '#store'
import { fastClock } from '../../test/arxiv/clock.ts'
import { type Answer, type Asked, passing, play } from '../../test/json-server.ts'
import { everythingFrom } from '../../test/reading.ts'

const notes: unknown = JSON.parse(readFileSync('test/fixtures/openreview/notes.json', 'utf8'))
const set = 'Lantern.cc/2026/Conference'
const polite = { clock: fastClock(), random: () => 0.5 }

test('submissions are papers, replies are not, and what is wrong is set aside', async () => {
  await using service = await play(() => ({ json: notes }))

  const { records, asides } = await everythingFrom(
    openReview({ ...polite, set, base: service.base }),
  )

  assert.deepEqual(records, [
    {
      id: 'openreview:aB3_x-9',
      title: 'Moths and $\\ell_1$ Lamps',
      abstract: 'We ask moths. They answer.',
      authors: ['Ada Fielding', 'Emmy Ort'],
      publishedAt: '2025-11-08T00:00:00Z',
      updatedAt: '2025-11-15T09:46:40Z',
      venue: 'Lantern 2026 oral',
      license: 'CC BY 4.0',
      asOf: '2025-11-15T09:46:40Z',
    },
    {
      id: 'openreview:withdrawn1',
      title: 'Ferries, Anonymously',
      publishedAt: '2025-11-05T00:00:00Z',
      comments: 'Lantern 2026 Conference Withdrawn Submission',
      standing: 'withdrawn',
      asOf: '2025-11-05T00:00:00Z',
    },
    {
      id: 'openreview:old1',
      title: 'From Version One of the API',
      authors: ['Sofia Platz'],
      publishedAt: '2017-07-14T02:40:00Z',
      comments: 'Submitted to Lantern 2017',
      asOf: '2017-07-14T02:40:00Z',
    },
    { id: 'openreview:late1', title: 'Its Date Is Absurd' },
  ])
  assert.deepEqual(
    asides.map(({ spot, reason }) => `${spot.split(' ').at(-1)}: ${reason.slice(0, 24)}`),
    [
      '6: “no title” is no id of O',
      '7: the record has no title:',
      '8: “0” is not as OpenReview',
      '9: “id” is not as OpenRevie',
      '10: “it” is not as OpenRevie',
    ],
  )
  const { path, query } = service.asked[0] ?? assert.fail()
  assert.equal(path, '/notes')
  assert.equal(query.get('invitation'), 'Lantern.cc/2026/Conference/-/Submission')
})

/** A venue of 2,300 submissions. */
function large({ query }: Asked): Answer {
  const offset = Number(query.get('offset'))
  const length = Math.max(0, Math.min(Number(query.get('limit')), 2300 - offset))
  const id = (i: number) => `n${offset + i}`
  const page = Array.from({ length }, (_, i) => ({
    id: id(i),
    forum: id(i),
    content: { title: { value: `On Lamp ${id(i)}` } },
  }))
  return { json: { notes: page, count: 2300 } }
}

test('a large venue comes in pages, and a reading that broke off goes on with the next', async () => {
  await using service = await play(large)
  await using store = await openStore(':memory:')
  const stop = new AbortController()
  await assert.rejects(take(store, service.base, { stop, after: 1 }))

  await take(store, service.base)

  assert.equal(await countPapers(store), 2300)
  assert.deepEqual(
    service.asked.map(({ query }) => query.get('offset')),
    ['0', '1000', '2000'],
  )
})

for (const [what, fault] of Object.entries(passing)) {
  test(`OpenReview that once ${what} costs no paper`, async () => {
    await using service = await play((asked, count) => (count === 2 ? fault : large(asked)))
    await using store = await openStore(':memory:')

    await take(store, service.base, what === 'says nothing' ? { silence: 100 } : {})

    assert.equal(await countPapers(store), 2300)
  })
}

test('what is no venue is refused before anybody is asked', () => {
  assert.throws(() => openReview({ set: 'ICLR 2026' }), /name a venue of OpenReview: --set/)
  assert.throws(() => openReview({}), /name a venue/)
})

const take = (
  store: Store,
  base: string,
  {
    stop = new AbortController(),
    after = 99,
    ...manners
  }: { stop?: AbortController; after?: number; silence?: number } = {},
) => {
  let batches = 0
  return harvest(store, openReview({ ...polite, ...manners, set, base }), stop.signal, {
    onBatch: () => {
      if (++batches >= after) stop.abort()
    },
  })
}
