import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { dayOf } from '#paper'
import { soak } from './soak/soak.ts'
import { faultsIn } from './soak/verdict.ts'
import { livingPapers } from './soak/world.ts'

/** As many days as BROADSHEET_SOAK says, or a weekend and the day after it. `npm run soak:harvest` takes a year. */
const days = Number(process.env['BROADSHEET_SOAK'] ?? 3)

test('days of a bad connection, with kills, end with every paper once and every day told right', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-soak-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const database = join(folder, 'broadsheet.db')
  const from = dayOf(new Date('2026-11-20')) // a Friday
  const { papers } = await livingPapers('invented', from, days)

  const so = await soak({ papers, from, days, kills: Math.ceil(days / 2), database })

  assert.deepEqual(so.hurried, [])
  assert.deepEqual(await faultsIn(database, papers, { from, days }), [])
  assert.ok(so.faults * 10 > so.requests, `${so.faults} faults in ${so.requests} requests`)
})
