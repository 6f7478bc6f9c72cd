import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { noteBounce, openLinks, openPress, sendDue, subscriptionOf } from '#digest'
import { openMailer } from '#mail'
import { dkimVerify } from 'mailauth'
import { simpleParser } from 'mailparser'
import { openScene } from '../../test/digest/scene.ts'
import type { Whim } from '../../test/post-office.ts'
import { pick } from '#curation'
import { say } from '#discussion'
import { readPaperId } from '#paper'
import { follow, keepWatch } from '#watches'
import { person } from '../../test/people.ts'
import { paperOn } from '../../test/site.ts'

const papers = ['19', '20', '21', '22', '23'].map((day) =>
  paperOn(`2026-11-${day}`, `2611.100${day}`, { title: `Paper of the ${day}th` }),
)

/** A subscriber whose server has these moods, one for each time it is asked. */
async function withMoods(...moods: (Whim | undefined)[]) {
  const scene = await openScene({
    now: '2026-11-19T12:00:00Z',
    whim: ({ to, times }) => (to === '' ? undefined : moods[times - 1]),
  })
  await scene.bring(papers.slice(0, 2))
  const id = await scene.subscriber('ada@example.com')
  scene.at('2026-11-20T07:00:00Z')
  return { scene, id }
}

test('a server that is not ready gets the letter later, and later again', async () => {
  const no = { at: 'recipient', code: 451 } as const
  const { scene, id } = await withMoods(no, no)
  await using _ = scene

  assert.deepEqual(await scene.send(), { deferred: 1 })
  scene.at('2026-11-20T07:04:00Z')
  assert.deepEqual(await scene.send(), {})
  scene.at('2026-11-20T07:05:00Z')
  assert.deepEqual(await scene.send(), { deferred: 1 })
  scene.at('2026-11-20T07:15:00Z')
  assert.deepEqual(await scene.send(), { sent: 1 })

  assert.deepEqual(await scene.standing(id), [{ day: '2026-11-20', state: 'sent', papers: 1 }])
})

test('a digest that could not be sent for a day is given up, and its papers come with the next', async () => {
  const { scene, id } = await withMoods(
    ...Array.from({ length: 9 }, () => ({ at: 'recipient', code: 451 }) as const),
  )
  await using _ = scene
  for (let hour = 7; hour < 31; hour++) {
    scene.at(new Date(Date.parse('2026-11-20T00:00:00Z') + hour * 3_600_000).toISOString())
    await scene.send()
  }
  await scene.bring(papers.slice(2, 3))
  scene.at('2026-11-21T13:00:00Z')
  await scene.send()

  assert.deepEqual(
    (await scene.standing(id)).map(({ state }) => state),
    ['late', 'sent'],
  )
  const { text = '' } = await simpleParser(scene.office.received.at(-1)?.bytes ?? '')
  assert.match(text, /21th/)
})

test('an address that three letters in a row bounced from is left alone, and its owner is told why', async () => {
  const { scene, id } = await withMoods(
    ...Array.from({ length: 3 }, () => ({ at: 'recipient', code: 550 }) as const),
  )
  await using _ = scene
  for (const day of ['20', '21', '22', '23']) {
    scene.at(`2026-11-${day}T07:00:00Z`)
    await scene.send()
  }

  assert.deepEqual(
    (await scene.standing(id)).map(({ state }) => state),
    ['refused', 'refused', 'refused'],
  )
  const subscription = await subscriptionOf(scene.store, id)
  assert.equal(subscription?.state, 'stopped')
  assert.match(subscription?.endReason ?? '', /refused 3 letters in a row.*550/)
})

test('one letter that is taken forgives the bounces before it', async () => {
  const no = { at: 'recipient', code: 550 } as const
  const { scene, id } = await withMoods(no, no, undefined, no, no)
  await using _ = scene
  for (const day of ['20', '21', '22', '23', '24']) {
    scene.at(`2026-11-${day}T07:00:00Z`)
    await scene.send()
  }

  assert.equal((await subscriptionOf(scene.store, id))?.state, 'on')
})

test('a complaint is enough', async () => {
  const { scene, id } = await withMoods()
  await using _ = scene
  await noteBounce(
    scene.store,
    'ada@example.com',
    { fault: 'abuse', kind: 'complaint' },
    scene.now(),
  )

  assert.deepEqual(await scene.send(), {})
  assert.match((await subscriptionOf(scene.store, id))?.endReason ?? '', /marked a letter as spam/)
})

test('a letter that the server had whole and never answered for is sent once more, the same, and no third time', async () => {
  const { scene, id } = await withMoods({ at: 'end' }, { at: 'end' })
  await using _ = scene
  for (const time of ['07:00', '07:05', '07:20', '09:00']) {
    scene.at(`2026-11-20T${time}:00Z`)
    await scene.send()
  }

  const [first, second, ...others] = scene.office.received
  assert.deepEqual(others, [])
  assert.equal(String(first?.bytes), String(second?.bytes))
  assert.deepEqual(await scene.standing(id), [{ day: '2026-11-20', state: 'unclear', papers: 1 }])
})

test('while the server is in trouble nothing is lost and nothing is counted against anybody', async () => {
  let ill = true
  await using scene = await openScene({
    now: '2026-11-19T12:00:00Z',
    whim: () => (ill ? { at: 'greeting', code: 421 } : undefined),
  })
  await scene.bring(papers.slice(0, 2))
  for (let i = 0; i < 30; i++) await scene.subscriber(`reader${i}@example.com`)
  scene.at('2026-11-20T07:00:00Z')

  assert.match(JSON.stringify(await scene.send()), /MailFault/)
  ill = false
  scene.at('2026-11-20T07:02:00Z')
  assert.deepEqual(await scene.send(), { sent: 30 })

  const tries = await scene.store.selectFrom('digests').select('tries').execute()
  assert.ok(tries.every((digest) => digest.tries <= 1))
})

