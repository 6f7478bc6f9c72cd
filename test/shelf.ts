/** A small library to search in. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { keep } from '#catalog'
import { type PaperRecord, readPaperId } from '#paper'
import { openSearch, type Query, type Search } from '#search'
import { openStore, type Store } from '#store'

/** A record of a paper, as a source gives it. */
export const aPaper = (
  id: string,
  title: string,
  abstract: string,
  more: Partial<PaperRecord> = {},
): PaperRecord => ({ id: readPaperId(id), title, abstract, ...more })

/** Four papers of different fields. */
export const shelf = [
  aPaper(
    '2401.00001',
    'Baking bread with wild yeast',
    'Sourdough loaves rise slowly. We measure how fermentation time changes the crumb.',
    {
      authors: ['Ada Müller', 'Grace O’Neil'],
      categories: ['physics.bio-ph'],
      publishedAt: '2024-01-02',
    },
  ),
  aPaper(
    '2401.00002',
    'Pre-training of language models on recipes',
    'A transformer language model is pretrained on cooking recipes and writes new ones.',
    {
      authors: ['Kim Lee'],
      categories: ['cs.CL', 'cs.LG'],
      publishedAt: '2024-01-03',
      doi: '10.1000/RECIPES.7',
    },
  ),
  aPaper(
    '2402.00003',
    'Colouring planar graphs quickly',
    'We give an algorithm in time $O(n \\log n)$ for the four colours of a planar graph.',
    {
      authors: ['Kim Lee', 'Ada Müller'],
      categories: ['math.CO'],
      publishedAt: '2024-02-05',
    },
  ),
  aPaper(
    '2403.00004',
    'Attention is a kind of weighing',
    'Neural networks with attention weigh what they read. We look at the weights of transformer language models.',
    {
      authors: ['Sofia Ndiaye'],
      categories: ['cs.LG'],
      publishedAt: '2024-03-05',
    },
  ),
]

/** A store with these papers and an index of it that has not been refreshed yet. */
export async function searchOver(
  context: TestContext,
  records: readonly PaperRecord[],
): Promise<{ store: Store; search: Search; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  const store = await openStore(':memory:')
  await keepAll(store, records)
  const search = await openSearch(store, { folder })
  context.after(async () => {
    await search[Symbol.asyncDispose]()
    await store.destroy()
    rmSync(folder, { recursive: true, force: true })
  })
  return { store, search, folder }
}

export const keepAll = (store: Store, records: readonly PaperRecord[]) =>
  store.transaction().execute((within) => keep(within, 'corpus', records))

/** What a search finds, the best first. */
export async function ids(search: Search, query: string | Query): Promise<string[]> {
  const { hits } = await search.find(typeof query === 'string' ? { text: query } : query)
  return hits.map(({ id }) => id)
}
