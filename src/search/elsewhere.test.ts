import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openSearch } from '#search'
import { openStore } from '#store'
import { openEmbeddingServer } from '../../test/embedding-server.ts'
import { aPaper, ids, keepAll, shelf } from '../../test/shelf.ts'
import { endpointEmbedder } from './embedder/endpoint.ts'
import { writeTinyModel } from '../../test/tiny-onnx.ts'
import { onnxEmbedder } from './embedder/onnx.ts'

/** A library whose meaning is asked for at an endpoint that we play. */
async function aHouse(context: TestContext) {
  const server = await openEmbeddingServer()
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  const store = await openStore(':memory:')
  await keepAll(store, shelf)
  const troubles: string[] = []
  const waits: number[] = []
  const pause = (ms: number) => Promise.resolve(waits.push(ms))
  const open = () =>
    openSearch(store, {
      folder: join(folder, 'index'),
      meaning: endpointEmbedder(
        { url: server.url, model: 'subjects', dimension: server.dimension, key: 'secret' },
        { pause },
      ),
      onTrouble: (error) => troubles.push(String(error)),
    })
  context.after(async () => {
    await store.destroy()
    await server[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })
  return { server, store, troubles, waits, open }
}

const bread = '2401.00001'

test('another embedder takes over once all papers have its vectors; until then ours answers', async (context) => {
  const { server, store, open } = await aHouse(context)
  const many = Array.from({ length: 90 }, (_, i) =>
    aPaper(`2405.${String(i).padStart(5, '0')}`, `Planar graph number ${i}`, ''),
  )
  await keepAll(store, many)
  {
    await using search = await open()
    server.state.mood = 'down'
    await search.refresh()
    assert.equal((await ids(search, '~pastry'))[0], undefined)
    assert.equal((await search.find({ text: 'sourdough' })).ready, true)
    assert.deepEqual((await search.find({ text: 'sourdough' })).notes, [])
  }
  // Stopped after the first part, it goes on where it was.
  const stop = new AbortController()
  {
    await using search = await open()
    server.state.mood = 'well'
    const first = search.refresh(stop.signal)
    const until = Date.now() + 30_000
    while (server.state.texts < 64 && Date.now() < until) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    stop.abort()
    await first
  }
  const before = server.state.texts
  assert.ok(before < 94)
  await using search = await open()
  await search.refresh()

  assert.deepEqual(await ids(search, '~pastry'), [bread])
  assert.ok(server.state.texts < 2 * 94, 'nothing was asked for twice but the part that was cut')
  assert.deepEqual([...server.state.keys], ['Bearer secret'])
  const near = await search.near(shelf[0]!.id!, 1)
  assert.equal(near.length, 1)
})

for (const mood of ['down', 'slow', 'nonsense', 'wrong dimension', 'too few'] as const) {
  test(`where the endpoint is ${mood}, words alone answer, and that is said`, async (context) => {
    const { server, store, open } = await aHouse(context)
    await using search = await open()
    await search.refresh()
    await keepAll(store, [aPaper('2406.00001', 'Yeast of Antarctica', 'Cold bread.')])
    server.state.mood = mood

    const found = await search.find({ text: 'sourdough' })

    assert.equal(found.hits[0]?.id, bread)
    assert.match(found.notes.join(), /words alone/)
    // The next one does not wait for it again.
    const asked = server.state.asked
    assert.match((await search.find({ text: 'planar' })).notes.join(), /words alone/)
    assert.equal(server.state.asked, asked)
  })
}

test('a paper that comes while the endpoint is down is found by its words, later by meaning', async (context) => {
  const { server, store, open } = await aHouse(context)
  await using search = await open()
  await search.refresh()
  await keepAll(store, [aPaper('2406.00001', 'Rolls of Antarctica', 'Of pastry.')])
  server.state.mood = 'down'

  await search.refresh()
  assert.deepEqual(await ids(search, 'antarctica'), ['2406.00001'])

  server.state.mood = 'well'
  await search.refresh()
  await using later = await open()
  assert.deepEqual(new Set(await ids(later, '~loaf')), new Set([bread, '2406.00001']))
})

test('an endpoint that is busy is waited for, as long as it says', async (context) => {
  const { server, waits, open } = await aHouse(context)
  server.state.mood = 'busy'
  server.state.busyFor = 2
  await using search = await open()

  await search.refresh()

  assert.deepEqual(waits, [7000, 7000])
  assert.deepEqual(await ids(search, '~pastry'), [bread])
})

test('vectors of another length are refused, and what to set is said', async (context) => {
  const { server, troubles, open } = await aHouse(context)
  server.state.mood = 'wrong dimension'
  await using search = await open()

  await search.refresh()

  assert.match(
    troubles.join(),
    /vectors of 3 numbers, not 8: set BROADSHEET_EMBEDDER_DIMENSION to 3/,
  )
  assert.equal((await ids(search, 'sourdough'))[0], bread)
})

test('an ONNX model without its library says what to install', async () => {
  const embedder = onnxEmbedder({ folder: '/nowhere/model', dimension: 8 }, () =>
    Promise.reject(new Error('not found')),
  )

  await assert.rejects(
    async () => embedder.elsewhere?.all(['bread'], AbortSignal.timeout(1000)),
    /npm install --no-save @huggingface\/transformers/,
  )
})

// Where the library is, for those who have installed it: it is large, and few need it.
const library = process.env['TRANSFORMERS']

test(
  'an ONNX model on this machine gives the meaning',
  { skip: library === undefined && 'TRANSFORMERS names no @huggingface/transformers' },
  async (context) => {
    const { store, open: _ } = await aHouse(context)
    const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
    context.after(() => rmSync(folder, { recursive: true }))
    writeTinyModel(join(folder, 'tiny'), {
      sourdough: [1, 0, 0, 0],
      pastry: [0.9, 0.1, 0, 0],
      planar: [0, 1, 0, 0],
      recipes: [0, 0, 1, 0],
      attention: [0, 0, 0, 1],
    })
    const meaning = onnxEmbedder(
      { folder: join(folder, 'tiny'), dimension: 4 },
      () => import(String(library)),
    )
    const troubles: unknown[] = []
    await using search = await openSearch(store, {
      folder: join(folder, 'index'),
      meaning,
      onTrouble: (error) => troubles.push(error),
    })

    await search.refresh()

    assert.deepEqual(troubles, [])
    assert.deepEqual(await ids(search, '~pastry'), [bread])
  },
)
