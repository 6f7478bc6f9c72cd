import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readPaperId } from '#paper'
import { markedIn, type Query } from '#search'
import { ids, searchOver, shelf } from '../../test/shelf.ts'
import { sharedFile } from '../../test/testing.ts'

test('a paper is found by its words, in whatever form they stand', async (context) => {
  const { search } = await searchOver(context, shelf)
  await search.refresh()

  assert.deepEqual(await ids(search, 'fermenting sourdough'), ['2401.00001'])
  assert.equal((await ids(search, 'pretraining'))[0], '2401.00002')
  assert.equal((await ids(search, 'pre-training'))[0], '2401.00002')
  assert.equal((await ids(search, 'O(n log n)'))[0], '2402.00003')
  assert.equal((await ids(search, 'COLOUR graph'))[0], '2402.00003')
})

test('a paper is found by its meaning where the words differ', async (context) => {
  const { search } = await searchOver(context, shelf)
  await search.refresh()

  const found = await search.find({ text: 'LLM text generation', loose: true })

  assert.equal(found.hits[0]?.id, '2401.00002')
})

test('an identifier, a DOI, a title and a name find what they name before all else', async (context) => {
  const { search } = await searchOver(context, shelf)
  await search.refresh()

  const cases: [string, string[]][] = [
    ['2401.00001', ['2401.00001']],
    ['https://arxiv.org/abs/2401.00001v3', ['2401.00001']],
    ['10.1000/recipes.7', ['2401.00002']],
    ['https://doi.org/10.1000/Recipes.7', ['2401.00002']],
    ['"attention is a kind of weighing"', ['2403.00004']],
    ['Ada Muller', ['2402.00003', '2401.00001']],
    ['kim lee', ['2402.00003', '2401.00002']],
  ]
  for (const [text, expected] of cases) {
    const found = await ids(search, text)
    assert.deepEqual(found.slice(0, expected.length), expected, text)
  }
})

test('days and categories narrow a search, an archive stands for its categories', async (context) => {
  const { search } = await searchOver(context, shelf)
  await search.refresh()
  const inFebruary: Query = { text: '', from: day('2024-02-01'), to: day('2024-02-28') }

  assert.deepEqual(await ids(search, inFebruary), ['2402.00003'])
  assert.deepEqual(await ids(search, { text: 'models', categories: ['cs.CL'] }), ['2401.00002'])
  assert.deepEqual(await ids(search, { text: '', categories: ['cs'] }), [
    '2403.00004',
    '2401.00002',
  ])
  assert.deepEqual(await ids(search, { text: 'lee', sort: 'date' }), ['2402.00003', '2401.00002'])
  await assert.rejects(search.find({ text: 'x', categories: ["cs.LG'] or true --"] }), {
    kind: 'invalid',
  })
  await assert.rejects(search.find({ text: 'x', from: day('2024-02-31') }), { kind: 'invalid' })
})

test('any text is a query', async (context) => {
  const { search } = await searchOver(context, shelf)
  await search.refresh()
  const texts = [
    '',
    '"',
    '"unbalanced graphs',
    "'; drop table papers; --",
    'AND OR NOT (',
    '((((((((((',
    '\u0000\u0007\u202e graphs',
    '*:* ?? ~~ ^^ \\\\ {}[]',
    'the of and',
    '注意力 機構 مرحبا',
    'graph '.repeat(1700),
    Array.from({ length: 3000 }, (_, i) => `w${i}`).join(' '),
    '%_%',
    "title:'x' OR 1=1",
  ]

  for (const text of texts) {
    const found = await search.find({ text })
    assert.ok(found.hits.length <= 20, text.slice(0, 40))
  }
  assert.match((await search.find({ text: 'the of and' })).notes.join(), /nearly every paper/)
  assert.match((await search.find({ text: texts[11] ?? '' })).notes.join(), /Only the first/)
  assert.match((await search.find({ text: 'planar spaceships' })).notes.join(), /“spaceships”/)
  assert.deepEqual(await ids(search, 'zzzzqqqq'), [])
})

test('pages of a result follow each other', async (context) => {
  const { search } = await searchOver(context, shelf)
  await search.refresh()
  const all = await search.find({ text: 'models of graphs', loose: true })

  const first = await search.find({ text: 'models of graphs', loose: true, count: 2 })
  const rest = await search.find({ text: 'models of graphs', loose: true, count: 2, skip: 2 })

  assert.deepEqual([...first.hits, ...rest.hits], all.hits)
  assert.equal(first.total, all.total)
})

test('papers near a paper are of its kind, and it is not among them', async (context) => {
  const { search } = await searchOver(context, shelf)
  await search.refresh()

  const near = await search.near(readPaperId('2403.00004'), 2)

  assert.equal(near.length, 2)
  assert.equal(near[0]?.id, '2401.00002')
})

