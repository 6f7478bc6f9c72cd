import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { zstdDecompressSync } from 'node:zlib'
import { z } from 'zod'
import { addReader } from '#accounts'
import { makeOne } from '#catalog'
import { hide, remove, say } from '#discussion'
import { readPaperId } from '#paper'
import { vote } from '#votes'
import { keepAll, openSite, paperOn } from '../../test/site.ts'
import { testOnBoth } from '../../test/testing.ts'
import { surfaces } from '../cli/surfaces.ts'
import { isDumpDue, makeDump, manifestIn } from './dump.ts'

const papers = Array.from({ length: 1200 }, (_, i) =>
  paperOn('2026-11-20', `2611.${String(10_000 + i)}`),
)
const now = new Date('2026-11-20T03:00:00Z')
const { signal } = new AbortController()

const scratch = (t: TestContext) => {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

const linesIn = (file: Buffer) =>
  zstdDecompressSync(file)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)))

testOnBoth(
  'a dump has every paper once, and of people what everybody may see',
  async (store, t) => {
    const folder = scratch(t)
    await keepAll(store, papers)
    const ada = await addReader(store, { name: 'Ada' })
    const kay = await addReader(store, { name: 'Kay', role: 'curator' })
    const [one, two, three] = papers.slice(0, 3).map(({ id = '' }) => readPaperId(id))
    await makeOne(store, { paper: three!, into: two!, reason: 'the same' })
    await vote(store, ada.id, one!)
    await vote(store, kay.id, one!)
    const said = await say(store, ada, { paper: one!, body: 'So it is.' })
    const gone = await say(store, ada, { paper: one!, body: 'Not this.' })
    const hidden = await say(store, ada, { paper: one!, body: 'Nor this.' })
    await remove(store, ada, gone.id)
    await hide(store, kay, hidden.id, 'spam')

    const { files } = await makeDump(store, folder, signal, now)

    const [all, curated] = files.map(({ file }) => readFileSync(join(folder, file)))
    assert.deepEqual(
      files.map(({ name, lines, sha256 }) => [name, lines, sha256]),
      [
        ['papers.jsonl.zst', 1199, createHash('sha256').update(all!).digest('hex')],
        ['curated.jsonl.zst', 2, createHash('sha256').update(curated!).digest('hex')],
      ],
    )
    assert.equal(new Set(linesIn(all!).map(({ id }) => id)).size, 1199)
    assert.deepEqual(
      linesIn(curated!).map(({ kind, votes, body, by }) => ({ kind, votes, body, by })),
      [
        { kind: 'votes', votes: 2, body: undefined, by: undefined },
        { kind: 'comment', votes: undefined, body: said.body, by: 'ada' },
      ],
    )
  },
)

test('a dump that was stopped leaves the one before, and its rest is swept out', async (t) => {
  await using site = await openSite(papers.slice(0, 3))
  const folder = scratch(t)
  const first = await makeDump(site.store, folder, signal, now)
  writeFileSync(join(folder, 'papers.jsonl.zst.part'), 'half of it')
  await keepAll(site.store, papers)

  await assert.rejects(makeDump(site.store, folder, AbortSignal.abort(), now))
  const still = manifestIn(folder)
  const second = await makeDump(site.store, folder, signal, new Date('2026-11-21T03:00:00Z'))

  assert.deepEqual(still, first)
  assert.equal(second.files[0]?.lines, 1200)
  // Whoever fetches the first one just now is not cut off.
  assert.ok(readdirSync(folder).includes(first.files[0]?.file ?? '?'))
  assert.ok(!readdirSync(folder).some((name) => name.endsWith('.part')))
  assert.deepEqual(
    [
      isDumpDue(folder, new Date('2026-11-21T23:00:00Z')),
      isDumpDue(folder, new Date('2026-11-22T00:01:00Z')),
    ],
    [false, true],
  )
})

test('a dump is fetched, asked whether it changed, and gone on with where it broke off', async (t) => {
  await using site = await openSite(papers.slice(0, 50))
  const folder = scratch(t)
  const app = surfaces({ ...site.site, dumps: folder })
  const get = (headers: Record<string, string> = {}) =>
    app.request('/dump/papers.jsonl.zst', { headers })
  assert.equal((await get()).status, 404)
  await makeDump(site.store, folder, signal, now)

  const whole = await get()
  const file = Buffer.from(await whole.arrayBuffer())
  const tag = whole.headers.get('ETag') ?? ''
  const known = await get({ 'If-None-Match': tag })
  const rest = await get({ Range: 'bytes=100-', 'If-Range': tag })
  const other = await get({ Range: 'bytes=100-', 'If-Range': '"another"' })
  const manifest: unknown = await (await app.request('/dump/manifest.json')).json()

  assert.equal(linesIn(file).length, 50)
  assert.equal(known.status, 304)
  assert.deepEqual([rest.status, Buffer.from(await rest.arrayBuffer())], [206, file.subarray(100)])
  assert.equal(other.status, 200)
  const [first] = Object(manifest).files
  assert.equal(first.sha256, createHash('sha256').update(file).digest('hex'))
  assert.equal(first.url, 'http://localhost/dump/papers.jsonl.zst')
})
