import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { countPapers, editions, entriesOf, papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import { harvest, starterCatalogue } from '#harvest'
import { isArxivId, titleKey } from '#paper'
import { testOnBoth } from '../../test/testing.ts'

const signal = new AbortController().signal

testOnBoth(
  'the starter catalogue is an edition of 194 papers under its families',
  async (store) => {
    const done = await harvest(store, starterCatalogue(), signal)

    assert.deepEqual([done.added, done.aside, done.editions], [194, 0, 1])
    assert.equal(await countPapers(store), 194)
    const [edition] = await editions(store)
    assert.deepEqual(
      [edition?.id, edition?.name, edition?.papers],
      ['starter', 'Starter catalogue', 194],
    )

    const entries = await entriesOf(store, 'starter')
    const sections = entries.map(({ section }) => section)
    const headings = sections.filter((section, i) => section !== sections[i - 1])
    assert.equal(headings.length, new Set(sections).size)
    assert.ok(headings.length >= 10)
    const papers = await papersOf(
      store,
      entries.map(({ paper }) => paper),
    )
    for (const [i, { publishedAt }] of papers.entries()) {
      if (sections[i] !== sections[i + 1]) continue
      assert.ok(publishedAt <= (papers[i + 1]?.publishedAt ?? ''), `${sections[i]}: oldest first`)
    }
  },
)

test('every paper of the starter catalogue has its facts and our summary, and no abstract', async () => {
  const [batch] = await Array.fromAsync(starterCatalogue().batches(undefined, signal))
  const records = batch?.records ?? []

  for (const { id, title, authors, summary, abstract, publishedAt } of records) {
    assert.ok(id && isArxivId(id), title)
    assert.ok(authors?.length, title)
    assert.ok(summary && summary.length > 100 && summary.length < 400, title)
    assert.ok(publishedAt && /^\d{4}-\d\d(-\d\d)?$/.test(publishedAt), title)
    assert.equal(abstract, undefined, title)
  }
  assert.equal(new Set(records.map(({ id }) => id)).size, 194)
  assert.equal(new Set(records.map(({ title }) => titleKey(title))).size, 194)
})

testOnBoth(
  'the starter catalogue is taken in once, and another release of it once more',
  async (store, context) => {
    const file = copyOf(context, (text) => text)
    await harvest(store, starterCatalogue(file), signal)

    const again = await harvest(store, starterCatalogue(file), signal)
    const shorter = copyOf(context, (text) => text.split('\n').slice(1).join('\n'))
    const released = await harvest(store, starterCatalogue(shorter), signal)

    assert.deepEqual([again.unchanged, again.editions], [0, 0])
    assert.deepEqual([released.added, released.unchanged, released.editions], [0, 193, 1])
    assert.equal((await entriesOf(store, 'starter')).length, 193)
  },
)

test('a starter catalogue that somebody broke is refused with its line', async (context) => {
  for (const breaking of [
    (text: string) => text.replace('\n', '\n{"arxivId": "cut\n'),
    (text: string) => text.replace('\n', '\n{"arxivId": "2401.00001"}\n'),
    (text: string) => text.replace(/\n\{"arxivId": "[^"]+"/, '\n{"arxivId": "nothing"'),
  ]) {
    const file = copyOf(context, breaking)
    await assert.rejects(
      harvestNothing(file),
      (error) => error instanceof DomainError && error.message.startsWith(`${file}, line 2: `),
    )
  }
})

const harvestNothing = (file: string) =>
  Array.fromAsync(starterCatalogue(file).batches(undefined, signal))

function copyOf(context: TestContext, change: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  context.after(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'papers.jsonl'), change(readFileSync('starter/papers.jsonl', 'utf8')))
  return join(folder, 'papers.jsonl')
}
