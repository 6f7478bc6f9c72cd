import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  noteEvents,
  openLinks,
  openPress,
  readMailbox,
  receive,
  sendDue,
  subscriptionOf,
} from '#digest'
import { openMailbox, openMailer } from '#mail'
import { simpleParser } from 'mailparser'
import { openScene, site } from '../../test/digest/scene.ts'
import { openPopServer } from '../../test/pop-server.ts'
import { paperOn } from '../../test/site.ts'
import { testOnBoth } from '../../test/testing.ts'
import type { Store } from '#store'

const days = ['20', '21', '22', '23', '24', '25']

/** A house that reads what comes back, and a reader whose server takes letters and returns them. */
async function aHouse(store?: Store) {
  const scene = await openScene({ now: '2026-11-19T12:00:00Z', ...(store && { store }) })
  const links = openLinks(site, 'a secret of the tests', { returning: 'paper+*@example.org' })
  const mailer = openMailer(scene.office.url, { from: 'Broadsheet <paper@example.org>' })
  const press = openPress({ ...scene, mailer, links })
  await scene.bring(
    days.map((day) =>
      paperOn(`2026-11-${day}`, `2611.100${day}`, { title: `Paper of the ${day}th` }),
    ),
  )
  const ada = await scene.subscriber('ada@example.com')
  return {
    scene,
    links,
    ada,
    inbox: { store: scene.store, links, now: scene.now },
    /** Sends the digest of a day, and answers the letter as the mail server had it. */
    async sendOn(day: string) {
      scene.at(`2026-11-${day}T07:00:00Z`)
      await sendDue(press, AbortSignal.timeout(20_000))
      const letter = scene.office.received.at(-1)
      if (!letter) throw new Error('nothing was sent')
      return letter
    },
    state: async () => (await subscriptionOf(scene.store, ada))?.state,
    async [Symbol.asyncDispose]() {
      await mailer[Symbol.asyncDispose]()
      await scene[Symbol.asyncDispose]()
    },
  }
}

/** What a mail server sends back (RFC 3464), or in words of its own. */
const report = (to: string, { action = 'failed', status = '5.1.1' } = {}) => `Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example.com>
To: <${to}>
Subject: Undelivered
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; ada@example.com
Action: ${action}
Status: ${status}
Diagnostic-Code: smtp; 550 ${status} user unknown
--b--
`

const inOwnWords = (to: string) =>
  `Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.com\nTo: ${to}\nSubject: failure notice\n\nHi. I wasn't able to deliver it.\n`

const complaint = (letter: Buffer) => `From: <feedback@isp.example>
To: abuse@example.org
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeISP/1.0
Version: 1
Original-Rcpt-To: redacted
--b
Content-Type: message/rfc822

${String(letter).replaceAll('ada@example.com', 'redacted')}
--b--
`

testOnBoth(
  'letters that are taken and come back later count, each once, until nothing more goes there',
  async (store) => {
    await using house = await aHouse(store)
    for (const [i, day] of days.slice(0, 3).entries()) {
      const { from } = await house.sendOn(day)
      assert.match(from, /^paper\+b-[\da-f]{20}-202611\d\d-[\da-f]{16}@example\.org$/)
      assert.equal(await house.state(), 'on', `before letter ${i + 1} came back`)
      const message = i === 1 ? inOwnWords(from) : report(from.toUpperCase())
      assert.equal((await receive(house.inbox, message)).kind, 'bounce')
      // Told twice, and as a delay before.
      assert.equal((await receive(house.inbox, message)).kind, 'bounce')
      assert.equal((await receive(house.inbox, report(from, { action: 'delayed' }))).kind, 'delay')
    }

    assert.equal(await house.state(), 'stopped')
    const { endReason = '' } = (await subscriptionOf(house.scene.store, house.ada)) ?? {}
    assert.match(endReason, /refused 3 letters in a row/)
  },
)

test('letters that do not come back forgive those that did, after ten days', async () => {
  await using house = await aHouse()
  const first = await house.sendOn('20')
  await receive(house.inbox, report(first.from))
  const second = await house.sendOn('21')
  await receive(house.inbox, report(second.from))

  for (let day = 22; day <= 30; day++) await house.sendOn(String(day))
  house.scene.at('2026-12-01T07:00:00Z')
  await house.sendOn('30')
  house.scene.at('2026-12-02T07:05:00Z')
  await house.scene.send()
  const known = await house.scene.store.selectFrom('addresses').selectAll().execute()

  assert.deepEqual(known, [])
  assert.equal(await house.state(), 'on')
})

test('a complaint stops the paper, though it does not say who complained', async () => {
  await using house = await aHouse()
  const { bytes } = await house.sendOn('20')

  assert.equal((await receive(house.inbox, complaint(bytes))).kind, 'complaint')

  assert.equal(await house.state(), 'stopped')
})

