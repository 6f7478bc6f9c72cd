import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { asides, harvest } from '#harvest'
import { readPaperId } from '#paper'
import { inventedPapers } from '../../test/arxiv/papers.ts'
import { setUp } from '../../test/arxiv/scene.ts'
import { sharedFile } from '../../test/testing.ts'
import { entriesIn, readEntry } from './arxiv-atom.ts'

const papers = inventedPapers(250)
const ids = papers.map(({ id }) => readPaperId(id))
const never = new AbortController().signal

test('certain papers are fetched by their ids, a hundred at a time', async () => {
  await using scene = await setUp({ papers })

  const done = await scene.fetch([...ids, readPaperId('acl:Q24-9001')])

  assert.equal(done.added, 250)
  assert.equal(scene.arxiv.asked.length, 3)
  assert.deepEqual(scene.clock.waits, [3000, 3000])
})

test('they are the same papers that OAI-PMH brings, and so change nothing', async () => {
  await using scene = await setUp({ papers })
  await scene.harvest({ from: '2026-10-01' })

  const done = await scene.fetch(ids)

  assert.deepEqual([done.added, done.changed, done.unchanged], [0, 0, 250])
})

test('a paper that arXiv does not know is set aside', async () => {
  await using scene = await setUp({ papers: papers.slice(1) })

  const done = await scene.fetch(ids.slice(0, 3))

  assert.equal(done.added, 2)
  assert.deepEqual(
    (await asides(scene.store, 9)).map(({ spot, reason }) => [spot, reason]),
    [[ids[0], 'arXiv’s query API does not know this paper']],
  )
})

test('what broke off goes on, and what ended is asked for again', async () => {
  await using scene = await setUp({ papers })
  const stop = new AbortController()
  const source = scene.papers(ids)
  await assert.rejects(harvest(scene.store, source, stop.signal, { onBatch: () => stop.abort() }), {
    name: 'AbortError',
  })

  assert.equal((await harvest(scene.store, source, never)).added, 150)
  assert.equal((await harvest(scene.store, source, never)).unchanged, 250)
})

test('a server that fails is asked again, and refusals are told', async () => {
  await using scene = await setUp({
    papers,
    fault: (_, count) => (count <= 2 ? { kind: count === 1 ? 'cut' : 'reset' } : undefined),
  })
  assert.equal((await scene.fetch(ids)).added, 250)

  assert.throws(
    () =>
      entriesIn(
        '<feed><entry><id>https://arxiv.org/api/errors#x</id><summary>no such id</summary></entry></feed>',
      ),
    { name: 'DomainError', message: 'arXiv refused the query: no such id' },
  )
})

test('an answer that stays unreadable says so', async () => {
  await using scene = await setUp({ papers, fault: () => ({ kind: 'web page' }) })

  await assert.rejects(scene.fetch(ids), {
    name: 'DomainError',
    message: /id_list=.* gave an answer that cannot be read: it is not well-formed/,
  })
})

test('a recorded answer is read as it is meant', async (t) => {
  const file = sharedFile(
    t,
    'data/protocols/arxiv-atom-api/id_astro-ph_0601001_s0_m100_3150dca9dc76.json',
  )
  if (!file) return
  const [entry] = entriesIn(bodyOf(file))
  assert.ok(entry)

  const { abstract, comments, ...record } = readEntry(entry)

  assert.match(abstract ?? '', /^We derive the frequencies .* in detail\.$/)
  assert.match(comments ?? '', /^62 pages including 16 figures/)
  assert.deepEqual(record, {
    id: 'astro-ph/0601001',
    title:
      'Frequency of Hot Jupiters and Very Hot Jupiters from the OGLE-III Transit Surveys Toward the Galactic Bulge and Carina',
    authors: ['Andrew Gould', 'Susan Dorsher', 'B. Scott Gaudi', 'Andrzej Udalski'],
    categories: ['astro-ph'],
    publishedAt: '2006-01-02T14:57:58Z',
    updatedAt: '2006-01-02T14:57:58Z',
    journalRef: 'ActaAstron.56:1-50,2006',
    asOf: '2006-01-02 2006-01-02T14:57:58Z',
  })
})

test('every entry of a recorded answer of a hundred is read', async (t) => {
  const file = sharedFile(t, 'data/protocols/arxiv-atom-api/q_testing_s0_m100_cfe7536492ca.json')
  if (!file) return

  const records = entriesIn(bodyOf(file)).map(readEntry)

  assert.equal(records.length, 100)
  assert.ok(records.every(({ authors = [], abstract = '' }) => authors.length > 0 && abstract))
})

const bodyOf = (file: string): string => JSON.parse(readFileSync(file, 'utf8')).body
