import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto'
import { z } from 'zod'
import { DomainError } from '#domain-error'
import { type Fetch, openSns } from './sns.ts'

/** What a service that carries our letters tells of one of them. */
export type MailEvent = {
  readonly kind: 'bounce' | 'complaint'
  readonly address: string
  readonly fault: string
  /** Of the letter, as `<…@…>`, where the service tells; else empty. */
  readonly messageId: string
}

/** The services whose reports we read; `json` is for everybody else. */
export const reporters = ['json', 'mailgun', 'postmark', 'sendgrid', 'ses'] as const
export type Reporter = (typeof reporters)[number]

export const isReporter = (text: string): text is Reporter => reporters.some((one) => one === text)

/** A report as it came: its headers by name in small letters, and its bytes as text. */
export type Posted = { readonly header: (name: string) => string; readonly body: string }

export type EventReader = (posted: Posted, now: Date) => Promise<readonly MailEvent[]>

/** How old a signed report may be, in milliseconds. */
const longest = 15 * 60_000

/**
 * Reads the reports of a service, each of which must be known for its own: by a signature with the
 * key, by the password in the address that Postmark was given, or by Amazon's certificate and the
 * name of the topic. Temporary trouble, of which the service takes care, is left out.
 */
export function openEvents(
  reporter: Reporter,
  key: string,
  { fetch: ask = fetch }: { readonly fetch?: Fetch } = {},
): EventReader {
  switch (reporter) {
    case 'json':
      return async (posted, now) => {
        const [, at = '', given = ''] =
          posted.header('x-broadsheet-signature').match(/^t=(\d{1,12}),v1=([\da-f]{64})$/) ?? []
        const expected = createHmac('sha256', key).update(`${at}.${posted.body}`).digest('hex')
        if (!isSame(given, expected) || isOld(Number(at), now)) throw notTheirs()
        return read(Plain, posted).events.map(({ kind, address, fault, messageId }) => ({
          kind,
          address,
          fault,
          messageId,
        }))
      }
    case 'mailgun':
      return async (posted, now) => {
        const { signature, 'event-data': event } = read(Mailgun, posted)
        const { timestamp, token } = signature
        const expected = createHmac('sha256', key)
          .update(timestamp + token)
          .digest('hex')
        if (!isSame(signature.signature, expected) || isOld(Number(timestamp), now)) {
          throw notTheirs()
        }
        return mailgun(event)
      }
    case 'postmark':
      return async (posted) => {
        const [, given = ''] = posted.header('authorization').match(/^Basic (\S+)$/i) ?? []
        const password = Buffer.from(given, 'base64')
          .toString()
          .replace(/^[^:]*:/, '')
        if (!isSame(password, key)) throw notTheirs()
        return postmark(read(Postmark, posted))
      }
    case 'sendgrid':
      return async (posted, now) => {
        const at = posted.header('x-twilio-email-event-webhook-timestamp')
        const signature = posted.header('x-twilio-email-event-webhook-signature')
        const open = createPublicKey({
          key: Buffer.from(key, 'base64'),
          format: 'der',
          type: 'spki',
        })
        const said = Buffer.from(at + posted.body)
        const right = verify('sha256', said, open, Buffer.from(signature, 'base64'))
        if (!right || isOld(Number(at), now)) throw notTheirs()
        return read(z.array(SendGrid), posted).flatMap(sendgrid)
      }
    case 'ses':
      break
  }
  return openSns(key, ask)
}

function read<Shape extends z.ZodType>(shape: Shape, { body }: Posted): z.infer<Shape> {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw new DomainError('invalid', 'This is not JSON.')
  }
  const reading = shape.safeParse(value)
  if (reading.success) return reading.data
  const [issue] = reading.error.issues
  throw new DomainError(
    'invalid',
    `This is no report that we know: ${issue?.path.join('.')}: ${issue?.message}`,
  )
}

const isOld = (seconds: number, now: Date) => !(Math.abs(now.getTime() - seconds * 1000) <= longest)

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

const notTheirs = () =>
  new DomainError('forbidden', 'This report is not signed as the settings say, or it is too old.')

const text = z.string().default('')

const Plain = z.object({
  events: z.array(
    z.object({
      kind: z.enum(['bounce', 'complaint']),
      address: z.string(),
      fault: text,
      messageId: text,
    }),
  ),
})

const Mailgun = z.object({
  signature: z.object({ timestamp: z.string(), token: z.string(), signature: z.string() }),
  'event-data': z.object({
    event: z.string(),
    severity: text,
    recipient: text,
    message: z.object({ headers: z.object({ 'message-id': text }).optional() }).optional(),
    'delivery-status': z
      .object({
        code: z.union([z.number(), z.string()]).default(''),
        message: text,
        description: text,
      })
      .optional(),
  }),
})

function mailgun(event: z.infer<typeof Mailgun>['event-data']): MailEvent[] {
  const { recipient: address, message, 'delivery-status': status } = event
  const id = message?.headers?.['message-id'] ?? ''
  const told = { address, messageId: id && `<${id.replace(/^<|>$/g, '')}>` }
  if (event.event === 'complained') return [{ kind: 'complaint', fault: 'abuse', ...told }]
  if (event.event !== 'failed' || event.severity !== 'permanent') return []
  const fault = `${status?.code ?? ''} ${status?.message || status?.description || ''}`.trim()
  return [{ kind: 'bounce', fault: fault || 'failed', ...told }]
}

const Postmark = z.object({
  RecordType: z.string(),
  Type: text,
  Email: text,
  Description: text,
  Details: text,
})

/** Postmark's names for what will not get better. */
const forGood = new Set(['HardBounce', 'BadEmailAddress', 'ManuallyDeactivated'])

function postmark(record: z.infer<typeof Postmark>): MailEvent[] {
  const { RecordType, Type, Email: address, Description, Details } = record
  const told = { address, messageId: '' }
  if (RecordType === 'SpamComplaint' || Type === 'SpamComplaint') {
    return [{ kind: 'complaint', fault: 'abuse', ...told }]
  }
  if (RecordType !== 'Bounce' || !forGood.has(Type)) return []
  return [{ kind: 'bounce', fault: Details || Description || Type, ...told }]
}

const SendGrid = z.object({
  event: z.string(),
  email: text,
  type: text,
  status: text,
  reason: text,
  'smtp-id': text,
})

function sendgrid(one: z.infer<typeof SendGrid>): MailEvent[] {
  const { event, email: address, status, reason, type, 'smtp-id': messageId } = one
  const told = { address, messageId }
  if (event === 'spamreport') return [{ kind: 'complaint', fault: 'abuse', ...told }]
  if (event !== 'bounce' || type === 'blocked') return []
  return [{ kind: 'bounce', fault: `${status} ${reason}`.trim() || 'failed', ...told }]
}
