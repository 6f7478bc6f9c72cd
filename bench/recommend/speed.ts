import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { addReader } from '#accounts'
import { saveAll } from '#library'
import { addDays, type Day, dayOf, isDay, type PaperId } from '#paper'
import { forYou, lean, refreshShortlists, tasteOf } from '#recommend'
import { openSearch } from '#search'
import { openStore, type ReaderId, type Store } from '#store'
import { seeded } from '../../test/seeded.ts'
import { printTable, share } from './table.ts'

const folder = process.env['BROADSHEET_BENCH'] ?? 'data/bench'

/** How many papers a reader of the bench has kept, and how many readers a night has. */
const [light, heavy] = [30, 300]
const night = Number(process.env['BROADSHEET_NIGHT'] ?? 10_000)

/** A click, a page over a large library, and a night's refresh, on a copy of the library of bench:pages. */
export async function benchSpeed(): Promise<void> {
  if (!existsSync(join(folder, 'whole'))) {
    return console.log(
      `There is no library in ${folder}: bench:pages makes it (BROADSHEET_BENCH).\n`,
    )
  }
  const copy = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'))
  try {
    cpSync(join(folder, 'broadsheet.db'), join(copy, 'broadsheet.db'))
    await using store = await openStore(join(copy, 'broadsheet.db'))
    await using search = await openSearch(store, { folder: join(folder, 'index') })
    await measure({ store, search })
  } finally {
    rmSync(copy, { recursive: true })
  }
}

type Shelf = { readonly store: Store; readonly search: Awaited<ReturnType<typeof openSearch>> }

async function measure(shelf: Shelf): Promise<void> {
  const { store } = shelf
  const { n, last } = await store
    .selectFrom('papers')
    .select(({ fn }) => [fn.countAll<number>().as('n'), fn.max('day').as('last')])
    .executeTakeFirstOrThrow()
  const today = isDay(last) ? last : dayOf(new Date())
  const now = new Date(`${today}T12:00:00Z`)
  console.log(
    `speed: ${n.toLocaleString('en')} papers, today is ${today}; ${cpus().length} cores (${cpus()[0]?.model}), load ${loadavg()[0]?.toFixed(1)}`,
  )
  const draw = await drawer(shelf, today)
  const rows: string[][] = []
  for (const size of [light, heavy]) {
    const pages: number[] = []
    const clicks: number[] = []
    const noted: number[] = []
    const work: number[] = []
    const again: number[] = []
    for (let i = 0; i < 60; i++) {
      const reader = await makeReader(store, draw(size), now)
      await tasteOf(shelf, reader, now)
      const cpu = process.cpuUsage()
      const before = performance.now()
      const { papers } = await forYou(shelf, reader, { now })
      const { user, system } = process.cpuUsage(cpu)
      if (i >= 10) pages.push(performance.now() - before)
      if (i >= 10) work.push((user + system) / 1000)
      const clicked = papers[3]?.paper.id
      if (!clicked) continue
      const began = performance.now()
      await lean(store, reader, [clicked], 'more', now)
      if (i >= 10) noted.push(performance.now() - began)
      await tasteOf(shelf, reader, now)
      if (i >= 10) clicks.push(performance.now() - began)
      const next = performance.now()
      await forYou(shelf, reader, { now })
      if (i >= 10) again.push(performance.now() - next)
    }
    rows.push(line(`a click noted, ${size} papers kept`, noted, 20))
    rows.push(line(`and the taste made anew`, clicks, 20))
    rows.push(line(`For you the first time, ${size} papers kept`, pages, 60))
    rows.push(line('of which the processor works, on all cores', work, 120))
    rows.push(line(`For you after a click`, again, 60))
  }
  printTable(['', 'p50', 'p90', 'p99', 'target'], rows)
  await refreshNight(shelf, draw, now)
}

function line(name: string, times: readonly number[], target: number): string[] {
  const p99 = share(times, 0.99)
  const cells = [share(times, 0.5), share(times, 0.9), p99].map((ms) => `${ms.toFixed(1)} ms`)
  return [name, ...cells, `${target} ms ${p99 <= target ? 'held' : 'MISSED'}`]
}

/** Draws what a reader keeps: papers around a few of their own, most of them of the last year. */
async function drawer({ store, search }: Shelf, today: Day) {
  const random = seeded(8)
  const rows = await store
    .selectFrom('papers')
    .select('id')
    .where('day', '>=', addDays(today, -365))
    .where('mergedInto', 'is', null)
    .orderBy('titleHash')
    .limit(4000)
    .execute()
  const cards = await search.cards(rows.map(({ id }) => id))
  const circles: PaperId[][] = []
  for (let i = 0; i < 40; i++) {
    const { vector } = cards[Math.floor(random() * cards.length)]!
    const near = await search.around({ vector, terms: [] }, 150)
    circles.push(near.map(({ id }) => id))
  }
  return (size: number): PaperId[] => {
    const own = Array.from({ length: 4 }, () => circles[Math.floor(random() * circles.length)]!)
    const drawn = new Set<PaperId>()
    for (let tries = 0; drawn.size < size && tries < 20 * size; tries++) {
      const circle = own[Math.floor(random() * own.length)]!
      drawn.add(circle[Math.floor(random() * circle.length)]!)
    }
    return [...drawn]
  }
}

let readers = 0

async function makeReader(store: Store, papers: readonly PaperId[], now: Date): Promise<ReaderId> {
  const { id } = await addReader(store, { name: `Reader ${readers++}`, role: 'reader' }, now)
  await saveAll(store, id, papers, now)
  return id
}

/** The shortlists of many readers, made in the night from what came in of late. */
async function refreshNight(
  shelf: Shelf,
  draw: (size: number) => PaperId[],
  now: Date,
): Promise<void> {
  const measured = Math.min(night, 400)
  for (let i = 0; i < measured; i++) await makeReader(shelf.store, draw(light), now)
  const began = performance.now()
  const made = await refreshShortlists(shelf, { now })
  const each = (performance.now() - began) / made
  console.log(
    `a night: ${made} readers in ${((made * each) / 1000).toFixed(1)} s on one core, ${each.toFixed(1)} ms each; ${night.toLocaleString('en')} take ${((night * each) / 60_000).toFixed(1)} minutes, on two cores ${((night * each) / 120_000).toFixed(1)}\n`,
  )
}
