import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type MailEvent, openEvents, type Posted, type Reporter } from '#mail'

const now = new Date('2026-11-20T12:00:00Z')
const seconds = String(now.getTime() / 1000)
const key = 'a key of the tests'

const posted = (body: unknown, headers: Record<string, string> = {}): Posted => ({
  body: typeof body === 'string' ? body : JSON.stringify(body),
  header: (name) => headers[name] ?? '',
})

const read = (reporter: Reporter, what: Posted, with_ = key, at = now) =>
  openEvents(reporter, with_)(what, at)

const ours = '<digest.2026-11-20.0123456789abcdef01234567@papers.example.org>'

/** What each service says, in the shape that its documents give. */
const mailgun = (event: object, secret = key, at = seconds) => {
  const token = 'some-token'
  const signature = createHmac('sha256', secret)
    .update(at + token)
    .digest('hex')
  return posted({ signature: { timestamp: at, token, signature }, 'event-data': event })
}
const failed = {
  event: 'failed',
  severity: 'permanent',
  recipient: 'ada@example.com',
  message: { headers: { 'message-id': ours.slice(1, -1) } },
  'delivery-status': { code: 550, message: 'no such user', description: '' },
}
const bounced: MailEvent = {
  kind: 'bounce',
  address: 'ada@example.com',
  fault: '550 no such user',
  messageId: ours,
}

test('Mailgun tells of failures for good and of complaints, and signs', async () => {
  assert.deepEqual(await read('mailgun', mailgun(failed)), [bounced])
  assert.deepEqual(await read('mailgun', mailgun({ ...failed, severity: 'temporary' })), [])
  assert.deepEqual(
    await read('mailgun', mailgun({ event: 'complained', recipient: 'ada@example.com' })),
    [{ kind: 'complaint', address: 'ada@example.com', fault: 'abuse', messageId: '' }],
  )
  for (const forged of [
    mailgun(failed, 'another key'),
    mailgun(failed, key, String(Number(seconds) - 3600)),
  ]) {
    await assert.rejects(read('mailgun', forged), /not signed as the settings say/)
  }
})

const basic = (password: string) => ({
  authorization: `Basic ${Buffer.from(`anybody:${password}`).toString('base64')}`,
})

test('Postmark tells with the password of the address it was given', async () => {
  const hard = {
    RecordType: 'Bounce',
    Type: 'HardBounce',
    TypeCode: 1,
    Email: 'ada@example.com',
    Description: 'The server was unable to deliver your message.',
    Details: '550 no such user',
  }
  assert.deepEqual(await read('postmark', posted(hard, basic(key))), [
    { ...bounced, messageId: '' },
  ])
  assert.deepEqual(await read('postmark', posted({ ...hard, Type: 'SoftBounce' }, basic(key))), [])
  const spam = { RecordType: 'SpamComplaint', Type: 'SpamComplaint', Email: 'ada@example.com' }
  assert.equal((await read('postmark', posted(spam, basic(key))))[0]?.kind, 'complaint')
  await assert.rejects(read('postmark', posted(hard, basic('guessed'))), /not signed/)
  await assert.rejects(read('postmark', posted(hard)), /not signed/)
})

test('SendGrid tells of many at once, and signs with a key of its own', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const open = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const events = [
    {
      email: 'ada@example.com',
      event: 'bounce',
      type: 'bounce',
      status: '550',
      reason: 'no such user',
      'smtp-id': ours,
    },
    { email: 'emmy@example.com', event: 'bounce', type: 'blocked', reason: 'too many' },
    { email: 'kay@example.com', event: 'spamreport' },
    { email: 'sofia@example.com', event: 'delivered', response: '250 OK' },
  ]
  const body = `${JSON.stringify(events)}\r\n`
  const signed = (text: string, at = seconds) =>
    posted(body, {
      'x-twilio-email-event-webhook-timestamp': at,
      'x-twilio-email-event-webhook-signature': sign(
        'sha256',
        Buffer.from(at + text),
        privateKey,
      ).toString('base64'),
    })

  assert.deepEqual(await read('sendgrid', signed(body), open), [
    bounced,
    { kind: 'complaint', address: 'kay@example.com', fault: 'abuse', messageId: '' },
  ])
  await assert.rejects(read('sendgrid', signed('[]'), open), /not signed/)
  await assert.rejects(read('sendgrid', signed(body, '1700000000'), open), /too old/)
})

