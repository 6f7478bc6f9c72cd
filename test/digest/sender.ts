/**
 * Sends what falls due from one instant to another, hour by hour on a clock of its own, in a process
 * that can be killed: at its n-th statement to the database if `killAt` says so, or by whoever
 * started it.
 */
import { join } from 'node:path'
import { StatementSync } from 'node:sqlite'
import { openLinks, openPress, sendDue } from '#digest'
import { openMailer } from '#mail'
import { openSearch } from '#search'
import { openStore } from '#store'

export type SenderErrand = {
  readonly folder: string
  readonly office: string
  readonly from: string
  readonly until: string
  readonly killAt?: number
}

const errand: SenderErrand = JSON.parse(process.argv[2] ?? '{}')
let statements = 0
for (const verb of ['run', 'all'] as const) {
  const original: (...values: never[]) => unknown = StatementSync.prototype[verb]
  // Not a stand-in: the statement runs as ever, unless this is where the power fails.
  function counted(this: StatementSync, ...values: never[]): unknown {
    if (++statements === errand.killAt) process.kill(process.pid, 'SIGKILL')
    return Reflect.apply(original, this, values)
  }
  Object.assign(StatementSync.prototype, { [verb]: counted })
}

const hour = 3_600_000
let at = new Date(errand.from)

await using store = await openStore(join(errand.folder, 'broadsheet.db'))
await using search = await openSearch(store, { folder: join(errand.folder, 'index') })
await using mailer = openMailer(errand.office, {
  from: 'Broadsheet <paper@example.org>',
  patience: 2_000,
})
const press = openPress({
  store,
  search,
  mailer,
  links: openLinks('https://papers.example.org', 'a secret of the tests'),
  now: () => at,
  perMinute: 1_000_000,
})
for (; at < new Date(errand.until); at = new Date(at.getTime() + hour)) {
  console.log(`at ${at.toISOString()}`)
  // A server in trouble is left alone until the next hour.
  await sendDue(press, AbortSignal.timeout(60_000)).catch((error: unknown) =>
    console.error(String(error)),
  )
}
console.log('done')
