import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  announced,
  arrived,
  morning,
  outcomesOf,
  papers,
  setUp,
  thursday,
} from '../../test/arxiv/checking.ts'

test('a feed stuck on yesterday, made this minute as it says, is told by its papers', async () => {
  let stuck = false
  await using scene = await setUp({
    shows: ({ road }) => (road === 'rss' && stuck ? thursday : undefined),
  })
  scene.at('2026-11-19T12:00:00Z')
  assert.equal((await scene.check()).day, thursday)
  scene.at(morning)
  stuck = true

  const line = await scene.check()

  assert.equal(line.state, 'complete')
  assert.deepEqual(outcomesOf(line), ['arxiv:listing answered', 'arxiv:rss stale'])
  assert.match(line.checks[1]?.evidence ?? '', /^arXiv’s feed still has the papers of 2026-11-19/)
})

test('a feed taken for a day is let go when the page of that day has other papers', async () => {
  let [stuck, down] = [true, true]
  await using scene = await setUp({
    shows: ({ road }) => (road === 'rss' && stuck ? thursday : undefined),
    fault: (_, __, road) =>
      road === 'listing' && down ? { kind: 'busy', status: 500 } : undefined,
  })
  const taken = await scene.check()
  assert.equal(taken.checks[1]?.outcome, 'answered')

  down = false
  const line = await scene.check()

  assert.deepEqual([line.state, line.announced], ['complete', arrived])
  assert.deepEqual(outcomesOf(line), ['arxiv:listing answered', 'arxiv:rss stale'])
  stuck = false
  assert.deepEqual(outcomesOf(await scene.check()), [
    'arxiv:listing answered',
    'arxiv:rss answered',
  ])
})

test('where the page says that nothing came, a feed with papers is of some other day', async () => {
  const came = new Set(announced.map(({ paper }) => paper.id))
  const none = papers.filter(({ id }) => !came.has(id))
  await using scene = await setUp({
    papers: none,
    shows: ({ road }) => (road === 'rss' ? thursday : undefined),
  })

  const line = await scene.at('2026-11-20T20:00:00Z').check()

  assert.deepEqual([line.state, line.announced], ['complete', 0])
  assert.deepEqual(outcomesOf(line), ['arxiv:listing answered', 'arxiv:rss stale'])
})

test('a cache that holds on to yesterday’s feed is gone round', async () => {
  let cached = false
  await using scene = await setUp({
    shows: ({ road, query }) =>
      road === 'rss' && cached && !query.has('fresh') ? thursday : undefined,
  })
  scene.at('2026-11-19T12:00:00Z')
  await scene.check()
  scene.at(morning)
  cached = true

  const line = await scene.check()

  assert.deepEqual(
    line.checks.map(({ outcome }) => outcome),
    ['answered', 'answered'],
  )
})