test('a reader leaves by the letter that their mail program writes', async () => {
  await using house = await aHouse()
  const { bytes } = await house.sendOn('20')
  const list: unknown = (await simpleParser(bytes)).headers.get('list')
  const [, address = ''] = JSON.stringify(list).match(/"mail":"([^"?]+)/) ?? []
  assert.match(JSON.stringify(list), /"url":"https:\/\/papers\.example\.org\/mail\//)
  const letter = (more = '') =>
    `From: Ada <ada@example.com>\nTo: ${address}\nSubject: unsubscribe\n${more}\nunsubscribe\n`

  const away = await receive(house.inbox, letter('Auto-Submitted: auto-replied\n'))
  assert.deepEqual([away.kind, await house.state()], ['answer', 'on'])
  assert.equal((await receive(house.inbox, letter())).kind, 'left')
  assert.equal(await house.state(), 'ended')
})

test('what anybody can write is not believed', async () => {
  await using house = await aHouse()
  const { from } = await house.sendOn('20')
  const other = openLinks(site, 'another secret', { returning: 'paper+*@example.org' })

  for (const message of [
    report('paper@example.org'),
    report(from.replace(/[\da-f]@/, 'x@')),
    report(other.returnTo(house.ada, '')),
    report(house.links.returnTo('0123456789abcdef0123', '')),
    complaint(Buffer.from('From: paper@example.org\nTo: ada@example.com\n\nHello')),
    `From: eve@example.net\nTo: ${other.leaveBy(house.ada)}\n\nunsubscribe`,
    'To: x',
    '',
  ]) {
    assert.equal((await receive(house.inbox, message)).kind, 'none', message.slice(0, 80))
  }
  const answer = await receive(
    house.inbox,
    `From: Eve <eve@example.net>\nTo: ${from}\n\nI am away.`,
  )
  assert.equal(answer.kind, 'answer')
  assert.equal(await house.state(), 'on')
  assert.deepEqual(await house.scene.store.selectFrom('addresses').selectAll().execute(), [])
})

test('a mailbox is read by POP3: what was understood goes, the rest stays, and a break loses nothing', async () => {
  await using house = await aHouse()
  const { from } = await house.sendOn('20')
  const question = `From: kay@example.net\nTo: paper@example.org\nSubject: Hello\n\n.dots\n..at the beginning\n`
  await using server = await openPopServer([question, report(from), inOwnWords(from)], {
    breaksAt: 3,
  })
  const mailbox = openMailbox(server.url, { ca: server.ca })
  const readAll = () => readMailbox(house.inbox, mailbox, AbortSignal.timeout(10_000))

  await assert.rejects(readAll(), /closed|ECONNRESET|hang up/)
  assert.equal(server.left().length, 3)
  assert.deepEqual(await readAll(), { bounce: 2 })
  assert.deepEqual(server.left(), [question])
  assert.deepEqual(await readAll(), {})
  const counted = await house.scene.store.selectFrom('addresses').select('faults').execute()
  assert.deepEqual(counted, [{ faults: 1 }])

  const wrong = openMailbox(server.url.replace('s3cret', 'guess'), { ca: server.ca })
  await assert.rejects(
    readMailbox(house.inbox, wrong, AbortSignal.timeout(10_000)),
    /refused PASS: -ERR no$/,
  )
})

test('a mailbox may be a folder', async () => {
  await using house = await aHouse()
  const { from } = await house.sendOn('20')
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-maildir-'))
  const mailbox = openMailbox(`maildir:${folder}`)
  const readAll = () => readMailbox(house.inbox, mailbox, AbortSignal.timeout(10_000))

  assert.deepEqual(await readAll(), {})
  mkdirSync(join(folder, 'new'))
  writeFileSync(join(folder, 'new', '1.host'), report(from))
  writeFileSync(join(folder, 'new', '2.host'), 'To: somebody else\n\nHello')
  assert.deepEqual(await readAll(), { bounce: 1, none: 1 })
  assert.deepEqual(await readAll(), {})

  assert.deepEqual(readdirSync(join(folder, 'cur')), ['1.host:2,S'])
  assert.deepEqual(readdirSync(join(folder, 'new')), ['2.host'])
  rmSync(folder, { recursive: true })
})

test('what services tell counts by the letter where they name it, and else by the last one', async () => {
  await using house = await aHouse()
  const { bytes } = await house.sendOn('20')
  const messageId = (await simpleParser(bytes)).messageId ?? ''
  const { store, links, now } = house.inbox
  const event = { kind: 'bounce', address: 'ada@EXAMPLE.com', fault: '550', messageId } as const

  assert.equal(await noteEvents(store, [event], links, now()), 1)
  assert.equal(await noteEvents(store, [event], links, now()), 0)
  await house.sendOn('21')
  const nameless = { ...event, messageId: '<0102@service.example>' }
  assert.equal(await noteEvents(store, [nameless, nameless], links, now()), 1)
  assert.equal(await noteEvents(store, [{ ...event, address: 'eve@example.com' }], links, now()), 0)

  const [known] = await store.selectFrom('addresses').select('faults').execute()
  assert.equal(known?.faults, 2)
})
