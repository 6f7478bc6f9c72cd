import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  addReader,
  endSession,
  isAtLeast,
  noteAct,
  openAccounts,
  openSession,
  readerNamed,
  readerOf,
  secretIn,
} from '#accounts'
import { testOnBoth } from '../../test/testing.ts'
import { networkOf } from './asking.ts'

const secret = 'a secret of the tests'
const now = new Date('2026-11-20T12:00:00Z')

const ask = (headers: Record<string, string> = {}, url = 'http://localhost:3000/') =>
  new Request(url, { headers })

testOnBoth('a house without sign-in has one reader, its keeper, made once', async (store) => {
  const [accounts, again] = await Promise.all([
    openAccounts(store, { signIn: 'off', secret }),
    openAccounts(store, { signIn: 'off', secret }),
  ])

  const { by, reader } = await accounts.whoAsks(ask())
  const same = await again.whoAsks(ask({}, 'http://127.0.0.1:3000/'))

  assert.equal(by, 'here')
  assert.equal(reader?.handle, 'you')
  assert.equal(reader?.role, 'keeper')
  assert.equal(same.reader?.id, reader?.id)
  assert.deepEqual(await readerOf(store, reader.id), reader)
})

for (const [what, request] of [
  ['a name that somebody else leads here', ask({}, 'http://evil.example:3000/')],
  ['a proxy that passes on what others send', ask({ 'X-Forwarded-For': '203.0.113.7' })],
] as const) {
  testOnBoth(`nobody is the one reader through ${what}`, async (store) => {
    const accounts = await openAccounts(store, { signIn: 'off', secret })

    assert.equal((await accounts.whoAsks(request)).by, 'nobody')
  })
}

testOnBoth('a reader is known by the session, until it ends', async (store) => {
  let today = now
  const accounts = await openAccounts(store, { signIn: 'on', secret, now: () => today })
  const ada = await addReader(store, { name: 'Ada Lovelace' }, now)
  const { id, token } = await openSession(store, ada.id, { method: 'link' }, now)
  const asking = () => accounts.whoAsks(ask({ Cookie: `theme=dark; broadsheet=${token}` }))

  assert.deepEqual((await asking()).reader, ada)
  today = new Date('2026-12-19T12:00:00Z')
  assert.equal((await asking()).by, 'session')
  today = new Date('2027-01-15T12:00:00Z')
  assert.equal((await asking()).by, 'session', 'a session that is used goes on')
  today = new Date('2027-02-15T12:00:00Z')
  assert.equal((await asking()).by, 'nobody', 'one that is not, ends')

  today = now
  await endSession(store, (await addReader(store, { name: 'Eve' }, now)).id, id)
  assert.equal((await asking()).by, 'session', 'nobody ends the session of another')
  await endSession(store, ada.id, id)
  assert.equal((await asking()).by, 'nobody')
})

testOnBoth('the database holds nothing that opens a door', async (store) => {
  const ada = await addReader(store, { name: 'Ada' }, now)
  const { token } = await openSession(store, ada.id, { method: 'link' }, now)

  const rows = await store.selectFrom('sessions').selectAll().execute()

  assert.ok(!JSON.stringify(rows).includes(token))
})

testOnBoth('whatever a reader does makes the reader another one to the pages', async (store) => {
  const accounts = await openAccounts(store, { signIn: 'on', secret, now: () => now })
  const ada = await addReader(store, { name: 'Ada' }, now)
  const { token } = await openSession(store, ada.id, { method: 'link' }, now)
  const key = async () => (await accounts.whoAsks(ask({ Cookie: `broadsheet=${token}` }))).key

  const before = await key()
  assert.equal(await key(), before)
  await noteAct(store, ada.id)

  assert.notEqual(await key(), before)
})

testOnBoth('two readers of one name have two handles, and are found by them', async (store) => {
  const first = await addReader(store, { name: 'Émilie du Châtelet' }, now)
  const second = await addReader(store, { name: 'Emilie du Chatelet' }, now)
  const nameless = await addReader(store, { name: '李' }, now)

  assert.equal(first.handle, 'emilie-du-chatelet')
  assert.equal(second.handle, 'emilie-du-chatelet-2')
  assert.match(nameless.handle, /^reader-\w{4}$/)
  assert.equal((await readerNamed(store, 'Emilie-du-Chatelet-2'))?.id, second.id)
  assert.equal(await readerNamed(store, 'nobody'), undefined)
})

test('a keeper may do what a curator may, and a curator what a reader may', () => {
  assert.ok(isAtLeast({ role: 'keeper' }, 'curator'))
  assert.ok(isAtLeast({ role: 'curator' }, 'reader'))
  assert.ok(!isAtLeast({ role: 'reader' }, 'curator'))
  assert.ok(!isAtLeast({ role: 'curator' }, 'keeper'))
})

test('neighbours on the network are told apart from others, and named to nobody', () => {
  const near = networkOf('203.0.113.7', secret)

  assert.equal(networkOf('::ffff:203.0.113.200', secret), near)
  assert.notEqual(networkOf('203.0.114.7', secret), near)
  assert.equal(networkOf('2001:db8:1::1', secret), networkOf('2001:0db8:0001:ffff::2', secret))
  assert.notEqual(networkOf('2001:db8:1::1', secret), networkOf('2001:db8:2::1', secret))
  assert.doesNotMatch(near, /203/)
  assert.equal(networkOf(undefined, secret), '')
})

test('the secret of a house is made once, and nobody else may read it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))

  const made = secretIn(join(folder, 'data'))

  assert.ok(made.length >= 43)
  assert.equal(secretIn(join(folder, 'data')), made)
  assert.equal(statSync(join(folder, 'data/secret')).mode & 0o777, 0o600)
  rmSync(folder, { recursive: true })
})
