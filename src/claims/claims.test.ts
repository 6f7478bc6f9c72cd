import assert from 'node:assert/strict'
import { ban, decisions, eraseReader, type Reader, setRole, unban } from '#accounts'
import { holdings } from '#app'
import {
  authorsOf,
  claim,
  claimBy,
  dispute,
  openClaims,
  settleClaim,
  unclaim,
  writtenBy,
} from '#claims'
import { makeOne, takeApart } from '#catalog'
import { noticesOf } from '#discussion'
import type { Store } from '#store'
import { person, today } from '../../test/people.ts'
import { keepAll, paperOn } from '../../test/site.ts'
import { aHouse, bread, refusal, yeast } from '../../test/talking.ts'
import { testOnBoth } from '../../test/testing.ts'

const log = async (store: Store) =>
  (await decisions(store)).decisions.map(({ kind, actor, reader, detail }) =>
    [kind, actor, reader, detail].filter(Boolean).join(' '),
  )

const orcid = '0000-0002-1825-0097'

async function withOrcid(store: Store, { id }: Reader, subject = orcid): Promise<void> {
  const at = today.toISOString()
  await store
    .insertInto('identities')
    .values({
      id: `of ${id}`,
      reader: id,
      provider: 'orcid',
      subject,
      createdAt: at,
      updatedAt: at,
    })
    .execute()
}

testOnBoth('whoever a paper names by ORCID iD or a proved address is its author', async (store) => {
  const { ada, emmy, kurt } = await aHouse(store)
  await keepAll(store, [
    paperOn('2026-11-20', bread, {
      title: 'Bread',
      abstract: `By https://orcid.org/${orcid}, write to Emmy@Example.org.`,
    }),
  ])
  await withOrcid(store, ada)
  const set = { email: 'emmy@example.org', emailVerified: 1 }
  await store.updateTable('readers').set(set).where('id', '=', emmy.id).execute()
  const near = { email: 'my@example.org', emailVerified: 1 }
  await store.updateTable('readers').set(near).where('id', '=', kurt.id).execute()

  for (const reader of [ada, emmy]) {
    assert.equal(await claim(store, reader, { paper: bread, said: '' }, today), 'stands')
  }
  assert.equal(await claim(store, kurt, { paper: bread, said: '' }, today), 'asked')
  assert.deepEqual(await authorsOf(store, bread), new Set([ada.id, emmy.id]))
  assert.deepEqual((await claimBy(store, bread, ada.id))?.way, 'orcid')
  assert.deepEqual((await claimBy(store, bread, emmy.id))?.way, 'address')
})

testOnBoth('an address that nobody proved proves nothing', async (store) => {
  const { ada } = await aHouse(store)
  await keepAll(store, [
    paperOn('2026-11-20', bread, { title: 'Bread', abstract: 'Write to ada@example.org' }),
  ])
  const set = { email: 'ada@example.org', emailVerified: 0 }
  await store.updateTable('readers').set(set).where('id', '=', ada.id).execute()

  assert.equal(await claim(store, ada, { paper: bread, said: '' }, today), 'asked')
})

testOnBoth('a curator confirms who wrote a paper, in the public log', async (store) => {
  const { ada, emmy, curator } = await aHouse(store)
  const asked = await person(store, 'Ada Lovelace')
  await withOrcid(store, asked)
  await claim(store, asked, { paper: bread, said: 'My page: example.org' }, today)
  await claim(store, asked, { paper: bread, said: 'again' }, today)

  const [open, ...others] = await openClaims(store)
  assert.equal(others.length, 0)
  assert.deepEqual([open?.said, open?.orcid, open?.named], ['My page: example.org', orcid, true])
  assert.deepEqual(
    (await noticesOf(store, curator.id)).map(({ kind }) => kind),
    ['claim'],
  )
  const of = { paper: bread, claimant: asked.id }
  for (const reader of [ada, emmy, asked]) {
    await assert.rejects(settleClaim(store, reader, of, 'yes', today), refusal('forbidden'))
  }
  await settleClaim(store, curator, of, 'yes', today)

  assert.deepEqual(await writtenBy(store, asked.id), [bread])
  assert.equal((await noticesOf(store, asked.id))[0]?.kind, 'author')
  assert.deepEqual(await log(store), [`confirmed ${curator.id} ${asked.id}`])
  assert.ok(!JSON.stringify(await decisions(store)).includes('example.org'))
})

