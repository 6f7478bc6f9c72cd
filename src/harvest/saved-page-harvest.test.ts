import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countPapers, editions, entriesOf, paperOf, papersOf } from '#catalog'
import { harvest, savedPage, type Source, starterCatalogue } from '#harvest'
import { type PaperRecord, provisionalId, readPaperId } from '#paper'
import type { Store } from '#store'
import { sharedFile, testOnBoth } from '../../test/testing.ts'

const withFacts = 'test/fixtures/saved-pages/with-facts.txt'
const titlesOnly = 'test/fixtures/saved-pages/titles-only.txt'
const savedAt = new Date('2026-11-20T12:00:00Z')

const slowClocks: PaperRecord = {
  id: readPaperId('2105.90001'),
  title: 'Slow Clocks for Fast Networks: counting ticks without counting twice',
  abstract: 'A network that counts its own ticks forgets $8\\times$ as many.',
}
const lanterns: PaperRecord = {
  id: readPaperId('2601.90002'),
  title: '{L}anterns in Long Corridors',
  publishedAt: '2026-01-12T09:00:00Z',
}
const arxiv: Source = {
  name: 'arxiv:test',
  origin: 'arxiv',
  async *batches() {
    yield { records: [slowClocks, lanterns], place: '1' }
  },
}

for (const order of ['pages first', 'ids first'] as const) {
  testOnBoth(`pages and real ids come to the same papers, ${order}`, async (store) => {
    const pages = [savedPage(withFacts, { savedAt }), savedPage(titlesOnly, { savedAt })]
    const sources = order === 'pages first' ? [...pages, arxiv] : [arxiv, ...pages]
    for (const source of sources) await take(store, source)

    const [newer, older] = await editions(store)
    assert.deepEqual([newer?.papers, older?.papers], [3, 4])
    assert.deepEqual(await papersIn(store, older?.id), [
      '2105.90001',
      '2601.90002',
      provisionalId('A Ferry Schedule for Tokens'),
      provisionalId('Does the Moth Know the Lamp? Circling as Inference'),
    ])
    assert.deepEqual((await papersIn(store, newer?.id))[0], '2601.90002')
    assert.equal(await countPapers(store), 6)
    const paper = await paperOf(store, slowClocks.id ?? assert.fail())
    assert.equal(paper?.id, slowClocks.id)
    assert.equal(paper?.abstract, slowClocks.abstract)
    assert.equal(paper?.publishedAt, '2021-05-26')
  })
}

testOnBoth(
  'importing a page again changes nothing, even from a younger copy',
  async (store, context) => {
    await take(store, savedPage(titlesOnly, { savedAt }))
    const before = await editions(store)
    const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
    context.after(() => rmSync(folder, { recursive: true }))
    const copy = join(folder, 'copy.txt')
    copyFileSync(titlesOnly, copy)

    const again = await take(store, savedPage(copy, { savedAt: new Date('2031-01-01') }))

    assert.deepEqual(
      { ...again, assumed: [] },
      { added: 0, changed: 0, unchanged: 3, aside: 0, editions: 0, assumed: [] },
    )
    assert.deepEqual(await editions(store), before)
  },
)

testOnBoth('who tells the year of a page later moves its edition', async (store) => {
  await take(store, savedPage(titlesOnly, { savedAt }))

  await take(store, savedPage(titlesOnly, { savedAt, year: 2024 }))
  const again = await take(store, savedPage(titlesOnly, { savedAt }))

  const [edition, ...others] = await editions(store)
  assert.equal(edition?.day, '2024-03-03')
  assert.equal(edition.note, '')
  assert.deepEqual(others, [])
  assert.equal(again.editions, 0)
})

for (const order of ['pages first', 'starter first'] as const) {
  testOnBoth(`the four saved pages hold 194 papers, ${order}`, async (store, context) => {
    const folder = sharedFile(context, 'seeds/pages')
    if (!folder) return
    const pages = readdirSync(folder)
      .toSorted()
      .map((name) => savedPage(join(folder, name), { savedAt }))
    const sources =
      order === 'pages first' ? [...pages, starterCatalogue()] : [starterCatalogue(), ...pages]

    for (const source of sources) await take(store, source)

    assert.equal(await countPapers(store), 194)
    const kept = await editions(store)
    assert.deepEqual(
      kept.map(({ day, papers }) => [day, papers]),
      [
        ['2026-11-20', 194],
        ['2026-03-18', 64],
        ['2026-03-11', 84],
        ['2026-01-05', 33],
        ['2025-12-10', 36],
      ],
    )
    const entries = (await Promise.all(kept.slice(1).map(({ id }) => papersIn(store, id)))).flat()
    assert.equal(entries.length, 217)
    assert.equal(new Set(entries).size, 194)
    assert.ok(entries.every((id) => !id.startsWith('title:')))

    const again = await Promise.all(pages.map(async (one) => take(store, one)))
    assert.ok(again.every(({ added, changed, editions: moved }) => added + changed + moved === 0))
    assert.deepEqual(await editions(store), kept)
  })
}

const take = (store: Store, source: Source) => harvest(store, source, new AbortController().signal)

async function papersIn(store: Store, edition = ''): Promise<string[]> {
  const entries = await entriesOf(store, edition)
  const papers = await papersOf(
    store,
    entries.map(({ paper }) => paper),
  )
  assert.equal(papers.length, entries.length)
  return entries.map(({ paper }) => paper)
}
