import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { countPapers, editions, entriesOf, paperOf } from '#catalog'
import { asides, type Batch, harvest, hfDaily, type HfDaily } from '#harvest'
import { readPaperId } from '#paper'
import { openStore, type Store } from '#store'
import { fastClock } from '../../test/arxiv/clock.ts'
import { type Answer, type Asked, passing, play } from '../../test/json-server.ts'
import { sharedFile } from '../../test/testing.ts'

const wednesday: unknown = JSON.parse(
  readFileSync('test/fixtures/hf-daily/2026-11-18.json', 'utf8'),
)

/** The page of a Wednesday; every other day is empty, and tomorrow's is refused. */
function theWeek({ query }: Asked): Answer {
  const day = query.get('date') ?? ''
  if (day > '2026-11-20') return { status: 400, json: { error: 'Invalid date' } }
  return { json: day === '2026-11-18' && query.get('p') === '0' ? wednesday : [] }
}

test('a day’s picks are an edition in the order as served, and what is wrong is set aside', async () => {
  await using service = await play(theWeek)
  await using store = await openStore(':memory:')

  const done = await take(store, { base: service.base, from: '2026-11-16' })

  assert.deepEqual([done.added, done.editions, done.aside], [2, 1, 6])
  assert.deepEqual(await editions(store), [
    {
      id: 'hf-2026-11-18',
      name: 'Hugging Face daily papers of 2026-11-18',
      day: '2026-11-18',
      note: '',
      papers: 2,
    },
  ])
  assert.deepEqual(await entriesOf(store, 'hf-2026-11-18'), [
    { paper: '2611.90001', section: '', shown: { authors: 2, comments: 3 } },
    { paper: '2611.90002', section: '', shown: {} },
  ])
  const paper = await paperOf(store, readPaperId('2611.90001'))
  assert.deepEqual(
    [paper?.title, paper?.abstract, paper?.authors, paper?.publishedAt],
    [
      'Ferries That Learn to Wait',
      'We let ferries wait. They learn.',
      ['Ada Fielding', 'Emmy Ort'],
      '2026-11-17T03:40:12Z',
    ],
  )
  assert.deepEqual(
    (await asides(store, 9))
      .map(({ spot, reason }) => `${spot}: ${reason.slice(0, 30)}`)
      .toSorted(),
    [
      '2026-11-18 entry 4: “owner/model” is no arXiv iden',
      '2026-11-18 entry 5: the record has no title: add o',
      '2026-11-18 entry 6: it was picked on 2026-11-11, n',
      '2026-11-18 entry 7: “publishedAt” is no date: "202',
      '2026-11-18 entry 8: “paper” is not as Hugging Face',
      '2026-11-18 entry 9: “it” is not as Hugging Face ha',
    ],
  )
})

test('a harvest asks for each day once, then again for the last days, which go on changing', async () => {
  await using service = await play(theWeek)
  await using store = await openStore(':memory:')

  await take(store, { base: service.base, from: '2026-11-18' })
  const again = await take(store, { base: service.base })

  assert.deepEqual(
    service.asked.map(({ query }) => query.get('date')?.slice(8)),
    ['18', '19', '20', '17', '18', '19', '20'],
  )
  assert.deepEqual([again.added, again.changed, again.editions], [0, 0, 0])
})

test('where today’s page is not there yet, the harvest ends with yesterday’s', async () => {
  await using service = await play(theWeek)
  await using store = await openStore(':memory:')

  const clock = fastClock('2026-11-21T00:30:00Z')
  const done = await take(store, { base: service.base, from: '2026-11-18', clock })

  assert.equal(done.editions, 1)
  assert.equal(service.asked.length, 4)
})

test('a reading that broke off goes on with the next day', async () => {
  await using service = await play(theWeek)
  await using store = await openStore(':memory:')
  const stop = new AbortController()
  await assert.rejects(
    take(store, { base: service.base, from: '2026-11-17' }, stop, ({ edition }) => {
      if (edition) stop.abort()
    }),
  )

  await take(store, { base: service.base, from: '2026-11-17' })

  assert.deepEqual(
    service.asked.map(({ query }) => query.get('date')?.slice(8)),
    ['17', '18', '19', '20'],
  )
})

test('a day of many picks comes in several pages', async () => {
  const many = Array.from({ length: 130 }, (_, i) => ({
    paper: { id: `2611.${String(10_000 + i)}`, title: `Paper ${i}` },
  }))
  await using service = await play(({ query }) => ({
    json: many.slice(Number(query.get('p')) * 100).slice(0, Number(query.get('limit'))),
  }))
  await using store = await openStore(':memory:')

  await take(store, { base: service.base, from: '2026-11-20' })

  assert.equal((await entriesOf(store, 'hf-2026-11-20')).length, 130)
  assert.equal(service.asked.length, 2)
})

for (const [what, fault] of Object.entries(passing)) {
  test(`a service of picks that once ${what} costs no paper`, async () => {
    await using service = await play((asked, count) => (count === 2 ? fault : theWeek(asked)))
    await using store = await openStore(':memory:')
    const clock = fastClock()
    const hasty = what === 'says nothing' ? { silence: 100 } : {}

    await take(store, { base: service.base, from: '2026-11-17', clock, ...hasty })

    assert.equal(await countPapers(store), 2)
    assert.ok(clock.waits.every((wait) => wait > 990))
    if (what.includes('says for how long')) assert.ok(Math.max(...clock.waits) >= 7000)
  })
}

test('a service that only shows web pages is given up with a sentence', async () => {
  await using service = await play(() => 'a web page')
  await using store = await openStore(':memory:')

  await assert.rejects(take(store, { base: service.base }), {
    name: 'DomainError',
    message: /daily_papers\?date=2026-11-13.* cannot be read: it is a web page, not JSON/,
  })
  assert.equal(service.asked.length, 3)
})

for (const [day, papers, first] of [
  ['2024-05-27', 13, '2405.15738'],
  ['2025-12-02', 28, '2511.18538'],
] as const) {
  test(`the recorded page of ${day} is an edition of ${papers} papers`, async (t) => {
    const file = sharedFile(t, `data/protocols/hf-daily-papers/${day}.json`)
    if (!file) return
    const text = readFileSync(file, 'utf8')
    await using service = await play(({ query }) => ({
      text: query.get('date') === day ? text : '[]',
    }))
    await using store = await openStore(':memory:')

    const clock = fastClock(`${day}T12:00:00Z`)
    const done = await take(store, { base: service.base, from: day, clock })

    assert.deepEqual([done.added, done.aside, done.editions], [papers, 0, 1])
    const [entry] = await entriesOf(store, `hf-${day}`)
    assert.equal(entry?.paper, first)
    const paper = await paperOf(store, readPaperId(first))
    assert.ok(paper && paper.abstract.length > 500 && !paper.abstract.includes('\n'))
    assert.ok(paper.publishedAt.length === 20 && paper.authors.length === entry.shown.authors)
  })
}

const take = (
  store: Store,
  options: HfDaily,
  stop = new AbortController(),
  onBatch?: (batch: Batch) => void,
) =>
  harvest(store, hfDaily({ clock: fastClock(), random: () => 0.5, ...options }), stop.signal, {
    onBatch: (_, batch) => onBatch?.(batch),
  })
