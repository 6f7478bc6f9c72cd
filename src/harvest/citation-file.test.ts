import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { countPapers } from '#catalog'
import { fileSource, harvest } from '#harvest'
import { openStore } from '#store'
import { sharedFile } from '../../test/testing.ts'
import { citationFile } from './citation-file.ts'
import type { Aside, Batch } from './source.ts'

const fixtures = 'test/fixtures/citations'

test('a BibTeX file gives its papers, LaTeX and all, and sets aside what is broken', async () => {
  const { records, asides } = await everythingIn(`${fixtures}/library.bib`)

  assert.deepEqual(records, [
    {
      id: '2103.90001',
      title: 'Na{\\"\\i}ve {B}ayes on $\\ell_1$ Ferries \\& Their Crews',
      abstract:
        'We cross 50\\% of the river. "Half a crossing" is enough for {$x < 2$}.\n\nA second paragraph.',
      authors: ['Ada Fielding', 'Emil van der {\\O}re Jr.', 'The LAMP Collaboration'],
      publishedAt: '2021-03',
      doi: '10.12345/JFS.2021.7',
      venue: 'Journal of Ferry Science, 2nd series',
    },
    {
      id: '2204.90002',
      title: 'Moths Around a Lamp',
      authors: ['Emmy Ort', 'Sofia Platz'],
      publishedAt: '2022',
    },
    {
      id: 'acl:N19-9001',
      title: '{Whole} and {Part}',
      authors: ['Yi Ren Falk'],
      publishedAt: '2019-06-02',
      doi: '10.18653/v1/N19-9001',
      venue: "Proceedings of Lantern '19",
    },
    { title: 'A Book That Has No Identifier', authors: ['Ada Fielding', 'Emmy Ort'] },
    { title: 'One Brace Too Many' },
  ])
  assert.deepEqual(asides.map(inShort), [
    'line 31: this is not well-formed BibTeX',
    'line 33: the entry is not closed',
    'line 39: “date” is no date',
    'line 41: a field stands outside of any entry',
    'line 44: the record has no title',
  ])
})

test('a RIS file gives its papers, also where an entry does not end', async () => {
  const { records, asides } = await everythingIn(`${fixtures}/library.ris`)

  assert.deepEqual(records, [
    {
      id: '2103.90003',
      title: 'On Ferries - and What They Carry',
      abstract: 'We carry lamps and moths.',
      authors: ['Ada Fielding', 'Emmy Ort'],
      publishedAt: '2021-03-04',
      doi: '10.12345/JFS.2021.8',
      venue: 'Journal of Ferry Science',
    },
    {
      title: 'A Title in the Old Manner',
      authors: ['The LAMP Collaboration'],
      publishedAt: '2019',
    },
    { title: 'The One Before Did Not End', publishedAt: '2020' },
  ])
  assert.deepEqual(asides.map(inShort), ['line 23: the record has no title'])
})

test('a CSL-JSON list gives its papers, also where it is broken or cut', async () => {
  const { records, asides } = await everythingIn(`${fixtures}/library.json`)

  assert.deepEqual(records, [
    {
      id: 'doi:10.12345/jfs.2021.9',
      title: 'Ferries in <i>H</i><sub>2</sub>O',
      abstract: 'We ask: what do {braces} and "quotes" cost?',
      authors: ['Emil van der Øre Jr.', 'The LAMP Collaboration'],
      publishedAt: '2021-03-04',
      doi: '10.12345/JFS.2021.9',
      venue: 'Journal of Ferry Science',
    },
    { id: '2103.90004', title: 'A Preprint', publishedAt: '2021' },
  ])
  assert.deepEqual(asides.map(inShort), [
    'line 15: “author” is not as CSL-JSON has it',
    'line 16: this is not whole JSON',
    'line 17: the record has no title',
    'line 18: “date” is no date',
    'line 19: this is not whole JSON',
  ])
})

