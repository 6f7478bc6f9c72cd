import { existsSync, readdirSync, statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keep } from '#catalog'
import { openSearch, type Query } from '#search'
import { openStore, type Store } from '#store'
import { openEmbedder } from '../../src/search/embedder.ts'
import { currentBuild, openIndex } from '../../src/search/lance.ts'
import { papers } from './library.ts'
import { at, type Cost, costOf, type Times, timesOf } from './measures.ts'
import { questions } from './questions.ts'

const place = (folder: string) => ({
  database: join(folder, 'broadsheet.db'),
  index: join(folder, 'index'),
})

/** Brings so many papers into a store, as an import does. */
export async function fill({ folder, count }: { folder: string; count: number }): Promise<Cost> {
  await mkdir(folder, { recursive: true })
  await using store = await openStore(place(folder).database)
  return await costOf(async () => {
    let batch = []
    let kept = 0
    for await (const record of papers(count)) {
      batch.push(record)
      if (batch.length === 2000) kept += await keepAll(store, batch.splice(0))
    }
    return kept + (await keepAll(store, batch))
  })
}

async function keepAll(store: Store, records: Parameters<typeof keep>[2]): Promise<number> {
  await store.transaction().execute((within) => keep(within, 'corpus', records))
  return records.length
}

/** Embeds and indexes all papers of the store, as the worker does. */
export async function index({ folder }: { folder: string }): Promise<Cost> {
  await using store = await openStore(place(folder).database)
  await using search = await openSearch(store, { folder: place(folder).index })
  let said = 0
  const cost = await costOf(() =>
    search.refresh(undefined, (read) => {
      if (read - said >= 100_000) console.error(`  indexed ${(said = read)} …`)
    }),
  )
  await writeFile(join(folder, 'whole'), '')
  return cost
}

export const isWhole = (folder: string): boolean => existsSync(join(folder, 'whole'))

export const onDisk = (folder: string): { store: number; index: number } => ({
  store: statSync(place(folder).database).size,
  index: size(place(folder).index),
})

const size = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)

export type Asked = {
  readonly kind: string
  readonly hits: number
  /** Each question asked for the first time, by one client. */
  readonly cold: Times
  readonly warm: Times
  readonly eight: Times
}

/** Asks questions of every kind, each of them cold, warm, and by eight clients at once. */
export async function ask({ folder }: { folder: string }): Promise<readonly Asked[]> {
  await using store = await openStore(place(folder).database)
  await using search = await openSearch(store, { folder: place(folder).index })
  const asked = Object.entries(await questions(store))
  const time = async (query: Query) => {
    const began = performance.now()
    const { total } = await search.find(query)
    return { total, ms: performance.now() - began }
  }
  // The first question of a process opens the index and the lexicon.
  const first = await time({ text: 'a question' })
  const results: Asked[] = [
    { kind: 'the first question', hits: first.total, ...alike(timesOf([first.ms])) },
  ]
  for (const [kind, queries] of asked) {
    const once = async () => {
      const times = []
      for (const query of queries) times.push(await time(query))
      return times
    }
    const cold = await once()
    const warm = await once()
    const together: number[] = []
    let next = 0
    const client = async () => {
      for (let query = queries[next++]; query; query = queries[next++]) {
        together.push((await time(query)).ms)
      }
    }
    await Promise.all(Array.from({ length: 8 }, client))
    results.push({
      kind,
      hits: cold.reduce((sum, { total }) => sum + total, 0) / cold.length,
      cold: timesOf(cold.map(({ ms }) => ms)),
      warm: timesOf(warm.map(({ ms }) => ms)),
      eight: timesOf(together),
    })
  }
  return results
}

const alike = (times: Times) => ({ cold: times, warm: times, eight: times })

/**
 * How many of the twenty papers nearest to a question are among those that the index of vectors names
 * for ranking, and among those it names as similar papers; and how long it takes.
 */
export async function recall({ folder }: { folder: string }): Promise<{
  readonly probes: number
  readonly ranking: { recall: number; p50: number }
  readonly similar: { recall: number; p50: number }
}> {
  await using store = await openStore(place(folder).database)
  const embedder = openEmbedder()
  const build = currentBuild(place(folder).index, embedder.name) ?? ''
  const opened = await openIndex(place(folder).index, build, embedder.dimension)
  const texts = (await questions(store))['meaning alone'] ?? []
  const vectors = texts.slice(0, 50).map(({ text }) => embedder.embed(text.replace(/[~"]/g, '')))
  const nearest = (vector: Float32Array) =>
    opened.table.query().nearestTo(vector).distanceType('dot').select(['id', '_distance'])
  opened.probes() // learns how large the index is
  await nearest(vectors[0]!).limit(1).toArray()

  const found = { ranking: 0, similar: 0 }
  const took = { ranking: [] as number[], similar: [] as number[] }
  for (const vector of vectors) {
    const exact = await nearest(vector).bypassVectorIndex().limit(20).toArray()
    const ids = new Set(exact.map(({ id }) => id))
    for (const [way, query] of [
      ['ranking', nearest(vector).nprobes(opened.probes()).limit(150)],
      ['similar', nearest(vector).nprobes(opened.probes()).refineFactor(5).limit(20)],
    ] as const) {
      const began = performance.now()
      const rows = await query.toArray()
      took[way].push(performance.now() - began)
      found[way] += rows.filter(({ id }) => ids.has(id)).length / ids.size / vectors.length
    }
  }
  const probes = opened.probes()
  opened.close()
  return {
    probes,
    ranking: { recall: found.ranking, p50: at(took.ranking, 0.5) },
    similar: { recall: found.similar, p50: at(took.similar, 0.5) },
  }
}
