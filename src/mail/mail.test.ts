import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { MailFault, openMailer, readMailAddress } from '#mail'
import { dkimVerify } from 'mailauth'
import { simpleParser } from 'mailparser'
import { certificate, openPostOffice, type Whim } from '../../test/post-office.ts'

const from = 'Broadsheet <paper@example.org>'

const letter = (more = {}) => ({
  to: 'ada@example.com',
  subject: 'Today',
  text: 'Two papers.\n',
  html: '<p>Two papers.</p>',
  ...more,
})

test('a letter goes over TLS to whoever gives the right password', async () => {
  for (const secure of [true, false]) {
    await using office = await openPostOffice({
      secure,
      account: { user: 'paper', pass: 'p@ss:word' },
    })
    await using mailer = openMailer(office.url, { from, ca: certificate })

    await mailer.send(letter())

    const [got] = office.received
    const read = await simpleParser(got?.bytes ?? '')
    assert.equal(got?.to, 'ada@example.com')
    assert.equal(read.from?.text, '"Broadsheet" <paper@example.org>')
    assert.equal(read.subject, 'Today')
    assert.equal(read.text, 'Two papers.\n')
    assert.match(String(read.html), /<p>Two papers.<\/p>/)
  }
})

test('a wrong password is the server’s keeper’s trouble, and no letter’s', async () => {
  await using office = await openPostOffice({
    secure: true,
    account: { user: 'paper', pass: 'right' },
  })
  await using mailer = openMailer(office.url.replace('right', 'wrong'), { from, ca: certificate })

  assert.deepEqual(await faultOf(mailer.send(letter())), ['later', 'server', 535])
})

test('a certificate that nobody vouches for is not trusted', async () => {
  await using office = await openPostOffice({ secure: true })
  await using mailer = openMailer(office.url, { from })

  assert.deepEqual(await faultOf(mailer.send(letter())), ['later', 'server', 0])
  assert.equal(office.received.length, 0)
})

const manners: [string, Whim, ReturnType<typeof outcome>][] = [
  ['is full', { at: 'greeting', code: 421 }, outcome('later', 'server', 421)],
  ['greylists', { at: 'recipient', code: 451 }, outcome('later', 'address', 451)],
  ['knows nobody of that name', { at: 'recipient', code: 550 }, outcome('never', 'address', 550)],
  ['takes the letter for spam', { at: 'letter', code: 554 }, outcome('never', 'letter', 554)],
  ['has no room just now', { at: 'letter', code: 452 }, outcome('later', 'letter', 452)],
  ['goes to sleep', { at: 'silence', milliseconds: 2_000 }, outcome('later', 'server', 0)],
  ['closes in the middle', { at: 'middle' }, outcome('later', 'server', 0)],
  ['closes at the end', { at: 'end' }, outcome('unclear', 'server', 0)],
  ['answers too late', { at: 'answer', milliseconds: 2_000 }, outcome('unclear', 'server', 0)],
]

function outcome(kind: string, about: string, code: number) {
  return [kind, about, code] as const
}

for (const [what, whim, expected] of manners) {
  test(`a server that ${what}: ${expected.join(' ')}`, async () => {
    let moody = true
    await using office = await openPostOffice({ whim: () => (moody ? whim : undefined) })
    await using mailer = openMailer(office.url, { from, patience: 600 })

    // Long enough that it is on its way for a while.
    const text = 'All the papers.\n'.repeat(whim.at === 'middle' ? 300_000 : 3)
    assert.deepEqual(await faultOf(mailer.send(letter({ text }))), expected)
    const taken = expected[0] === 'unclear' ? 1 : 0
    assert.equal(office.received.length, taken)

    moody = false
    await mailer.send(letter())
    assert.equal(office.received.length, taken + 1)
  })
}

test('a letter whose handing over cannot be noted is not sent', async () => {
  await using office = await openPostOffice()
  await using mailer = openMailer(office.url, { from })

  await assert.rejects(mailer.send(letter(), { beforeHandover: full }), /the disk is full/)

  await mailer.send(letter({ to: 'emmy@example.com' }))
  assert.deepEqual(
    office.received.map(({ to }) => to),
    ['emmy@example.com'],
  )
})

test('many letters share a connection', async () => {
  await using office = await openPostOffice()
  await using mailer = openMailer(office.url, { from })

  for (let i = 0; i < 5; i++) await mailer.send(letter({ to: `reader${i}@example.com` }))

  assert.equal(office.received.length, 5)
  assert.equal(office.visits(), 1)
})

