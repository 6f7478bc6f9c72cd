import { verify, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { DomainError } from '#domain-error'
import type { EventReader, MailEvent } from './events.ts'

export type Fetch = (url: string, options: { signal: AbortSignal }) => Promise<Response>

const text = z.string().default('')

/** A message of Amazon's Simple Notification Service, as it is posted to an address. */
const Envelope = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string(),
  Subject: z.string().optional(),
  SubscribeURL: z.string().optional(),
  Token: z.string().optional(),
})
type Envelope = z.infer<typeof Envelope>

const Recipients = z.array(
  z.object({ emailAddress: z.string(), status: text, diagnosticCode: text }),
)

/** What SES tells: as a notification, or as an event of a configuration set. */
const Notification = z.object({
  notificationType: text,
  eventType: text,
  bounce: z.object({ bounceType: text, bouncedRecipients: Recipients }).optional(),
  complaint: z
    .object({ complaintFeedbackType: z.string().nullish(), complainedRecipients: Recipients })
    .optional(),
})

const patience = 10_000

/** Reads what SES tells by a topic of SNS; the first message of a topic, which asks, is answered. */
export function openSns(topic: string, ask: Fetch): EventReader {
  const certificates = new Map<string, X509Certificate>()

  async function certificateAt(url: string): Promise<X509Certificate> {
    const known = certificates.get(url)
    if (known) return known
    const answer = await fetchFrom(ask, url)
    const certificate = new X509Certificate((await answer.text()).slice(0, 20_000))
    if (certificates.size > 5) certificates.clear()
    certificates.set(url, certificate)
    return certificate
  }

  return async ({ body }) => {
    const envelope = parsed(Envelope, body)
    if (envelope.TopicArn !== topic) {
      throw new DomainError('forbidden', 'That is another topic than the settings name.')
    }
    const certificate = await certificateAt(envelope.SigningCertURL)
    const right = verify(
      envelope.SignatureVersion === '1' ? 'sha1' : 'sha256',
      Buffer.from(signedText(envelope)),
      certificate.publicKey,
      Buffer.from(envelope.Signature, 'base64'),
    )
    if (!right) throw new DomainError('forbidden', 'Amazon did not sign this.')
    if (envelope.Type === 'SubscriptionConfirmation') {
      await (await fetchFrom(ask, envelope.SubscribeURL ?? '')).body?.cancel()
    }
    if (envelope.Type !== 'Notification') return []
    return eventsIn(parsed(Notification, envelope.Message))
  }
}

function eventsIn({
  notificationType,
  eventType,
  bounce,
  complaint,
}: z.infer<typeof Notification>): MailEvent[] {
  const kind = notificationType || eventType
  if (kind === 'Complaint') {
    const fault = complaint?.complaintFeedbackType ?? 'abuse'
    return (complaint?.complainedRecipients ?? []).map(({ emailAddress: address }) => ({
      kind: 'complaint',
      address,
      fault,
      messageId: '',
    }))
  }
  // What is transient may be a holiday notice, or a full mailbox: SES tries again itself.
  if (kind !== 'Bounce' || bounce?.bounceType !== 'Permanent') return []
  return bounce.bouncedRecipients.map(({ emailAddress: address, status, diagnosticCode }) => ({
    kind: 'bounce',
    address,
    fault: `${status} ${diagnosticCode}`.trim() || 'failed',
    messageId: '',
  }))
}

/** Asks Amazon, and nobody else: addresses in a message that is not yet known to be Amazon's. */
async function fetchFrom(ask: Fetch, address: string): Promise<Response> {
  const url = URL.parse(address)
  const isAmazon =
    url?.protocol === 'https:' &&
    url.port === '' &&
    /^sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?$/.test(url.hostname)
  if (!isAmazon) throw new DomainError('forbidden', 'That leads elsewhere than to Amazon.')
  const answer = await ask(url.href, { signal: AbortSignal.timeout(patience) })
  if (!answer.ok) throw new Error(`Amazon answered ${answer.status}`)
  return answer
}

/** What is signed: these fields, each with its name, in the order of the alphabet. */
function signedText(envelope: Envelope): string {
  const names =
    envelope.Type === 'Notification'
      ? (['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const)
      : ([
          'Message',
          'MessageId',
          'SubscribeURL',
          'Timestamp',
          'Token',
          'TopicArn',
          'Type',
        ] as const)
  return names
    .flatMap((name) => (envelope[name] === undefined ? [] : [`${name}\n${envelope[name]}\n`]))
    .join('')
}

function parsed<Shape extends z.ZodType>(shape: Shape, body: string): z.infer<Shape> {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw new DomainError('invalid', 'This is not JSON.')
  }
  const reading = shape.safeParse(value)
  if (!reading.success) throw new DomainError('invalid', 'This is no message of SNS that we know.')
  return reading.data
}
