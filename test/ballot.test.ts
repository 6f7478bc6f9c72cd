import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { killing, prepare } from './ballot/ballot.ts'
import { seeded } from './seeded.ts'

/** How often the server is killed: twice, or as often as BROADSHEET_KILLS says. */
const kills = Number(process.env['BROADSHEET_KILLS'] ?? 2)

test('votes that were acknowledged are there, once, after the server was killed', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-ballot-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const ballot = await prepare(folder, undefined, { connections: 4, papers: 12 })

  const { lost, doubled, acknowledged } = await killing(ballot, kills, seeded(4))

  await ballot.store.destroy()
  assert.ok(acknowledged > 0, 'nobody voted')
  assert.deepEqual({ lost, doubled }, { lost: 0, doubled: 0 })
})