test('one domain gets so many letters a minute, and the others do not wait for it', async () => {
  await using scene = await openScene({ now: '2026-11-19T12:00:00Z' })
  await using mailer = openMailer(scene.office.url, { from: 'paper@example.org' })
  const press = openPress({
    ...scene,
    mailer,
    links: openLinks('https://papers.example.org', 'secret'),
    perMinute: 3,
  })
  await scene.bring(papers.slice(0, 2))
  for (let i = 0; i < 8; i++) await scene.subscriber(`reader${i}@large.example`)
  await scene.subscriber('ada@small.example')
  const sentBy = async (time: string) => {
    scene.at(time)
    await sendDue(press, AbortSignal.timeout(20_000))
    return scene.office.received.length
  }

  assert.equal(await sentBy('2026-11-20T07:00:00Z'), 4)
  assert.ok(scene.office.received.some(({ to }) => to === 'ada@small.example'))
  assert.equal(await sentBy('2026-11-20T07:01:00Z'), 7)
  assert.equal(await sentBy('2026-11-20T07:02:00Z'), 9)
})

const wild = [
  'Breaks\r\nBcc: all@example.net\r\n\r\nout',
  '=?utf-8?Q?evil=0D=0ABcc:_x@example.net?=',
  `One long word ${'x'.repeat(2000)}`,
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  'turned \u202Etxt.exe\u202C round \u2066and\u2069',
  '\u0000\u0007\u001b[2J and \uD83D',
  '"\'; -- <a href="javascript:alert(1)">',
]

test('whatever stands in papers, watches, names and comments, the letter is sound, signed and says no more than it should', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const open = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  await using scene = await openScene({ now: '2026-11-19T12:00:00Z' })
  await using mailer = openMailer(scene.office.url, {
    from: 'Broadsheet <paper@example.org>',
    dkim: { domain: 'example.org', selector: 'paper', key },
  })
  const press = openPress({ ...scene, mailer })
  await scene.subscriber('ada@example.com', { front: 50 })
  await scene.bring(
    wild.map((text, i) =>
      paperOn('2026-11-20', `2611.2000${i}`, {
        title: text,
        abstract: text,
        authors: [text, text],
      }),
    ),
  )
  const ada = await scene.store.selectFrom('subscriptions').select('id').executeTakeFirstOrThrow()
  const kay = await person(scene.store, 'Kay', { role: 'curator' })
  await follow(scene.store, ada.id, { about: 'person', key: 'kay' }, scene.now())
  await scene.bring(
    wild.map((_, i) => paperOn('2026-10-20', `2610.0000${i}`, { title: 'An older one' })),
  )
  for (const [i, text] of wild.entries()) {
    await keepWatch(scene.store, ada.id, { query: text.slice(0, 400), name: text }, scene.now())
    await keepWatch(scene.store, ada.id, { query: `id:2611.2000${i}`, name: text }, scene.now())
    const said = { paper: readPaperId(`2610.0000${i}`), body: text }
    await say(scene.store, kay, said, scene.now())
    await pick(
      scene.store,
      kay,
      { paper: readPaperId(`2611.2000${i}`), topic: '', line: text.slice(0, 250) },
      scene.now(),
    )
  }
  await scene.store
    .updateTable('readers')
    .set({ name: wild.join(' ') })
    .execute()
  scene.at('2026-11-20T07:00:00Z')

  await sendDue(press, AbortSignal.timeout(20_000))

  const bytes = scene.office.received[0]?.bytes ?? Buffer.alloc(0)
  const lines = bytes.toString('latin1').split('\r\n')
  assert.ok(lines.every((line) => line.length <= 998 && !/[\r\n]/.test(line)))
  const read = await simpleParser(bytes)
  assert.equal(read.headers.get('bcc'), undefined)
  assert.equal(read.headers.get('auto-submitted'), 'auto-generated')
  assert.deepEqual(read.headers.get('list-unsubscribe-post'), undefined) // read as part of `list`
  assert.match(lines.join('\n'), /^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m)
  assert.match(lines.join('\n'), /^List-Id: Broadsheet digest <digest\.papers\.example\.org>$/im)
  const html = String(read.html)
  assert.doesNotMatch(html, /[\u202A-\u202E\u2066-\u2069]/)
  for (const [tag] of html.matchAll(/<[^>]*>/g)) {
    assert.doesNotMatch(
      tag,
      /<(script|img|link|iframe|object|video)|\son\w+=|src=|javascript:|url\(/i,
    )
  }
  assert.match(read.text ?? '', /An older one.*Commented: Breaks Bcc: all@example\.net out/s)
  assert.doesNotMatch(read.text ?? '', /[\0\u202A-\u202E\u2066-\u2069]/)
  assert.doesNotMatch(read.text ?? '', /^Bcc:/im)
  const { results } = await dkimVerify(bytes, {
    resolver: async () => [[`v=DKIM1; k=rsa; p=${open}`]],
  })
  assert.equal(results[0]?.status.result, 'pass')
  const covered = results[0]?.signingHeaders?.keys ?? ''
  assert.match(covered, /List-Unsubscribe: List-Unsubscribe-Post/i)
})
