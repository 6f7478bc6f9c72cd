import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  addReader,
  eraseReader,
  exportOf,
  type Holding,
  invite,
  makeToken,
  openSession,
  readerOf,
  setRole,
  zip,
} from '#accounts'
import { testOnBoth } from '../../test/testing.ts'

const now = new Date('2026-11-20T12:00:00Z')

/** What a module would hold: here, shelves in memory. */
function shelves(held: Map<string, string[]>): Holding {
  return {
    name: 'library',
    kept: 'Your shelves.',
    tell: async (_, reader) => held.get(reader) ?? [],
    files: async () => [{ name: 'library.bib', text: '@article{a}' }],
    erase: async (_, reader) => void held.delete(reader),
  }
}

testOnBoth('a reader takes along everything that any part of the house holds', async (store) => {
  const ada = await addReader(store, { name: 'Ada', email: 'ada@example.org' }, now)
  const { token } = await openSession(store, ada.id, { method: 'link' }, now)
  const { secret } = await makeToken(store, ada.id, { name: 'Notebook', scopes: ['read'] }, now)

  const files = await exportOf(store, [shelves(new Map([[ada.id, ['2401.00001']]]))], ada.id, now)

  assert.deepEqual(
    files.map(({ name }) => name),
    ['account.json', 'library.json', 'library.bib'],
  )
  assert.deepEqual(JSON.parse(files[1]?.text ?? ''), ['2401.00001'])
  const account = files[0]?.text ?? ''
  for (const told of ['ada@example.org', 'Notebook', '"link"']) assert.ok(account.includes(told))
  for (const hidden of [token, secret]) assert.ok(!account.includes(hidden))
})

testOnBoth('what is deleted is nowhere in the database', async (store) => {
  const kay = await addReader(store, { name: 'Kay', role: 'keeper' }, now)
  const ada = await addReader(store, {
    name: 'Ada',
    email: 'ada_l@example.org',
    emailVerified: true,
  })
  const { code } = await invite(store, ada, { role: 'reader', email: 'emmy@example.org' }, now)
  await invite(store, kay, { role: 'curator', email: 'ada_l@example.org' }, now)
  await openSession(store, ada.id, { method: 'link' }, now)
  await makeToken(store, ada.id, { name: 'Notebook', scopes: ['read'] }, now)
  const at = now.toISOString()
  const stamps = { createdAt: at, updatedAt: at }
  await store
    .insertInto('identities')
    .values({ id: 'i', reader: ada.id, provider: 'orcid', subject: '0000-0001', ...stamps })
    .execute()
  await store
    .insertInto('verifications')
    .values({
      id: 'v',
      identifier: 'x',
      value: '{"email":"ada_l@example.org"}',
      expiresAt: at,
      ...stamps,
    })
    .execute()
  const held = new Map([[ada.id, ['2401.00001']]])

  await eraseReader(store, [shelves(held)], ada.id, now)

  assert.equal(held.size, 0)
  assert.equal(await readerOf(store, ada.id), undefined)
  const tables = [
    'readers',
    'sessions',
    'identities',
    'verifications',
    'passkeys',
    'tokens',
    'invitations',
    'houseRules',
    'tallies',
  ] as const
  for (const table of tables) {
    const rows = JSON.stringify(await store.selectFrom(table).selectAll().execute())
    assert.doesNotMatch(rows, new RegExp(`${ada.id}|ada_l@`), table)
  }
  assert.ok(code, 'and whom she invited may still come')
  assert.equal((await store.selectFrom('invitations').select('id').execute()).length, 1)
})

testOnBoth('what cannot all go does not go in part', async (store) => {
  await addReader(store, { name: 'Kay', role: 'keeper' }, now)
  const ada = await addReader(store, { name: 'Ada' }, now)
  await openSession(store, ada.id, { method: 'link' }, now)
  const broken: Holding = {
    ...shelves(new Map()),
    erase: () => Promise.reject(new Error('the disk is full')),
  }

  await assert.rejects(eraseReader(store, [broken], ada.id, now), /disk is full/)

  assert.ok(await readerOf(store, ada.id))
  assert.equal((await store.selectFrom('sessions').select('id').execute()).length, 1)
})

testOnBoth('a house is never left without a keeper while anybody lives in it', async (store) => {
  const kay = await addReader(store, { name: 'Kay', role: 'keeper' }, now)
  const ada = await addReader(store, { name: 'Ada' }, now)

  await assert.rejects(setRole(store, kay.id, kay.id, 'reader'), /without a keeper/)
  await assert.rejects(eraseReader(store, [], kay.id, now), /without a keeper/)
  assert.equal((await readerOf(store, kay.id))?.role, 'keeper')

  await setRole(store, kay.id, ada.id, 'keeper')
  await eraseReader(store, [], kay.id, now)
  await eraseReader(store, [], ada.id, now)
  assert.equal((await store.selectFrom('readers').select('id').execute()).length, 0)
})

test('an archive is one that other programs open', (context) => {
  if (spawnSync('python3', ['--version']).error) return context.skip('there is no other program')
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  const files = [
    { name: 'broadsheet-ada/account.json', text: '{"name":"Émilie 🌞"}\n' },
    { name: 'broadsheet-ada/library.bib', text: '@article{a}\n'.repeat(10_000) },
  ]
  writeFileSync(join(folder, 'a.zip'), zip(files, now))

  execFileSync('python3', ['-m', 'zipfile', '-t', 'a.zip'], { cwd: folder })
  execFileSync('python3', ['-m', 'zipfile', '-e', 'a.zip', '.'], { cwd: folder })

  for (const { name, text } of files) {
    assert.equal(readFileSync(join(folder, name), 'utf8'), text)
  }
  rmSync(folder, { recursive: true })
})
