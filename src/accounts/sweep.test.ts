import assert from 'node:assert/strict'
import { addReader, invite, makeToken, openSession, sweep, tally } from '#accounts'
import { testOnBoth } from '../../test/testing.ts'

const now = new Date('2026-11-20T12:00:00Z')
const after = (days: number) => new Date(now.getTime() + days * 86_400_000)

testOnBoth('what has run out is gone soon after, and what has not is there', async (store) => {
  const ada = await addReader(store, { name: 'Ada' }, now)
  await openSession(store, ada.id, { method: 'link' }, now)
  await makeToken(store, ada.id, { name: 'Lasting', scopes: ['read'] }, now)
  await makeToken(store, ada.id, { name: 'Short', scopes: ['read'], days: 30 }, now)
  await invite(store, ada, { role: 'reader' }, now)
  await tally(store, 'something', { times: 3, within: 60_000 }, now)
  const held = async () => {
    const tables = ['sessions', 'tokens', 'invitations', 'tallies'] as const
    const counts = tables.map((table) =>
      store
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow(),
    )
    return (await Promise.all(counts)).map(({ n }) => n)
  }

  await sweep(store, now)
  assert.deepEqual(await held(), [1, 2, 1, 1])
  await sweep(store, after(20))
  assert.deepEqual(await held(), [1, 2, 0, 0])
  await sweep(store, after(31))
  assert.deepEqual(await held(), [0, 2, 0, 0])
  await sweep(store, after(61))
  assert.deepEqual(await held(), [0, 1, 0, 0])
})