testOnBoth('nobody confirms themselves', async (store) => {
  const { curator } = await aHouse(store)
  await claim(store, curator, { paper: bread, said: '' }, today)
  const of = { paper: bread, claimant: curator.id }
  await assert.rejects(settleClaim(store, curator, of, 'yes', today), /Another curator/)
})

testOnBoth('a claim is disputed, looked at again, and taken back', async (store) => {
  const { ada, emmy, kurt, curator } = await aHouse(store)
  for (const reader of [ada, emmy]) {
    await claim(store, reader, { paper: bread, said: '' }, today)
    await settleClaim(store, curator, { paper: bread, claimant: reader.id }, 'yes', today)
  }
  assert.deepEqual(await openClaims(store), [])
  const of = { paper: bread, claimant: ada.id }
  await dispute(store, kurt, of, 'She did not', today)
  await dispute(store, kurt, of, 'She did not', today)
  assert.equal((await openClaims(store))[0]?.disputes.length, 1)
  await settleClaim(store, curator, of, 'yes', today)
  assert.deepEqual(await openClaims(store), [])
  await dispute(store, emmy, of, 'I know', today)
  await settleClaim(store, curator, of, 'no', today)

  assert.deepEqual(await authorsOf(store, bread), new Set([emmy.id]))
  await assert.rejects(claim(store, ada, { paper: bread, said: '' }, today), /has refused/)
  await unclaim(store, emmy, bread, today)
  assert.equal((await authorsOf(store, bread)).size, 0)
  assert.deepEqual((await log(store)).slice(0, 2), [
    `unconfirmed ${emmy.id} ${emmy.id}`,
    `unconfirmed ${curator.id} ${ada.id}`,
  ])
})

testOnBoth('what is claimed of a paper goes over to the one it turns out to be', async (store) => {
  const { ada, curator } = await aHouse(store)
  await claim(store, ada, { paper: yeast, said: '' }, today)
  await settleClaim(store, curator, { paper: yeast, claimant: ada.id }, 'yes', today)
  await makeOne(store, { paper: yeast, into: bread, reason: 'a test' }, today)
  assert.deepEqual(await authorsOf(store, bread), new Set([ada.id]))
  await takeApart(store, yeast, today)
  assert.deepEqual(await authorsOf(store, yeast), new Set([ada.id]))
})

testOnBoth('what keepers decide about people stands in the log, without reasons', async (store) => {
  const { ada, emmy, curator } = await aHouse(store)
  const kay = await person(store, 'Kay', { role: 'keeper' })
  await setRole(store, kay.id, ada.id, 'curator', today)
  await setRole(store, kay.id, ada.id, 'curator', today)
  await ban(store, kay.id, emmy.id, 'Sold loaves to ada@example.org', today)
  await unban(store, '', emmy.id, today)
  await unban(store, '', emmy.id, today)

  assert.deepEqual(await log(store), [
    `unbanned ${emmy.id}`,
    `banned ${kay.id} ${emmy.id}`,
    `role ${kay.id} ${ada.id} curator`,
  ])
  assert.ok(!JSON.stringify(await decisions(store)).includes('loaves'))
  await claim(store, emmy, { paper: bread, said: '' }, today)
  await settleClaim(store, curator, { paper: bread, claimant: emmy.id }, 'yes', today)
  await eraseReader(store, holdings, emmy.id, today)
  assert.equal((await authorsOf(store, bread)).size, 0)
  assert.ok(!JSON.stringify(await decisions(store)).includes(emmy.id))
})
