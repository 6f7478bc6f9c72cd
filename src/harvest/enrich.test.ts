import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { keep, paperOf } from '#catalog'
import { asides, enrichment, harvest, type Knower, openAlex, semanticScholar } from '#harvest'
import { isDay, type PaperRecord, readPaperId } from '#paper'
import type { Store } from '#store'
import { fastClock } from '../../test/arxiv/clock.ts'
import { type Answer, type Asked, type Fault, play } from '../../test/json-server.ts'
import { sharedFile, testOnBoth } from '../../test/testing.ts'

const polite = { clock: fastClock(), random: () => 0.5 }

/** Asked on 2026-11-20, papers of three days before are in question. */
async function aShelf(store: Store, day = '2026-11-17'): Promise<void> {
  const listed = isDay(day) ? { day } : {}
  const whole = { abstract: 'All is told.', doi: '10.1234/told', venue: 'Told' }
  const records: PaperRecord[] = [
    { id: readPaperId('2611.90001'), title: 'Nothing But a Title', ...listed },
    { id: readPaperId('2611.90002'), title: 'Lacks a Venue', ...listed, ...whole, venue: '' },
    { id: readPaperId('2611.90003'), title: 'Lacks Nothing', ...listed, ...whole },
    { id: readPaperId('acl:2026.acl-main.1'), title: 'Unknown There', ...listed },
    { id: readPaperId('2611.90005'), title: 'Too Young', day: listed.day ?? '' },
  ]
  const young = '2026-11-19'
  await keep(store, 'arxiv', [
    ...records.slice(0, 4),
    { ...records[4], title: 'Too Young', ...(isDay(young) && { day: young }) },
  ])
}

/** Knows the first two papers of the shelf; the second by another's id. */
function scholar({ method, path, body }: Asked): Answer {
  if (method !== 'POST' || path !== '/graph/v1/paper/batch') return { text: '', status: 404 }
  const answers: Record<string, unknown> = {
    'ARXIV:2611.90001': {
      paperId: 'a',
      externalIds: { ArXiv: '2611.90001', DOI: '10.1234/NEW.1', CorpusId: 1 },
      title: 'Another Spelling',
      abstract: 'What it\nsays.',
      venue: 'Journal of Lanterns',
    },
    'ARXIV:2611.90002': { externalIds: null, abstract: 'Not ours.', venue: 'arXiv.org' },
  }
  const { ids }: { ids: string[] } = JSON.parse(body)
  return { json: ids.map((id) => answers[id] ?? null) }
}

testOnBoth('papers that lack something are asked about in one batch, once a day', async (store) => {
  await using service = await play(scholar)
  await aShelf(store)

  const done = await enrich(store, semanticScholar({ ...polite, base: service.base, key: 'k' }))
  const again = await enrich(store, semanticScholar({ ...polite, base: service.base, key: 'k' }))

  assert.deepEqual([done.changed, again.changed, service.asked.length], [1, 0, 1])
  const [asked] = service.asked
  assert.deepEqual(JSON.parse(asked?.body ?? ''), {
    ids: ['ARXIV:2611.90001', 'ARXIV:2611.90002', 'ACL:2026.acl-main.1'],
  })
  assert.equal(asked?.headers['x-api-key'], 'k')
  const paper = await paperOf(store, readPaperId('2611.90001'))
  assert.deepEqual(
    [paper?.title, paper?.abstract, paper?.doi, paper?.venue],
    ['Nothing But a Title', 'What it says.', '10.1234/NEW.1', 'Journal of Lanterns'],
  )
  assert.equal(paper?.origins.venue, 'semantic-scholar')
})

testOnBoth('what a better source says later takes its place', async (store) => {
  await using service = await play(scholar)
  await aShelf(store)
  await enrich(store, semanticScholar({ ...polite, base: service.base }))

  const id = readPaperId('2611.90001')
  await keep(store, 'hf', [{ id, title: 'Nothing But a Title', abstract: 'Its own words.' }])

  assert.equal((await paperOf(store, id))?.abstract, 'Its own words.')
})

testOnBoth('many papers are asked about in batches, and a stop costs no paper', async (store) => {
  await using service = await play(scholar)
  await aShelf(store)
  const small = { ...semanticScholar({ ...polite, base: service.base }), atOnce: 1 }
  const stop = new AbortController()
  await assert.rejects(enrich(store, small, { stop, after: 1 }))

  await enrich(store, small)

  assert.deepEqual(
    service.asked.map(({ body }) => JSON.parse(body).ids),
    [['ARXIV:2611.90001'], ['ARXIV:2611.90002'], ['ACL:2026.acl-main.1']],
  )
})

