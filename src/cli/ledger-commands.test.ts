import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { keep } from '#catalog'
import { readPaperId } from '#paper'
import { openStore } from '#store'
import { inventedPapers } from '../../test/arxiv/papers.ts'
import { playArxiv } from '../../test/arxiv/server.ts'
import { said } from '../../test/said.ts'
import { timeInWords } from './backfill.ts'

test('a backfill brings in everything, and a second one nothing', async (t) => {
  const BROADSHEET_DATA = scratch(t)
  await using arxiv = await playArxiv({ papers: inventedPapers(50), now: () => new Date() })
  const command = ['backfill', 'arxiv', '--set', 'cs', '--from', '2026-09-01', '--base', arxiv.oai]
  const held = inventedPapers(50).filter(({ categories }) =>
    categories.some((one) => one.startsWith('cs.')),
  ).length

  const first = await said(command, { BROADSHEET_DATA, BROADSHEET_CONTACT: 'ada@example.org' })

  assert.equal(first.code, 0, first.words)
  assert.match(first.out, new RegExp(`arxiv:cs:.*history: ${held} new`))
})

test('time left is told in the words of its length', () => {
  const cases: [seconds: number, words: string][] = [
    [40, '40 s'],
    [300, '5 min'],
    [7500, '2 h 5 min'],
    [273_600, '3 days 4 h'],
  ]
  for (const [seconds, words] of cases) assert.equal(timeInWords(seconds), words)
})

test('the keeper corrects the calendar', async (t) => {
  const BROADSHEET_DATA = scratch(t)

  const corrected = await said(['calendar', 'quiet', '2027-03-02', '--note', 'a storm'], {
    BROADSHEET_DATA,
  })
  const weekend = await said(['calendar', 'quiet', '2027-03-05'], { BROADSHEET_DATA })
  const forgotten = await said(['calendar', 'forget', '2027-03-02', '--json'], { BROADSHEET_DATA })

  assert.match(corrected.out, /2027-03-02\n[^]*Corrected here:\n {2}2027-03-02 quiet a storm/)
  assert.equal(weekend.code, 2)
  assert.match(weekend.words, /a weekend/)
  assert.deepEqual(JSON.parse(forgotten.out).corrections, [])
})

test('the keeper makes one of two papers, and two of one', async (t) => {
  const BROADSHEET_DATA = scratch(t)
  const store = await openStore(join(BROADSHEET_DATA, 'broadsheet.db'))
  const records = ['2401.00001', 'doi:10.1000/7'].map((id) => ({
    id: readPaperId(id),
    title: `Called ${id}`,
  }))
  await store.transaction().execute((within) => keep(within, 'citation', records))
  await store.destroy()

  const one = await said(['merge', 'doi:10.1000/7', '2401.00001'], { BROADSHEET_DATA })
  const shown = await said(['show', 'doi:10.1000/7', '--json'], { BROADSHEET_DATA })
  const two = await said(['unmerge', 'doi:10.1000/7'], { BROADSHEET_DATA })
  const half = await said(['merge', 'doi:10.1000/7'], { BROADSHEET_DATA })

  assert.match(one.out, /doi:10.1000\/7 → 2401.00001: the keeper said so/)
  assert.deepEqual(JSON.parse(shown.out).otherIds, ['doi:10.1000/7'])
  assert.match(two.out, /doi:10.1000\/7 stands by itself again/)
  assert.equal(half.code, 2)
})

function scratch(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  context.after(() => rmSync(folder, { recursive: true }))
  return folder
}