test('the words that were searched for are marked in whatever form they stand', async (context) => {
  const { search } = await searchOver(context, shelf)
  const { marks } = await search.find({ text: 'training Müller' })
  const text = 'Pre-trained by Müller: trains'

  const marked = markedIn(text, marks).map(({ from, to }) => text.slice(from, to))

  assert.deepEqual(marked, ['trained', 'Müller', 'trains'])
})

test('the language of queries does what it says', async (context) => {
  const { search } = await searchOver(context, shelf)
  await search.refresh()
  const [bread, recipes, graphs, attention] = shelf.map(({ id }) => String(id))
  const cases: [string, (string | undefined)[]][] = [
    ['"language models"', [recipes, attention]],
    ['"models language"', []],
    ['"language model" -recipes', [attention]],
    ['ti:attention', [attention]],
    ['abs:attention', [attention]],
    ['ti:yeast OR ti:graphs', [bread, graphs]],
    ['(ti:yeast OR ti:graphs) au:lee', [graphs]],
    ['au:"ada müller" ANDNOT cat:math.CO', [bread]],
    ['au:müller NOT (ti:bread OR ti:nothing)', [graphs]],
    ['NOT au:müller', [recipes, attention]],
    ['cat:cs.LG', [recipes, attention]],
    ['cat:CS', [recipes, attention]],
    ['cat:math OR yeast', [bread, graphs]],
    ['on:2024-01', [bread, recipes]],
    ['before:2024-02-05 cat:cs', [recipes]],
    ['after:2024-02-05', [attention]],
    ['submittedDate:[20240101 TO 20240102]', [bread]],
    ['doi:10.1000/recipes.7', [recipes]],
    ['id:2403.00004v2', [attention]],
    ['has:abstract cat:math', [graphs]],
    ['has:code', []],
    ['is:picked', []],
    ['jr:nature', []],
    ['ti:pretraining', [recipes]],
  ]
  for (const [text, expected] of cases) {
    assert.deepEqual(new Set(await ids(search, text)), new Set(expected), text)
  }
  assert.equal((await ids(search, { text: `~${attention}`, loose: true }))[0], recipes)
  assert.ok(
    !(await ids(search, { text: `~${attention}`, loose: true })).includes(String(attention)),
  )
})

test('a text of many words is no expression: its quotes and dashes are punctuation', async (context) => {
  const { search } = await searchOver(context, shelf)
  await search.refresh()

  const found = await search.find({
    text: 'I look for articles that describe "how the four colours" of a planar graph (-if any-) are found fast',
  })

  assert.equal(found.hits[0]?.id, '2402.00003')
})

test('one query is one query, however it is written', async (context) => {
  const { search } = await searchOver(context, [])

  const forms = await Promise.all(
    ['Sparse AND  Attention', 'sparse attention', '((sparse) attention)'].map((text) =>
      search.find({ text }),
    ),
  )

  assert.deepEqual(new Set(forms.map(({ canonical }) => canonical)), new Set(['sparse attention']))
})

test('a hit says what its place is made of', async (context) => {
  const { search } = await searchOver(context, shelf)
  await search.refresh()

  const [first] = (await search.find({ text: 'sourdough bread' })).hits

  const parts = Object.values(first?.why ?? {}).reduce((sum, part) => sum + part, 0)
  assert.ok(Math.abs(parts - (first?.score ?? 0)) < 1e-6)
  assert.ok((first?.why?.title ?? 0) > 0 && first?.why?.names === 0)
})

test('the searches of the first edition find what they should', async (context) => {
  const file = sharedFile(context, 'seeds/papers.json')
  if (!file) return
  const seeds: {
    arxivId: string
    title: string
    authors: string[]
    summary: string
    published: string
  }[] = JSON.parse(readFileSync(file, 'utf8'))
  const { search } = await searchOver(
    context,
    seeds.map(({ arxivId, title, authors, summary, published }) => ({
      id: readPaperId(arxivId),
      title,
      authors,
      summary,
      publishedAt: published,
    })),
  )
  await search.refresh()

  assert.ok((await ids(search, 'attention sinks for streaming')).slice(0, 3).includes('2309.17453'))
  const eviction = await search.find({ text: 'kv cache eviction' })
  for (const { id } of eviction.hits) {
    const seed = seeds.find(({ arxivId }) => arxivId === id)
    assert.match(
      `${seed?.title} ${seed?.summary}`,
      /cache|\bkeys?\b.*\bvalues?\b|KV|eviction/i,
      seed?.title,
    )
  }
  assert.ok(eviction.hits.length >= 3 && eviction.hits.length < 20)
  for (const { arxivId, title, authors } of seeds.filter((_, i) => i % 8 === 0)) {
    assert.equal((await ids(search, title))[0], arxivId, title)
    const author = authors[0] ?? ''
    assert.ok((await ids(search, { text: author, count: 100 })).includes(arxivId), author)
  }
})

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- also days that do not exist
const day = (text: string) => text as NonNullable<Query['from']>
