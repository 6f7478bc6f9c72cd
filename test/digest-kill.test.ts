import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { askFor, turnOn } from '#digest'
import { openStore } from '#store'
import type { SenderErrand } from './digest/sender.ts'
import { openPostOffice, type Received, type Whim } from './post-office.ts'
import { seeded } from './seeded.ts'
import { keepAll, paperOn } from './site.ts'

/**
 * How often the process is killed, and how many readers it writes to: a few, or as many as
 * BROADSHEET_DIGEST_KILLS says and twenty for each.
 */
const kills = Number(process.env['BROADSHEET_DIGEST_KILLS'] ?? 2)
const readers = Math.max(48, kills * 20)

const zones = [
  'Pacific/Auckland Australia/Sydney Australia/Adelaide Asia/Tokyo Asia/Shanghai Asia/Bangkok',
  'Asia/Dhaka Asia/Kathmandu Asia/Kolkata Asia/Karachi Asia/Dubai Asia/Tehran Europe/Moscow',
  'Europe/Athens Europe/Berlin Europe/London Atlantic/Azores America/Sao_Paulo America/St_Johns',
  'America/Halifax America/New_York America/Chicago America/Los_Angeles Pacific/Honolulu',
].flatMap((line) => line.split(' '))
const hours = [2, 7, 1]

const changes = [
  ['forward', '2026-03-28T00:00:00Z', '2026-03-30T00:00:00Z'],
  ['back', '2026-10-24T00:00:00Z', '2026-10-26T00:00:00Z'],
] as const

for (const [way, from, until] of changes) {
  test(`killed at any moment while the clocks go ${way}, every digest comes once`, async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'broadsheet-digest-kill-'))
    context.after(() => rmSync(folder, { recursive: true }))
    const random = seeded(way.length)
    const taken: Taken[] = []
    await using office = await openPostOffice({
      whim: ({ to, times }) => whimFor(to, times),
      keep: (letter, _, session) => taken.push({ ...readLetter(letter), session }),
    })
    const rhythms = await subscribeAll(folder, from)

    let at: string = from
    const end = new Date(Date.parse(until) + 12 * 3_600_000).toISOString()
    const errand = { folder, office: office.url, until: end }
    for (let i = 0; i < kills; i++) {
      const how =
        i % 2 === 0 ? { killAfter: random() * 900 } : { killAt: 30 + Math.floor(random() * 900) }
      at = await run({ ...errand, from: at, ...how })
    }
    await run({ ...errand, from: at })

    const due = rhythms.flatMap(({ address, zone, hour }) =>
      daysOf(zone, hour, from, until).map((day) => `${address} ${day}`),
    )
    const copies = Map.groupBy(taken, ({ to, day }) => `${to} ${day}`)
    assert.deepEqual(
      due.filter((one) => !copies.has(one)),
      [],
      'digests that never came',
    )
    let repeated = 0
    for (const [one, letters] of copies) {
      if (letters.length === 1) continue
      repeated++
      assert.equal(letters.length, 2, `${one} came ${letters.length} times`)
      const [first, second] = letters
      assert.equal(first?.messageId, second?.messageId)
      // Its connection broke off right after it: nothing else ever came that way.
      const last = taken.findLast(({ session }) => session === first?.session)
      assert.equal(last, first, `${one} was sent again although its server had answered`)
    }
    context.diagnostic(`${due.length} digests, ${kills} kills, ${repeated} sent again`)
  })
}

type Taken = { to: string; day: string; messageId: string; session: string }

/** What the server thinks of an address the first time, the second … */
function whimFor(to: string, times: number): Whim | undefined {
  const number = Number(to.match(/\d+/)?.[0] ?? 0)
  if (number % 17 === 3 && times === 1) return { at: 'recipient', code: 451 }
  if (number % 29 === 4 && times === 1) return { at: 'end' }
  if (number % 31 === 5 && times === 2) return { at: 'letter', code: 452 }
  if (number % 37 === 6 && times === 1) return { at: 'middle' }
  if (number % 41 === 7 && times === 1) return { at: 'recipient', code: 421 }
  if (number % 43 === 8) return { at: 'answer', milliseconds: 40 }
  return undefined
}

function readLetter({ to, bytes }: Received) {
  const [, messageId = '', day = ''] =
    bytes.toString().match(/^Message-ID: (<digest\.([\d-]+)\..+>)/m) ?? []
  return { to, messageId, day }
}

async function subscribeAll(folder: string, from: string) {
  await using store = await openStore(join(folder, 'broadsheet.db'))
  const day = from.slice(0, 10)
  await keepAll(
    store,
    Array.from({ length: 30 }, (_, i) => paperOn(day, `2603.${10_000 + i}`)),
  )
  // Asked for before anything is due.
  const before = new Date(Date.parse(from) - 1)
  const rhythms = Array.from({ length: readers }, (_, i) => ({
    address: `reader${i}@example.com`,
    zone: zones[i % zones.length] ?? 'UTC',
    hour: hours[Math.floor(i / zones.length) % hours.length] ?? 7,
  }))
  for (const { address, zone, hour } of rhythms) {
    const id = await askFor(store, { address, zone, hour, days: '1234567' }, before)
    await turnOn(store, id, before)
  }
  await store.deleteFrom('jobs').execute()
  return rhythms
}

/**
 * The days of a zone on which its clocks come to an hour within a span, found by looking at the clock
 * every quarter of an hour. An hour that is leapt over has come when a later one is shown.
 */
function daysOf(zone: string, hour: number, from: string, until: string): string[] {
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
  const quarter = 900_000
  const come = (at: number) => {
    const [day = '', time = ''] = clock.format(at).split(' ')
    return { day, come: Number(time.slice(0, 2)) >= hour }
  }
  const days = new Set<string>()
  for (let at = Date.parse(from); at < Date.parse(until); at += quarter) {
    const [before, now] = [come(at - quarter), come(at)]
    if (now.come && (!before.come || before.day !== now.day)) days.add(now.day)
  }
  return [...days]
}

type How = { killAfter?: number; killAt?: number }

/** Runs the sender to its end or until it is killed, and says how far its clock had come. */
async function run({ killAfter, ...errand }: SenderErrand & How): Promise<string> {
  const child = spawn(
    process.execPath,
    ['--import', './src/jsx.ts', 'test/digest/sender.ts', JSON.stringify(errand)],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(errand.folder, 'compiled') },
    },
  )
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)))
  let said = ''
  let killing: Promise<void> | undefined
  for await (const piece of child.stdout.setEncoding('utf8')) {
    said += piece
    if (killAfter !== undefined)
      killing ??= setTimeout(killAfter).then(() => void child.kill('SIGKILL'))
  }
  await killing
  const code = await ended
  assert.ok(code === null || (code === 0 && said.includes('done')), `the sender ended with ${code}`)
  return (
    said
      .match(/at (\S+)/g)
      ?.at(-1)
      ?.slice(3) ?? errand.from
  )
}