testOnBoth('days that were missed are made up for, a week of them', async (store) => {
  await using service = await play(scholar)
  await aShelf(store)
  const clock = fastClock('2026-11-12T08:00:00Z')
  await enrich(store, semanticScholar({ ...polite, base: service.base }), { clock })

  const later = fastClock('2026-11-22T08:00:00Z')
  await enrich(store, semanticScholar({ ...polite, base: service.base }), { clock: later })

  assert.deepEqual(
    service.asked.map(({ body }) => JSON.parse(body).ids.length),
    [3, 1],
  )
})

const busy: Fault = { busy: 429 }

testOnBoth('a busy pool is asked ever more seldom, and in the end another day', async (store) => {
  await using service = await play(() => busy)
  await aShelf(store)
  const clock = fastClock()

  await assert.rejects(enrich(store, semanticScholar({ ...polite, clock, base: service.base })), {
    name: 'DomainError',
    kind: 'too-many',
  })

  assert.equal(service.asked.length, 8)
  assert.deepEqual(
    clock.waits,
    clock.waits.toSorted((a, b) => a - b),
  )
  assert.ok((clock.waits.at(-1) ?? 0) > 200_000)
})

testOnBoth(
  'an answer for another paper is not believed, nor one of another length',
  async (store) => {
    await using service = await play((_, count) =>
      count <= 3
        ? { json: [null] }
        : { json: [{ externalIds: { ArXiv: '1234.56789' }, abstract: 'Wrong.' }, 7, null] },
    )
    await aShelf(store)
    const knower = semanticScholar({ ...polite, base: service.base })

    await assert.rejects(enrich(store, knower), /JSON of another kind/)
    const done = await enrich(store, knower)

    assert.deepEqual([done.changed, done.aside], [0, 2])
    assert.match((await asides(store, 1))[0]?.source ?? '', /semantic-scholar/)
  },
)

testOnBoth('OpenAlex knows abstracts by their words', async (store) => {
  await using service = await play(() => ({
    json: {
      results: [
        {
          doi: 'https://doi.org/10.48550/arXiv.2611.90001',
          abstract_inverted_index: { lamps: [1, 3], Moths: [0], 'love,': [2] },
          primary_location: { source: { display_name: 'arXiv', type: 'repository' } },
        },
        {
          doi: 'https://doi.org/10.48550/arxiv.2611.90002',
          abstract_inverted_index: { far: [9e9] },
          primary_location: { source: { display_name: 'Journal of Lanterns', type: 'journal' } },
        },
        { doi: 'https://doi.org/10.1/of.another' },
        'not a work',
      ],
    },
  }))
  await aShelf(store)

  await enrich(store, openAlex({ ...polite, base: service.base, key: 'secret' }))

  assert.equal(
    (await paperOf(store, readPaperId('2611.90001')))?.abstract,
    'Moths lamps love, lamps',
  )
  assert.equal((await paperOf(store, readPaperId('2611.90002')))?.venue, 'Journal of Lanterns')
  assert.equal(
    service.asked[0]?.query.get('filter'),
    'doi:10.48550/arxiv.2611.90001|10.48550/arxiv.2611.90002|10.18653/v1/2026.acl-main.1',
  )
  assert.equal(service.asked[0].query.get('api_key'), 'secret')
})

test('the recorded paper of Semantic Scholar is understood', async (t) => {
  const file = sharedFile(t, 'data/protocols/semantic-scholar/Paper.json')
  if (!file) return
  const recorded: unknown = JSON.parse(readFileSync(file, 'utf8'))
  await using service = await play(() => ({ json: [recorded] }))
  const knower = semanticScholar({ ...polite, base: service.base })

  const { known, asides: none } = await knower.ask(['DOI:10.1093/mind/lix.236.433'], never)

  const finding = known.get('DOI:10.1093/mind/lix.236.433')
  assert.deepEqual(none, [])
  assert.equal(finding?.doi, '10.1093/MIND/LIX.236.433')
  assert.equal(finding.venue, 'The Philosophy of Artificial Intelligence')
  assert.ok((finding.abstract?.length ?? 0) > 300)
})

const never = new AbortController().signal

const enrich = (
  store: Store,
  knower: Knower,
  { clock = fastClock(), stop = new AbortController(), after = 99 } = {},
) => {
  let batches = 0
  return harvest(store, enrichment(store, knower, { clock }), stop.signal, {
    onBatch: () => {
      if (++batches >= after) stop.abort()
    },
  })
}
