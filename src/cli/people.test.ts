import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { addReader, invitationOf, openAccounts, readerNamed } from '#accounts'
import { openStore } from '#store'
import { cli } from '#cli'

const now = () => new Date('2026-11-20T12:00:00Z')

test('a keeper invites, promotes and looks up people from the command line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  const store = await openStore(join(folder, 'broadsheet.db'))
  await openAccounts(store, { signIn: 'off', secret: 'a secret of the tests', now })
  await addReader(store, { name: 'Ada Lovelace', email: 'ada@example.org', emailVerified: true })
  const run = async (...args: string[]) => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const environment = { BROADSHEET_DATA: folder, BROADSHEET_URL: 'https://papers.example.org' }
    const code = await cli(args, environment, { stdout, stderr })
    stdout.end()
    stderr.end()
    return { code, out: await text(stdout), err: await text(stderr) }
  }

  const { out } = await run('invite', 'Emmy@Example.org', '--role', 'curator')
  const [, code = ''] =
    out.match(/^https:\/\/papers\.example\.org\/invitation\?code=(\S+)\n$/) ?? []
  const invitation = await invitationOf(store, code, new Date())
  assert.deepEqual([invitation?.role, invitation?.email], ['curator', 'emmy@example.org'])

  assert.equal((await run('role', '@ada-lovelace', 'keeper')).code, 0)
  assert.equal((await readerNamed(store, 'ada-lovelace'))?.role, 'keeper')
  assert.match((await run('role', 'ada-lovelace', 'queen')).err, /is no role/)
  assert.equal((await run('role', 'nobody', 'keeper')).code, 3)

  assert.equal((await run('address', 'you', 'kay@example.org')).code, 0)
  assert.match((await run('address', 'you', 'ada@example.org')).err, /Another reader has/)
  assert.match(
    (await run('people')).out,
    /^ada-lovelace +keeper.*\nyou +keeper .*<kay@example.org>\n$/,
  )
  assert.equal((await run('people', 'nobody')).code, 3)

  await store.destroy()
  rmSync(folder, { recursive: true })
})