test('everybody else tells in a shape of ours, signed like our own webhooks', async () => {
  const body = JSON.stringify({
    events: [{ kind: 'bounce', address: 'ada@example.com', fault: '550 no such user' }],
  })
  const mac = createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')
  const signature = { 'x-broadsheet-signature': `t=${seconds},v1=${mac}` }

  assert.deepEqual(await read('json', posted(body, signature)), [{ ...bounced, messageId: '' }])
  await assert.rejects(read('json', posted(`${body} `, signature)), /not signed/)
  await assert.rejects(read('json', posted(body)), /not signed/)
})

const topic = 'arn:aws:sns:eu-west-1:123456789012:broadsheet'
const certificate = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem'
const pem = (name: string) =>
  readFileSync(new URL(`../../test/fixtures/mail/${name}.pem`, import.meta.url), 'utf8')

/** A message of SNS, signed by the key of our tests in Amazon's place. */
function sns(more: Record<string, string>, version: '1' | '2' = '2') {
  const envelope: Record<string, string> = {
    Type: 'Notification',
    MessageId: 'id',
    TopicArn: topic,
    Timestamp: now.toISOString(),
    SignatureVersion: version,
    SigningCertURL: certificate,
    ...more,
  }
  const names = [
    'Message',
    'MessageId',
    'Subject',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ]
  const text = names.flatMap((name) => (name in envelope ? [`${name}\n${envelope[name]}\n`] : []))
  const Signature = sign(
    version === '1' ? 'sha1' : 'sha256',
    Buffer.from(text.join('')),
    pem('key'),
  )
  return posted({ ...envelope, Signature: Signature.toString('base64') })
}

test('SES tells through SNS, which signs; the first message of a topic is answered', async () => {
  const asked: string[] = []
  const reader = openEvents('ses', topic, {
    fetch: async (url) => {
      asked.push(url)
      return new Response(pem('certificate'))
    },
  })
  const Message = JSON.stringify({
    notificationType: 'Bounce',
    bounce: {
      bounceType: 'Permanent',
      bouncedRecipients: [
        { emailAddress: 'ada@example.com', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1' },
      ],
    },
  })
  const expected = [
    { kind: 'bounce', address: 'ada@example.com', fault: '5.1.1 smtp; 550 5.1.1', messageId: '' },
  ]

  assert.deepEqual(await reader(sns({ Message, Subject: 'x' }), now), expected)
  assert.deepEqual(await reader(sns({ Message }, '1'), now), expected)
  assert.deepEqual(asked, [certificate])
  const SubscribeURL = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription'
  const first = { Type: 'SubscriptionConfirmation', Message: 'x', Token: 't' }
  assert.deepEqual(await reader(sns({ ...first, SubscribeURL }), now), [])
  assert.equal(asked.at(-1), SubscribeURL)

  for (const [forged, fault] of [
    [sns({ Message, TopicArn: `${topic}2` }), /another topic/],
    [sns({ Message, SigningCertURL: 'https://evil.example/x.pem' }), /elsewhere/],
    [sns({ Message, SigningCertURL: 'https://sns.eu.amazonaws.com.evil.example/' }), /elsewhere/],
    [sns({ ...first, SubscribeURL: 'http://169.254.169.254/latest' }), /elsewhere/],
    [
      posted({ ...JSON.parse(sns({ Message }).body), Message: Message.replace('ada', 'eve') }),
      /sign/,
    ],
    [posted('no JSON'), /not JSON/],
    [posted({ Type: 'Other' }), /no message of SNS/],
  ] as const) {
    await assert.rejects(reader(forged, now), fault)
  }
  assert.ok(asked.every((url) => url.startsWith('https://sns.eu-west-1.amazonaws.com/')))
})
