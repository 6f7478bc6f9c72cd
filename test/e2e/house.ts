/** A whole house for browser tests: papers in a folder, a server on it, a browser in front of it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { addDays, type Day, dayOf } from '#paper'
import { openSearch } from '#search'
import { openStore } from '#store'
import { aDay, keepAll, paperOn, putTogether } from '../site.ts'

export const today: Day = dayOf(new Date())
export const before: Day = addDays(today, -2)

/** Where Chromium is, or why the browser tests are skipped. */
export function findBrowser(): { path: string } | { skip: string } {
  const path = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  return existsSync(path) ? { path } : { skip: `no browser at ${path}: name one in CHROMIUM` }
}

export function openBrowser(path: string): Promise<Browser> {
  const quiet = ['background-networking', 'component-update', 'sync', 'gpu', 'quic']
  return chromium.launch({
    executablePath: path,
    args: ['--no-sandbox', '--no-first-run', ...quiet.map((part) => `--disable-${part}`)],
  })
}

/** Starts a server of its own process on a folder with papers. */
export async function openHouse(
  settings: Record<string, string> = {},
  furnish: (folder: string) => Promise<void> = fill,
): Promise<{ address: string; folder: string } & AsyncDisposable> {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  await furnish(folder)
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const server = spawn(
    process.execPath,
    ['--import', join(root, 'src/jsx.ts'), join(root, 'src/main.ts'), 'serve', '--no-work'],
    {
      env: { ...process.env, BROADSHEET_DATA: folder, PORT: '0', LOG_LEVEL: 'warn', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const address = await Promise.race([addressIn(server.stdout), addressIn(server.stderr)])
  return {
    address,
    folder,
    async [Symbol.asyncDispose]() {
      server.kill('SIGTERM')
      await once(server, 'exit')
      rmSync(folder, { recursive: true })
    },
  }
}

/** The address that a server tells when it listens. */
async function addressIn(output: NodeJS.ReadableStream): Promise<string> {
  let told = ''
  for await (const line of createInterface({ input: output })) {
    told += `${line}\n`
    const [address] = line.match(/http:\/\/[\w.]+:\d+/) ?? []
    if (address) return address
  }
  throw new Error(`the server ended before it listened:\n${told}`)
}

const titles = [
  'Sourdough under load',
  'Yeast and the rise of $O(n \\log n)$ loaves',
  'A long name: Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikantenverband',
  'על הלחם',
  'Ovens that learn',
  'Crumb structure by tomography',
]

const short = 'We measure how loaves rise. '.repeat(24)

const abstract =
  short +
  'The energy is $$E = \\sum_{i=1}^{n} \\frac{\\alpha_i}{\\beta_i} + \\int_0^\\infty e^{-x^2} \\, dx ' +
  '+ \\sum_{i=1}^{n} \\frac{\\alpha_i}{\\beta_i} + \\sum_{i=1}^{n} \\frac{\\alpha_i}{\\beta_i}$$ at most. ' +
  'Code: https://github.com/someone/a-very-long-name-of-a-repository-about-bread'

async function fill(folder: string): Promise<void> {
  await using store = await openStore(join(folder, 'broadsheet.db'))
  const many = Array.from({ length: 70 }, (_, i) =>
    paperOn(today, `2611.2${String(i).padStart(4, '0')}`, {
      title: titles[i] ?? `Loaf number ${i}`,
      abstract: i < titles.length ? abstract : short,
      categories: i % 3 === 0 ? ['cs.CV', 'cs.LG'] : i % 7 === 0 ? ['math.CO'] : ['cs.LG'],
      authors:
        i === 4 ? Array.from({ length: 90 }, (__, n) => `Baker Number${n}`) : ['Ada Lovelace'],
    }),
  )
  await keepAll(store, [...many, paperOn(before, '2611.10001', { title: 'Stale bread' })])
  // A paper that has a lab.
  await keepAll(store, [
    paperOn('2023-09-29', '2309.17453', {
      title: 'Efficient Streaming',
      abstract: short.repeat(2),
    }),
  ])
  await putTogether(
    store,
    { id: 'jan-5', name: 'Bread Daily', day: aDay('2026-01-05'), note: 'The year is assumed.' },
    many.slice(0, 3).map((record) => ({
      record,
      shown: { authors: 5, day: aDay('2026-01-02'), comments: 2 },
    })),
  )
  await using search = await openSearch(store, { folder: join(folder, 'index') })
  await search.refresh()
}
