import { statfs } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Symptom } from '#symptom'
import { isGone } from './machine.ts'
import { isPostgres } from './postgres.ts'
import type { Store } from './store.ts'

/** Whether the database is whole. */
export async function checkDatabase(store: Store): Promise<Symptom[]> {
  const about = 'database'
  if (isPostgres(store)) {
    await sql`select 1`.execute(store)
    return [{ about, state: 'well', what: 'PostgreSQL answers.', doing: '' }]
  }
  const { rows } = await sql<{ quickCheck: string }>`pragma quick_check(3)`.execute(store)
  const faults = rows.map((row) => row.quickCheck).filter((line) => line !== 'ok')
  if (faults.length === 0)
    return [{ about, state: 'well', what: 'SQLite finds it whole.', doing: '' }]
  const what = `SQLite finds it damaged: ${faults.join('; ')}.`
  return [{ about, state: 'ill', what, doing: 'Stop Broadsheet and restore the last backup.' }]
}

const gibibyte = 1024 ** 3

/** Whether there is room to write. */
export async function checkRoom(folder: string): Promise<Symptom[]> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const what = `${(free / gibibyte).toFixed(1)} GB are free in ${folder}.`
  if (free > 2 * gibibyte) return [{ about: 'disk', state: 'well', what, doing: '' }]
  const doing = 'Make room, or move the data folder (BROADSHEET_DATA).'
  return [{ about: 'disk', state: free > gibibyte / 4 ? 'watch' : 'ill', what, doing }]
}

/** Who is at work, and what the dead have left behind. */
export async function checkLeases(store: Store, now: Date): Promise<Symptom[]> {
  const leases = await store.selectFrom('leases').selectAll().orderBy('name').execute()
  const at = now.toISOString()
  const held = leases.filter(({ holder, until }) => until >= at && !isGone(holder))
  const left = leases.filter((lease) => !held.includes(lease))
  const worker = held.some(({ name }) => name === 'work')
  const others = held.flatMap(({ name }) => (name === 'work' ? [] : name))
  return [
    worker
      ? {
          about: 'worker',
          state: 'well',
          what: `A worker is at work${others.length > 0 ? `, just now at ${others.join(', ')}` : ''}.`,
          doing: '',
        }
      : {
          about: 'worker',
          state: 'watch',
          what: 'No worker is at work, so nothing is harvested, indexed or sent by itself.',
          doing: 'Start one: broadsheet serve, or broadsheet work.',
        },
    ...left.map(({ name }): Symptom => ({
      about: 'lease',
      state: 'watch',
      what: `A process ended without giving back “${name}”.`,
      doing: 'Nothing is to be done: whoever needs it next takes it.',
    })),
  ]
}
