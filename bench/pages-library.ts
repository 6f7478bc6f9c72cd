/** The library that pages are measured on: made once from a corpus, then used again. */
import { existsSync, globSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { countPapers } from '#catalog'
import { harvest, jsonLines } from '#harvest'
import { openSearch } from '#search'
import { openStore, type Store } from '#store'

/** Paths to ask for, each different, of each kind of page. */
export type Paths = Readonly<Record<'day' | 'paper' | 'search', readonly string[]>>

/** Brings the corpus into `folder` and indexes it, unless that was done. Says how many papers there are. */
export async function makeLibrary(folder: string, corpus: string): Promise<number> {
  await mkdir(folder, { recursive: true })
  await using store = await openStore(join(folder, 'broadsheet.db'))
  const whole = join(folder, 'whole')
  if (!existsSync(whole)) {
    const files = globSync(join(corpus, '*.jsonl*')).toSorted()
    if (files.length === 0)
      throw new Error(`no .jsonl files in ${corpus}: name a folder in BROADSHEET_CORPUS`)
    for (const file of files) {
      console.error(`importing ${file} …`)
      await harvest(store, jsonLines(file), AbortSignal.timeout(3_600_000))
    }
    await writeFile(whole, '')
  }
  // Nothing to do but the first time, and when the index has another form than it had.
  await using search = await openSearch(store, { folder: join(folder, 'index') })
  await search.refresh(undefined, (read) => console.error(`indexed ${read} …`))
  return await countPapers(store)
}

/** Addresses of days that have at least 60 papers, of papers, and of searches for words of titles. */
export async function pathsIn(folder: string, count: number): Promise<Paths> {
  await using store = await openStore(join(folder, 'broadsheet.db'))
  const titles = await sampled(store, count)
  return {
    day: (await busyDays(store)).slice(0, count),
    paper: titles.map(({ id }) => `/papers/${id}`),
    search: titles.map(({ title }, i) => {
      const words = title.match(/\p{L}{4,}/gu) ?? ['paper']
      const from = i % 5 === 0 ? '&from=2015-01-01' : ''
      return `/search?q=${encodeURIComponent(words.slice(0, 1 + (i % 4)).join(' '))}${from}`
    }),
  }
}

/** Whole pages of sixty papers, of days and of their later pages. */
async function busyDays(store: Store): Promise<string[]> {
  const days = await store
    .selectFrom('papers')
    .select(({ fn }) => ['day', fn.countAll<number>().as('papers')])
    .where('day', '!=', '')
    .groupBy('day')
    .orderBy('day', 'desc')
    .execute()
  return days.flatMap(({ day, papers }) =>
    Array.from({ length: Math.floor(papers / 60) }, (_, i) => `/day/${day}?page=${i + 1}`),
  )
}

/** Papers from all over the store, always the same ones. */
async function sampled(store: Store, count: number): Promise<{ id: string; title: string }[]> {
  const all = await store
    .selectFrom('papers')
    .select(['id', 'title'])
    .where('mergedInto', 'is', null)
    .orderBy('titleHash')
    .limit(count)
    .execute()
  return all
}
