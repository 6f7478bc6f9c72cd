import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readPaperId } from '#paper'
import {
  type Change,
  follow,
  forgetBookmark,
  noteChanges,
  openStore,
  takeLease,
  unread,
} from '#store'
import { testOnBoth } from '../../test/testing.ts'

const first = { paper: readPaperId('2401.00001'), kind: 'new' } as const
const second = { paper: readPaperId('2401.00002'), kind: 'new' } as const

testOnBoth('a follower reads every change once, in order', async (store) => {
  await noteChanges(store, [first, second], new Date())
  const seen: string[] = []
  const read = async (changes: readonly Change[]) => {
    seen.push(...changes.map(({ paper }) => paper))
  }

  assert.equal(await unread(store, 'someone'), 2)
  assert.equal(await follow(store, 'someone', 1, read), 1)
  assert.equal(await follow(store, 'someone', 10, read), 1)
  assert.equal(await follow(store, 'someone', 10, read), 0)

  assert.deepEqual(seen, [first.paper, second.paper])
  assert.equal(await unread(store, 'someone'), 0)
})

testOnBoth('a follower that fails reads the same changes again', async (store) => {
  await noteChanges(store, [first], new Date())
  const seen: string[] = []

  await assert.rejects(
    follow(store, 'someone', 10, async () => {
      throw new Error('the index is full')
    }),
  )
  await follow(store, 'someone', 10, async (changes) => {
    seen.push(...changes.map(({ paper }) => paper))
  })

  assert.deepEqual(seen, [first.paper])
})

testOnBoth('a follower that forgets its bookmark begins anew', async (store) => {
  await noteChanges(store, [first, second], new Date())
  await follow(store, 'someone', 10, async () => {})

  await forgetBookmark(store, 'someone')

  assert.equal(await unread(store, 'someone'), 2)
})

test('a store in a file is there again after it was closed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  const file = join(folder, 'deep/broadsheet.db')
  const once = await openStore(file)
  await noteChanges(once, [first], new Date())
  await once.destroy()

  const again = await openStore(file)
  const { paper } = await again.selectFrom('changes').select('paper').executeTakeFirstOrThrow()
  await again.destroy()

  assert.equal(paper, first.paper)
  rmSync(folder, { recursive: true })
})

testOnBoth('a lease is held by one at a time', async (store) => {
  const held = await takeLease(store, 'the index')
  assert.ok(held)
  assert.equal(await takeLease(store, 'the index'), undefined)
  assert.ok(await takeLease(store, 'something else'))

  await held[Symbol.asyncDispose]()

  assert.ok(await takeLease(store, 'the index'))
})

testOnBoth('a lease whose holder died runs out', async (store) => {
  await store
    .insertInto('leases')
    .values({ name: 'the index', holder: 'the dead', until: '2024-01-01T00:00:00.000Z' })
    .execute()

  assert.ok(await takeLease(store, 'the index'))
})
