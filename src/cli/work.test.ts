import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { countPapers } from '#catalog'
import { openLinks, openPress } from '#digest'
import { ledgerOf } from '#harvest'
import { noLog } from '#log'
import { openMailer } from '#mail'
import { openSearch, type Search } from '#search'
import { type Store, takeLease } from '#store'
import { setUp } from '../../test/arxiv/scene.ts'
import { inventedPapers } from '../../test/arxiv/papers.ts'
import { aDay } from '../../test/site.ts'
import { arxivParts, dailySources, work } from './work.ts'

/** Letters become files in the folder. */
function mailOf(folder: string, store: Store, search: Search) {
  const mailer = openMailer(`file:${folder}/mail`, { from: 'paper@example.org' })
  const links = openLinks('http://localhost', 'a secret of the tests')
  return { mailer, press: openPress({ store, search, mailer, links, now: () => new Date() }) }
}

test('what is due is harvested and can be found soon after', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  await using scene = await setUp({ papers: inventedPapers(30) })
  await using search = await openSearch(scene.store, { folder })
  const app = {
    store: scene.store,
    search,
    ...mailOf(folder, scene.store, search),
    log: noLog,
    now: scene.clock.now,
  }
  const stopping = new AbortController()
  const working = work(app, [{ source: scene.source({ from: '2005-09-16' }) }], stopping.signal)

  await until(async () => (await countPapers(scene.store)) === 30)
  const paper = await scene.store.selectFrom('papers').select(['id', 'title']).executeTakeFirst()
  await until(async () => {
    const { hits, ready } = await search.find({ text: paper?.title ?? '' })
    return ready && hits[0]?.id === paper?.id
  })

  stopping.abort()
  await working
  rmSync(folder, { recursive: true })
})

test('after a harvest the category is checked', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  const papers = inventedPapers(3600, { from: aDay('2026-11-05'), aDay: 200 })
  await using scene = await setUp({ papers })
  const { arxiv, clock, store } = scene
  await using search = await openSearch(store, { folder })
  const app = { store, search, ...mailOf(folder, store, search), log: noLog, now: clock.now }
  const daily = { source: scene.source({ from: '2026-11-19' }), category: 'cs.LG' }
  const stopping = new AbortController()
  const { rss, listing, query } = arxiv

  const working = work(app, [daily], stopping.signal, { clock, rss, listing, query })
  const day = aDay('2026-11-20')
  const states = async () =>
    (await ledgerOf(store, { from: day, to: day }, clock.now())).map(({ state }) => state)
  await until(async () => (await states()).includes('complete'))

  stopping.abort()
  await working
  rmSync(folder, { recursive: true })
})

test('a part of arXiv is checked by the list that has it', () => {
  const checked = arxivParts(['cs', 'cs:cs:LG', 'physics:hep-th', 'physics:astro-ph:CO']).map(
    ({ category }) => category,
  )

  assert.deepEqual(checked, ['cs', 'cs.LG', 'hep-th', 'astro-ph.CO'])
  assert.deepEqual(
    arxivParts(['all', 'physics']).map(({ category }) => category),
    [undefined, undefined],
  )
})

test('other sources that the settings name are harvested three times a day', async () => {
  await using scene = await setUp({})
  const keys = { openAlex: 'a-key' }
  const sources = ['hf', 'medrxiv', 'openalex']

  const daily = dailySources({ harvest: ['cs'], sources, keys }, scene.store)

  assert.deepEqual(
    daily.map(({ source, category, every }) => [source.name, category ?? every]),
    [
      ['arxiv:cs', 'cs'],
      ['hf-daily', 8],
      ['medrxiv', 8],
      ['openalex', 8],
    ],
  )
})

test('what another process harvests is left to it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  await using scene = await setUp({ papers: inventedPapers(30) })
  await using search = await openSearch(scene.store, { folder })
  const source = scene.source({ from: '2005-09-16' })
  await using lease = await takeLease(scene.store, `source:${source.name}`)
  assert.ok(lease)
  const app = {
    store: scene.store,
    search,
    ...mailOf(folder, scene.store, search),
    log: noLog,
    now: scene.clock.now,
  }
  const stopping = new AbortController()

  const working = work(app, [{ source }], stopping.signal)
  await until(async () => (await search.find({ text: 'anything' })).ready)
  stopping.abort()
  await working

  assert.equal(scene.arxiv.asked.length, 0)
  rmSync(folder, { recursive: true })
})

/** Waits until something holds, ten seconds at most. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not come about')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