test('the signature covers what the letter says and how to leave the list', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const open = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  await using office = await openPostOffice()
  await using mailer = openMailer(office.url, {
    from,
    dkim: { domain: 'example.org', selector: 'paper', key },
  })
  const headers = {
    'List-Unsubscribe': `<https://example.org/u/${'x'.repeat(300)}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }

  await mailer.send(letter({ headers, text: '.a line that begins with a dot\nÅ\n'.repeat(40) }))

  const { results } = await dkimVerify(office.received[0]?.bytes ?? '', {
    resolver: async () => [[`v=DKIM1; k=rsa; p=${open}`]],
  })
  assert.equal(results[0]?.status.result, 'pass')
  assert.match(results[0]?.signingHeaders?.keys ?? '', /List-Unsubscribe: List-Unsubscribe-Post/i)
})

const full = () => Promise.reject(new Error('the disk is full'))

const wild = [
  'A\r\nBcc: everybody@example.net\r\n\r\nbody',
  'A\nSubject: another',
  '=?utf-8?Q?evil=0D=0ABcc:_x@example.net?=',
  'word'.repeat(500),
  'Ünïcödé and 漢字 '.repeat(20),
  'turned \u202Etxt.exe\u202C round',
  'nul \u0000 bell \u0007 and half a pair \uD83D',
  '"quotes" <b>and</b> \\ back',
]

test('no text breaks out of its line, whatever is in it', async () => {
  await using office = await openPostOffice()
  for (const text of wild) {
    await using mailer = openMailer(office.url, { from: `${text} <paper@example.org>` })
    await mailer.send(letter({ subject: text, text, html: '<p>x</p>', headers: { 'X-Why': text } }))

    const { bytes } = office.received.pop() ?? { bytes: Buffer.alloc(0) }
    const read = await simpleParser(bytes)
    const head = bytes.toString('latin1').split('\r\n\r\n')[0] ?? ''
    assert.deepEqual([...read.headers.keys()].toSorted(), headersOfALetter, text)
    assert.ok(
      bytes
        .toString('latin1')
        .split('\r\n')
        .every((line) => line.length <= 998),
      text,
    )
    assert.doesNotMatch(head.replaceAll('\r\n', ''), /\p{Cc}/u)
    assert.doesNotMatch(read.subject ?? '', /[\p{Cc}\u202A-\u202E]/u)
    assert.equal(read.from?.value[0]?.address, 'paper@example.org')
    assert.doesNotMatch(read.from?.value[0]?.name ?? '', /[\p{Cc}\u202A-\u202E]/u)
  }
})

test('a subject that looks encoded is read as it was written', async () => {
  await using office = await openPostOffice()
  await using mailer = openMailer(office.url, { from })
  const subject = '=?utf-8?B?ZXZpbA==?= is how mail writes “evil”'

  await mailer.send(letter({ subject }))

  assert.equal((await simpleParser(office.received[0]?.bytes ?? '')).subject, subject)
})

const headersOfALetter = [
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'subject',
  'to',
  'x-why',
]

test('without a server letters become files, one for each', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-mail-'))
  context.after(() => rmSync(folder, { recursive: true }))
  await using mailer = openMailer(`file:${folder}/mail`, { from })

  await mailer.send(letter({ messageId: '<one@example.org>' }))
  await mailer.send(letter({ messageId: '<one@example.org>' }))
  await mailer.send(letter({ messageId: '<two@example.org>' }))

  const files = readdirSync(join(folder, 'mail'))
  assert.equal(files.length, 2)
  const read = await simpleParser(readFileSync(join(folder, 'mail', files[0] ?? '')))
  assert.equal(read.text, 'Two papers.\n')
})

test('an address is read as people type it, and nothing else is', () => {
  assert.equal(readMailAddress(' Ada@Example.COM '), 'Ada@example.com')
  assert.equal(readMailAddress('ada+papers@bücher.example'), 'ada+papers@xn--bcher-kva.example')
  for (const wrong of [
    '',
    'ada',
    'ada@',
    '@example.org',
    'ada@localhost',
    'ada@example.org\r\nBcc: x@example.net',
    'ada@example.org, x@example.net',
    '"ada lovelace"@example.org',
    'ada@[127.0.0.1]',
    'ada@127.0.0.1',
    '<ada@example.org>',
    'a..b@example.org',
    `${'a'.repeat(65)}@example.org`,
  ]) {
    assert.throws(() => readMailAddress(wrong), /is not an address for mail/, wrong)
  }
})

async function faultOf(sending: Promise<unknown>) {
  const error: unknown = await sending.then(
    () => undefined,
    (fault: unknown) => fault,
  )
  assert.ok(error instanceof MailFault, String(error))
  return [error.kind, error.about, error.code]
}
