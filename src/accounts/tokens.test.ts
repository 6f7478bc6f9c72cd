import assert from 'node:assert/strict'
import { addReader, makeToken, openAccounts, refuseBeyond, revokeToken, tokensOf } from '#accounts'
import { testOnBoth } from '../../test/testing.ts'

const secret = 'a secret of the tests'
const begin = new Date('2026-11-20T12:00:00Z')

testOnBoth('a program comes with a token, and does what the token allows', async (store) => {
  let now = begin
  const accounts = await openAccounts(store, { signIn: 'on', secret, now: () => now })
  const ada = await addReader(store, { name: 'Ada' }, now)
  const asked = { name: 'Notebook', scopes: ['read', 'write'] as const, days: 30 }
  const { id, secret: token } = await makeToken(store, ada.id, asked, now)
  const ask = (authorization: string) =>
    accounts.whoAsks(new Request('http://localhost/', { headers: { authorization } }))

  const asking = await ask(`Bearer ${token}`)
  assert.deepEqual([asking.by, asking.reader, asking.scopes], ['token', ada, ['read', 'write']])
  refuseBeyond(asking, 'write')
  assert.throws(() => refuseBeyond(asking, 'curate'), /needs the scope “curate”/)
  assert.equal((await tokensOf(store, ada.id))[0]?.usedAt, now.toISOString())

  for (const wrong of [`Bearer ${token}x`, 'Bearer', `Basic ${token}`, `Bearer ${id}`]) {
    assert.equal((await ask(wrong)).by, 'nobody', wrong)
  }
  now = new Date('2026-12-21T12:00:00Z')
  assert.equal((await ask(`Bearer ${token}`)).by, 'nobody', 'it has run out')

  now = begin
  await revokeToken(store, (await addReader(store, { name: 'Eve' })).id, id)
  assert.equal((await ask(`Bearer ${token}`)).by, 'token', 'nobody revokes the token of another')
  await revokeToken(store, ada.id, id)
  assert.equal((await ask(`Bearer ${token}`)).by, 'nobody')
})

testOnBoth('a token that is wrong makes nobody of whoever sits here', async (store) => {
  const accounts = await openAccounts(store, { signIn: 'off', secret })
  const headers = { authorization: 'Bearer bs_wrong' }

  assert.equal((await accounts.whoAsks(new Request('http://localhost/', { headers }))).by, 'nobody')
})

testOnBoth('the database holds no token', async (store) => {
  const ada = await addReader(store, { name: 'Ada' })
  const { secret: token } = await makeToken(store, ada.id, { name: 'x', scopes: ['read'] })

  const rows = JSON.stringify(await store.selectFrom('tokens').selectAll().execute())

  assert.ok(!rows.includes(token) && !rows.includes(token.slice(3)))
})
