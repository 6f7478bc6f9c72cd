import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { checkDay } from '#harvest'
import { addDays, dayOf } from '#paper'
import { openStore, takeLease } from '#store'
import type { Symptom } from '#symptom'
import { inventedPapers } from '../../test/arxiv/papers.ts'
import { playArxiv } from '../../test/arxiv/server.ts'
import { said } from '../../test/said.ts'

test('the doctor says of a healthy house that it is', async (t) => {
  const folder = scratch(t)
  await (await openStore(join(folder, 'broadsheet.db'))).destroy()

  const { code, symptoms } = await examine(folder)

  assert.equal(code, 0)
  assert.equal(symptoms.get('database')?.what, 'SQLite finds it whole.')
  assert.equal(symptoms.get('disk')?.state, 'well')
  assert.match(symptoms.get('worker')?.doing ?? '', /broadsheet serve/)
  assert.match(symptoms.get('sources')?.doing ?? '', /BROADSHEET_HARVEST/)
})

test('it says which days are not whole, what was never harvested, and who is at work', async (t) => {
  const folder = scratch(t)
  await using store = await openStore(join(folder, 'broadsheet.db'))
  await using arxiv = await playArxiv({
    papers: inventedPapers(900, { from: addDays(dayOf(new Date()), -5) }),
    now: () => new Date(),
    // The lists have it, and no other road.
    hides: (road) => road === 'query',
  })
  await checkDay(store, 'cs.LG', new AbortController().signal, { ...arxiv, pace: 0 })
  await using worker = await takeLease(store, 'work')
  assert.ok(worker)

  const { code, symptoms } = await examine(folder, { BROADSHEET_HARVEST: 'cs' })

  assert.equal(code, 0)
  assert.match(
    symptoms.get('ledger of cs.LG')?.what ?? '',
    /is short: \d+ of \d+ announced papers are not held/,
  )
  assert.match(symptoms.get('arxiv:cs')?.what ?? '', /never harvested/)
  assert.match(symptoms.get('worker')?.what ?? '', /A worker is at work/)
})

test('a database that cannot be read is ill, and the doctor lives', async (t) => {
  const folder = scratch(t)
  writeFileSync(
    join(folder, 'broadsheet.db'),
    'this is no database, and is long enough to be seen as none',
  )

  const { code, symptoms } = await examine(folder)

  assert.equal(code, 1)
  assert.equal(symptoms.get('database')?.state, 'ill')
})

async function examine(folder: string, environment: Record<string, string> = {}) {
  const { code, out } = await said(['doctor', '--json'], {
    BROADSHEET_DATA: folder,
    ...environment,
  })
  const all: Symptom[] = JSON.parse(out)
  return { code, symptoms: new Map(all.map((one) => [one.about, one])) }
}

function scratch(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  context.after(() => rmSync(folder, { recursive: true }))
  return folder
}
