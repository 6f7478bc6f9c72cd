/**
 * How many digests are chosen, written and handed to a mail server in a second, by one process, and
 * what memory that takes: `npm run bench:digest`. The library is that of bench:pages.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { countPapers } from '#catalog'
import { openLinks, openPress, sendDue } from '#digest'
import { openMailer } from '#mail'
import { addDays, type Day } from '#paper'
import { openSearch, type Search } from '#search'
import { insertRows, openStore, type Store } from '#store'
import { pick, seeded } from '../test/seeded.ts'
import { makeLibrary } from './pages-library.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = process.env['BROADSHEET_BENCH'] ?? join(root, 'data/bench')
const corpus = process.env['BROADSHEET_CORPUS'] ?? join(root, '../shared/data/corpus')
const readers = Number(process.env['BROADSHEET_READERS'] ?? 20_000)
const watchesEach = 5
/** How many different queries are watched: each is asked once of a day's papers. */
const queries = Number(process.env['BROADSHEET_QUERIES'] ?? 5_000)

// The index is needed for the comparison alone, and takes minutes to make anew.
if (!existsSync(join(folder, 'whole'))) await makeLibrary(folder, corpus)
const scratch = mkdtempSync(join(tmpdir(), 'broadsheet-bench-digest-'))
copyFileSync(join(folder, 'broadsheet.db'), join(scratch, 'broadsheet.db'))

const office = fork(new URL('./digest/office.ts', import.meta.url), {
  stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
})
try {
  const [said]: unknown[] = office.stdout ? await once(office.stdout, 'data') : []
  const port = Number(String(said).match(/port (\d+)/)?.[1])
  await measure(`smtp://127.0.0.1:${port}?tls=never`)
} finally {
  office.kill()
  rmSync(scratch, { recursive: true })
}

async function measure(url: string): Promise<void> {
  await using store = await openStore(join(scratch, 'broadsheet.db'))
  await using search = await openSearch(store, { folder: join(folder, 'index') })
  const { day, papers } = await fullDay(store)
  const wanted = await someQueries(store)
  await subscribe(store, day, wanted)
  console.log(
    `${(await countPapers(store)).toLocaleString('en')} papers, ${papers} of them new; ${readers.toLocaleString('en')} readers with ${watchesEach} watches each out of ${wanted.length} queries; ${cpus().length} cores (${cpus()[0]?.model}), Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
  )
  await oneByOne(search, day, wanted)

  await using mailer = openMailer(url, { from: 'Broadsheet <paper@example.org>' })
  const at = new Date(`${addDays(day, 1)}T00:30:00Z`)
  const press = openPress({
    store,
    search,
    mailer,
    links: openLinks('https://papers.example.org', 'a secret of the bench'),
    now: () => at,
    perMinute: 1e9,
  })
  console.log('   digests      per s   per s of one core     memory')
  const report = reporter(store)
  const ticking = setInterval(() => void report(), 10_000)
  const sent = await sendDue(press, new AbortController().signal)
  clearInterval(ticking)
  await report()
  console.log(JSON.stringify(sent))
}

/** Prints what was done since the last time. */
function reporter(store: Store): () => Promise<void> {
  let [began, busy, before] = [performance.now(), process.cpuUsage(), 0]
  return async () => {
    const { sent } = await store
      .selectFrom('digests')
      .select(({ fn }) => fn.countAll<number>().as('sent'))
      .where('state', '=', 'sent')
      .executeTakeFirstOrThrow()
    const used = process.cpuUsage(busy)
    const seconds = (performance.now() - began) / 1000
    const core = (used.user + used.system) / 1e6
    const columns = [
      sent.toLocaleString('en').padStart(10),
      ((sent - before) / seconds).toFixed(0).padStart(10),
      ((sent - before) / core).toFixed(0).padStart(19),
      `${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`.padStart(10),
    ]
    console.log(columns.join(' '))
    ;[began, busy, before] = [performance.now(), process.cpuUsage(), sent]
  }
}

/** What it would take to ask the whole index for each watch of each reader. */
async function oneByOne(search: Search, day: Day, wanted: readonly string[]): Promise<void> {
  const some = wanted.slice(0, 100)
  const { ready } = await search.find({ text: some[0] ?? '' })
  if (!ready) return
  const began = performance.now()
  for (const text of some) await search.find({ text, from: day, to: day, count: 10 })
  const seconds = (performance.now() - began) / 1000
  const digests = some.length / watchesEach / seconds
  console.log(
    `for comparison, the whole index asked for each watch: enough for ${digests.toFixed(1)} digests a second, not counting the rest`,
  )
}

/** The latest day of the library with a thousand papers, or the fullest that it has. */
async function fullDay(store: Store): Promise<{ day: Day; papers: number }> {
  const days = await store
    .selectFrom('papers')
    .select(({ fn }) => ['day', fn.countAll<number>().as('papers')])
    .where('day', '!=', '')
    .groupBy('day')
    .orderBy('day', 'desc')
    .execute()
  const found =
    days.find(({ papers }) => papers >= 1000) ?? days.toSorted((a, b) => b.papers - a.papers)[0]
  if (!found || found.day === '') throw new Error('the library has no days')
  return { day: found.day, papers: found.papers }
}

/** Words of titles, authors and categories: what people watch. */
async function someQueries(store: Store): Promise<string[]> {
  const rows = await store
    .selectFrom('papers')
    .select(['title', 'authors', 'categories'])
    .orderBy('titleHash')
    .limit(queries)
    .execute()
  return rows.map(({ title, authors, categories }, i) => {
    const words = title.match(/\p{L}{5,}/gu) ?? ['paper']
    const names: string[] = JSON.parse(authors)
    const codes: string[] = JSON.parse(categories)
    if (i % 10 === 0 && names[0]) return `au:"${names[0].replace(/["\\]/g, '')}"`
    if (i % 10 === 1 && codes[0]) return `cat:${codes[0]} ${words[0]}`
    if (i % 10 === 2) return `"${words.slice(0, 2).join(' ')}"`
    return words.slice(0, 2 + (i % 2)).join(' ')
  })
}

async function subscribe(store: Store, day: Day, wanted: readonly string[]): Promise<void> {
  const random = seeded(7)
  const at = `${day}T12:00:00.000Z`
  const ids = Array.from({ length: readers }, (_, i) => `bench${i}`)
  const [first = '', ...rest] = wanted
  await store.transaction().execute(async (within) => {
    await insertRows(
      within,
      'subscriptions',
      ids.map((id, i) => ({
        id,
        reader: null,
        address: `reader${i}@domain${i % 500}.example`,
        state: 'on' as const,
        days: '1234567',
        hour: 0,
        zone: 'UTC',
        front: 10,
        trending: 5,
        forYou: 0,
        least: 0,
        ifNone: 'word' as const,
        dueAt: `${addDays(day, 1)}T00:00:00.000Z`,
        seen: 0,
        askedAt: at,
        confirmedAt: at,
        endedAt: null,
        endReason: '',
      })),
    )
    await insertRows(
      within,
      'watches',
      ids.flatMap((owner) =>
        Array.from({ length: watchesEach }, (_, n) => {
          const query = pick([first, ...rest], random)
          const kind = 'watch' as const
          return {
            id: `${owner}-${n}`,
            owner,
            about: 'query' as const,
            kind,
            name: query,
            query,
            most: 10,
            madeAt: at,
          }
        }),
      ),
    )
  })
}
