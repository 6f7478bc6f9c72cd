import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addReader, eraseReader, exportOf } from '#accounts'
import { holdings } from '#app'
import { simpleParser } from 'mailparser'
import { markRead, notify, say, setMail } from '#discussion'
import { addJobs } from '#jobs'
import { readPaperId } from '#paper'
import type { Store } from '#store'
import { openScene, site } from '../../test/digest/scene.ts'
import { paperOn } from '../../test/site.ts'
import { openPostgres } from '../../test/testing.ts'

const bread = readPaperId('2611.00001')

/** A house in which Ada has said something and can be written to, and Emmy answers. */
async function aHouse(given?: Parameters<typeof openScene>[0]) {
  const scene = await openScene(given)
  const { store } = scene
  await scene.bring([paperOn('2026-11-20', bread, { title: 'Bread' })])
  const joined = new Date('2026-10-01T08:00:00Z')
  const email = 'ada@example.org'
  const ada = await addReader(store, { name: 'Ada', email, emailVerified: true }, joined)
  const emmy = await addReader(store, { name: 'Emmy' }, joined)
  const first = await say(store, ada, { paper: bread, body: 'It rises' }, scene.now())
  const answer = (body = 'Why?') =>
    say(store, emmy, { paper: bread, parent: first.id, body }, scene.now())
  const letters = () =>
    Promise.all(
      scene.office.received
        .filter(({ to }) => to === email)
        .map(async ({ bytes }) => {
          const { subject, text = '', messageId, headerLines } = await simpleParser(bytes)
          const headers = new Map(headerLines.map(({ key, line }) => [key, line]))
          return { subject, text, messageId, headers }
        }),
    )
  return { ...scene, ada, emmy, answer, letters }
}

for (const [name, open] of [
  ['SQLite', async (): Promise<Store | undefined> => undefined],
  ['PostgreSQL', openPostgres],
] as const) {
  test(`what happens within minutes is told in one letter, once (${name})`, async () => {
    await using store = await open()
    await using house = await aHouse({ ...(store && { store }) })
    await house.answer('Why?')
    await house.answer('And how?')
    assert.deepEqual(await house.send(), {})

    house.at('2026-11-20T12:11:00Z')
    assert.deepEqual(await house.send(), { sent: 1 })
    assert.deepEqual(await house.send(), {})

    const [letter, ...others] = await house.letters()
    assert.equal(others.length, 0)
    assert.equal(letter?.subject, '2 things you were told at papers.example.org')
    assert.equal(letter?.text.match(/@emmy answered you on “Bread”/g)?.length, 2)
    assert.doesNotMatch(letter?.text ?? '', /Why|how/, 'what was said stays here')
    assert.match(letter?.headers.get('list-unsubscribe') ?? '', new RegExp(`<${site}/notices/`))
    assert.match(letter?.headers.get('list-unsubscribe-post') ?? '', /List-Unsubscribe=One-Click/)

    house.at('2026-11-20T12:30:00Z')
    await house.answer('Well?')
    house.at('2026-11-20T13:00:00Z')
    assert.deepEqual(await house.send(), {}, 'not twice within an hour')
    house.at('2026-11-20T13:12:00Z')
    assert.deepEqual(await house.send(), { sent: 1 })
    assert.equal((await house.letters())[1]?.subject, '@emmy answered you on “Bread”')
  })
}

test('what was read, or is wanted by nobody, is not told by mail', async () => {
  await using house = await aHouse()
  await house.answer()
  await markRead(house.store, house.ada.id, house.now())
  house.at('2026-11-20T13:00:00Z')
  assert.deepEqual(await house.send(), {})
  await house.answer()
  await setMail(house.store, house.ada.id, 'never')
  house.at('2026-11-20T15:00:00Z')
  assert.deepEqual(await house.send(), {})
  await setMail(house.store, house.ada.id, 'soon')
  await house.store.updateTable('readers').set({ emailVerified: 0 }).execute()
  assert.deepEqual(await house.send(), {})
  assert.equal((await house.letters()).length, 0)
})

test('whoever wants it once a day is told at the hour of the digest', async () => {
  await using house = await aHouse()
  await setMail(house.store, house.ada.id, 'digest')
  await house.answer()
  house.at('2026-11-20T20:00:00Z')
  await house.answer()
  assert.deepEqual(await house.send(), {})
  // The 20th is a Friday, and without choices of one's own digests come on working days at seven.
  house.at('2026-11-23T07:01:00Z')
  assert.deepEqual(await house.send(), { sent: 1 })
  assert.match((await house.letters())[0]?.subject ?? '', /^2 things/)
})

test('a letter that was given whole and not answered for goes once more, as the same', async () => {
  await using house = await aHouse({
    whim: ({ to, times }) => (to && times <= 2 ? { at: 'end' } : undefined),
  })
  await house.answer()
  house.at('2026-11-20T12:11:00Z')
  await house.send()
  await house.answer('More?')
  house.at('2026-11-20T12:20:00Z')
  await house.send()
  house.at('2026-11-20T12:40:00Z')
  await house.send()

  const got = await house.letters()
  const ids = new Set(got.map(({ messageId }) => messageId))
  assert.ok(got.length <= 2, `${got.length} letters`)
  assert.equal(ids.size, 1)
  house.at('2026-11-20T14:30:00Z')
  assert.deepEqual(await house.send(), { sent: 1 }, 'what came later is told later')
})

test('a letter whose sender was killed goes again as the same letter, and never a third time', async () => {
  await using house = await aHouse()
  await house.answer()
  house.at('2026-11-20T12:11:00Z')
  await house.send()
  const [first] = await house.letters()
  // As if we had been killed before we wrote down that it went.
  const again = { state: 'handing', sentAt: '' } as const
  for (const sent of [2, 2]) {
    await house.store.updateTable('noticeLetters').set(again).execute()
    await addJobs(house.store, [{ kind: 'notices', key: house.ada.id }], house.now())
    await house.send()
    assert.equal((await house.letters()).length, sent)
  }
  assert.equal((await house.letters())[1]?.messageId, first?.messageId)
  assert.equal((await house.letters())[1]?.text, first?.text)
})

test('letters about notices are told in the export, and go with their reader', async () => {
  await using house = await aHouse()
  const { store, ada } = house
  await house.answer()
  house.at('2026-11-20T12:11:00Z')
  await house.send()
  const files = await exportOf(store, holdings, ada.id, house.now())
  assert.match(files.find(({ name }) => name === 'digests.json')?.text ?? '', /"state": "sent"/)
  await notify(store, [ada.id], { kind: 'admitted', actor: house.emmy.id }, house.now())
  await addReader(store, { name: 'Kay', role: 'keeper' })
  await eraseReader(store, holdings, ada.id, house.now())
  assert.deepEqual(await store.selectFrom('noticeLetters').selectAll().execute(), [])
  assert.deepEqual(await house.send(), {})
})
