import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { addReader } from '#accounts'
import { openStore } from '#store'
import { seeded } from './seeded.ts'
import { keepAll, paperOn } from './site.ts'

const kills = Number(process.env['BROADSHEET_KILLS'] ?? 2)
const notes = 80

test('what carries a key is done once, however often its server is killed', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'broadsheet.db')
  {
    await using store = await openStore(file)
    await keepAll(store, [paperOn('2026-11-20', '2611.10001')])
    await addReader(store, { name: 'Ada' })
  }
  const random = seeded(11)

  let died = 0
  for (let i = 0; i < kills; i++) {
    if ((await run(file, folder, 5 + random() * 60)) === 'SIGKILL') died++
  }
  await run(file, folder)

  assert.ok(died > 0, 'it was never killed')
  await using store = await openStore(file)
  const written = await store.selectFrom('notes').select(['id', 'body']).execute()
  const answered = await store.selectFrom('replies').select(['status', 'body']).execute()
  assert.equal(written.length, notes)
  assert.equal(new Set(written.map(({ body }) => body)).size, notes)
  assert.deepEqual(
    new Set(answered.map(({ status, body }) => `${status} ${body}`)),
    new Set(written.map(({ id }) => `201 ${id}`)),
  )
})

/** Writes all notes, or is killed so many milliseconds after the store was opened. */
async function run(file: string, folder: string, killAfter?: number) {
  const child = spawn(process.execPath, ['test/kill/keyed.ts', file, 'ada', String(notes)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
  })
  const ended = new Promise<NodeJS.Signals | null>((end, fail) => {
    child.on('error', fail)
    child.on('close', (code, signal) =>
      code === 0 || signal ? end(signal) : fail(new Error(`it ended with ${code}`)),
    )
  })
  for await (const _ of child.stdout) {
    if (killAfter === undefined) continue
    await setTimeout(killAfter)
    child.kill('SIGKILL')
    break
  }
  return ended
}
