import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countPapers, paperOf } from '#catalog'
import { arxivOai, harvest } from '#harvest'
import { readPaperId } from '#paper'
import { inventedPapers } from '../../test/arxiv/papers.ts'
import { setUp, summary } from '../../test/arxiv/scene.ts'

/** What every test below begins with: 250 papers, changed on ten days, in pages of 60. */
const play = { papers: inventedPapers(250, { aDay: 25 }), pageSize: 60 }
const from = '2026-10-01'

test('a harvest brings every paper once, page by page, at most one request in three seconds', async () => {
  await using scene = await setUp(play)

  const done = await scene.harvest({ from })

  assert.deepEqual(summary(done), { added: 250, changed: 0, unchanged: 0, aside: 0 })
  assert.equal(scene.arxiv.asked.length, 5)
  assert.deepEqual(scene.clock.waits, [3000, 3000, 3000, 3000])
  const [first] = play.papers
  assert.ok(first)
  const paper = await paperOf(scene.store, readPaperId(first.id))
  assert.equal(paper?.title, first.title)
  assert.deepEqual(
    paper.authors,
    first.authors.map((name) => name.join(' ')),
  )
})

test('the format arXiv brings the same papers', async () => {
  await using scene = await setUp(play)

  const done = await scene.harvest({ from, format: 'arXiv' })

  assert.equal(done.added, 250)
})

test('a set is asked for by its name', async () => {
  await using scene = await setUp(play)

  const done = await scene.harvest({ from, set: 'cs:cs:LG' })

  const wanted = play.papers.filter(({ categories }) => categories.includes('cs.LG'))
  assert.equal(done.added, wanted.length)
})

test('the next harvest goes on a few days before the end of the last', async () => {
  await using scene = await setUp(play)
  await scene.harvest({ from })
  scene.arxiv.papers = [...play.papers, ...inventedPapers(300, { aDay: 25 }).slice(250)]

  const done = await scene.harvest({})

  assert.deepEqual(summary(done), { added: 50, changed: 0, unchanged: 100, aside: 0 })
  assert.match(scene.arxiv.asked[5] ?? '', /from=2026-10-07/)
})

test('a first harvest begins a week ago', async () => {
  await using scene = await setUp({})

  await scene.harvest({})

  assert.match(scene.arxiv.asked[0] ?? '', /from=2026-11-13/)
})

test('nothing new is nothing new, but the question is put in another way before that is believed', async () => {
  await using scene = await setUp({})

  const done = await scene.harvest({ from })

  assert.deepEqual(summary(done), { added: 0, changed: 0, unchanged: 0, aside: 0 })
  assert.deepEqual(
    scene.arxiv.asked.map((path) => path.match(/from=([\d-]+)/)?.[1]),
    ['2026-10-01', '2026-09-30'],
  )
})

test('a stale “nothing” from a cache is seen through', async () => {
  await using scene = await setUp({
    ...play,
    fault: (query) =>
      query.get('from') === from ? { kind: 'error', code: 'noRecordsMatch' } : undefined,
  })

  assert.equal((await scene.harvest({ from })).added, 250)
})

test('what is no address, no day or not there is refused', async () => {
  assert.throws(() => arxivOai({ from: 'yesterday' }), /“yesterday” is no day/)
  assert.throws(() => arxivOai({ base: 'arxiv' }), /“arxiv” is no address/)
  await using scene = await setUp(play)
  await assert.rejects(scene.harvest({ base: `${scene.arxiv.oai}2` }), /answered 404 Not Found/)
})

test('days before arXiv kept a record of changes are not asked for', async () => {
  await using scene = await setUp(play)

  assert.equal((await scene.harvest({ from: '1991-08-14' })).added, 250)
})

test('a harvest that is stopped goes on from the page it had, unless the token has expired', async () => {
  for (const days of [0, 2]) {
    await using scene = await setUp(play)
    const stop = new AbortController()
    await assert.rejects(scene.harvest({ from }, stop, 2), { name: 'AbortError' })
    await scene.clock.sleep(days * 86_400_000, new AbortController().signal)

    const done = await scene.harvest({ from })

    assert.equal(await countPapers(scene.store), 250)
    assert.equal(done.added, 130)
    const [, , third = ''] = scene.arxiv.asked
    assert.match(third, days === 0 ? /resumptionToken=/ : /from=2026-10-05/)
  }
})

test('another beginning than that of an unfinished harvest is begun', async () => {
  await using scene = await setUp(play)
  await assert.rejects(scene.harvest({ from }, new AbortController(), 1))

  await scene.harvest({ from: '2026-10-09' })

  assert.match(scene.arxiv.asked[1] ?? '', /from=2026-10-09/)
})

test('a harvest says how far it is', async () => {
  await using scene = await setUp(
    { ...play, now: () => new Date('2026-10-10T12:00:00Z') },
    '2026-10-10T12:00:00Z',
  )
  const shares: number[] = []

  await harvest(scene.store, scene.source({ from }), new AbortController().signal, {
    onBatch: (_, { share = -1 }) => shares.push(Math.round(share * 100)),
  })

  assert.deepEqual(shares, [22, 44, 78, 100, 100])
})