test('citations are told by their content, packed or not, and importing them again changes nothing', async (t) => {
  await using store = await openStore(':memory:')
  const take = async (file: string) =>
    harvest(store, await fileSource(file), new AbortController().signal)
  const packed = aFile(t, 'library.gz', gzipSync(readFileSync(`${fixtures}/library.bib`)))

  const done = []
  for (const name of ['library.bib', 'library.ris', 'library.json']) {
    done.push(await take(`${fixtures}/${name}`))
  }
  const again = await take(packed)

  assert.deepEqual(
    done.map(({ added, aside }) => [added, aside]),
    [
      [5, 5],
      [3, 1],
      [2, 5],
    ],
  )
  assert.deepEqual([again.added, again.changed, again.unchanged], [0, 0, 5])
  assert.equal(await countPapers(store), 10)
})

test('a reading that broke off goes on where it was', async () => {
  const file = `${fixtures}/library.bib`
  const source = citationFile(file, { batchSize: 2 })
  let first: Batch | undefined
  for await (first of source.batches(undefined, never)) break

  const rest = await everythingIn(file, first?.place)

  const all = await everythingIn(file)
  assert.deepEqual([...(first?.records ?? []), ...rest.records], all.records)
  assert.deepEqual([...(first?.asides ?? []), ...rest.asides], all.asides)
})

test('strings that grow out of strings, braces without end and 2 MB of anything cost little', async (t) => {
  const grown = Array.from(
    { length: 30 },
    (_, i) => `@string{s${i + 1} = ${Array(10).fill(`s${i}`).join(' # ')}}\n`,
  ).join('')
  const hostile = {
    strings: `@string{s0 = "ha"}\n${grown}@misc{a, title = {Grown} # s30 # s0}\n`,
    braces: `@misc{a, title = ${'{'.repeat(2_000_000)}\n`,
    abstract: `@misc{a, title = {Long}, abstract = {${'a '.repeat(1_000_000)}}}\n`,
    junk: `@misc{a, title = {B}}\n${'@a{'.repeat(100_000)}${' \n'.repeat(500_000)}@`,
    names: `@misc{a, title = {B}, author = {${'a and {'.repeat(20_000)}}}\n`,
  }

  for (const [name, text] of Object.entries(hostile)) {
    const started = performance.now()
    const { records, asides } = await everythingIn(aFile(t, `${name}.bib`, text))
    assert.ok(performance.now() - started < 1500, `${name} takes long`)
    assert.ok(records.length + asides.length > 0, name)
    assert.ok(records.every((record) => record.title.length < 100))
  }
})

for (const [list, kept] of [
  ['chi-1983', 60],
  ['sigir-2020', 190],
  ['tois', 185],
] as const) {
  test(`the recorded list ${list} is read as far as it goes`, async (t) => {
    const file = sharedFile(t, `data/protocols/bibtex-acm/${list}.bib.gz`)
    if (!file) return

    const { records, asides } = await everythingIn(file)

    assert.equal(records.length, kept)
    assert.equal(
      asides.length,
      list === 'chi-1983' ? 0 : 1,
      'two of them are cut in their last entry',
    )
    for (const { id, authors = [], publishedAt, venue } of records) {
      assert.match(id ?? '', /^doi:10\.1145\//)
      assert.match(publishedAt ?? '2020', /^(1983|20[12]\d(-\d\d)?)$/) // one has none
      assert.ok(venue)
      for (const name of authors) assert.doesNotMatch(name, /[,;()]| and |^\P{L}/u)
    }
  })
}

const never = new AbortController().signal

async function everythingIn(file: string, after?: string) {
  const records = []
  const asides: Aside[] = []
  for await (const batch of citationFile(file, { batchSize: 3 }).batches(after, never)) {
    records.push(...batch.records)
    asides.push(...(batch.asides ?? []))
  }
  return { records, asides }
}

/** Where it is and how its reason begins. */
const inShort = ({ spot, reason }: Aside) => `${spot}: ${reason.split(/[:(]/)[0]?.trim()}`

function aFile(t: TestContext, name: string, content: string | Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
