import type { Mailbox } from '#mail'
import { DomainError } from '#domain-error'
import type { Store } from '#store'
import { type CameBack, dayIn, noteCameBack } from './came-back.ts'
import type { Came, Links } from './links.ts'
import { isReport, readReport } from './report.ts'
import { end, subscriptionOf } from './subscription.ts'

/** What a message that came was, and what was done about it. */
export type Received = {
  readonly kind: 'bounce' | 'complaint' | 'left' | 'delay' | 'answer' | 'none'
  /** Whom it is about. */
  readonly subscription?: string
  readonly fault?: string
}

export type Inbox = { readonly store: Store; readonly links: Links; readonly now: () => Date }

/**
 * Takes a message that came to an address of ours: a letter that came back, a complaint, or somebody
 * who wants no more. Anybody can write one, so that it is believed only by a mark that stood in our
 * own letter: in the address that it came to, or in the letter that it holds. `to` is that address
 * where the mail server tells it. Taking it twice is taking it once.
 */
export async function receive(
  { store, links, now }: Inbox,
  message: string,
  to = '',
): Promise<Received> {
  const came = cameTo(message, to, links)
  if (came?.about === 'leaving') {
    if (isAutomatic(message)) return { kind: 'answer' }
    const subscription = await subscriptionOf(store, came.subscription)
    if (!subscription) return { kind: 'none' }
    await end(store, came.subscription, 'by mail', now())
    return { kind: 'left', subscription: came.subscription }
  }
  const report = reportIn(message)
  if (report === 'delay') return { kind: 'delay' }
  const whose = letterIn(message, came, links)
  if (!whose) return { kind: 'none' }
  if (!report) {
    // Many servers say in their own words that a letter came back; people and their programs answer.
    if (!isFromServer(message)) return { kind: 'answer' }
    const fault = headerOf(message, 'Subject').slice(0, 300) || 'came back'
    return note({ ...whose, kind: 'bounce', fault })
  }
  return note({ ...whose, kind: report.kind, fault: report.fault })

  async function note(what: CameBack): Promise<Received> {
    const { kind, subscription, fault } = what
    if (!(await subscriptionOf(store, subscription))) return { kind: 'none' }
    await noteCameBack(store, what, now())
    return { kind, subscription, fault }
  }
}

/** Reads a mailbox, and says what came. What is none of ours stays there. */
export async function readMailbox(
  inbox: Inbox,
  mailbox: Mailbox,
  signal: AbortSignal,
): Promise<Partial<Record<Received['kind'], number>>> {
  const came: Partial<Record<Received['kind'], number>> = {}
  await mailbox.read(async (message) => {
    const { kind } = await receive(inbox, message)
    came[kind] = (came[kind] ?? 0) + 1
    return kind === 'none' || kind === 'answer' ? 'left' : 'taken'
  }, signal)
  return came
}

/** Which of our addresses a message came to. */
function cameTo(message: string, to: string, links: Links): Came | undefined {
  const names = ['Delivered-To', 'X-Original-To', 'Envelope-To', 'To']
  const addresses = [to, ...names.map((name) => headerOf(message, name))]
  for (const address of addresses.flatMap(
    (text) => text.match(/[^\s<>,;:"]+@[^\s<>,;:"]+/g) ?? [],
  )) {
    const came = links.readReturn(address)
    if (came) return came
  }
  return undefined
}

function reportIn(
  message: string,
): { kind: 'bounce' | 'complaint'; fault: string } | 'delay' | undefined {
  if (!isReport(message)) return undefined
  try {
    return readReport(message) ?? 'delay'
  } catch (error) {
    // One that does not say in a form of its own whom it is about is known by our mark in it.
    if (!(error instanceof DomainError)) throw error
    const kind = /report-type="?feedback-report/i.test(message) ? 'complaint' : 'bounce'
    return { kind, fault: kind === 'complaint' ? 'abuse' : 'came back' }
  }
}

/** The letter that a message is about: by the address it came to, or by what it holds of it. */
function letterIn(
  message: string,
  came: Came | undefined,
  links: Links,
): { subscription: string; day: CameBack['day'] } | undefined {
  if (came?.about === 'letter') return came
  // A long field goes on in lines that begin with a space; and some are written as quoted-printable.
  const whole = message.replace(/=\r?\n/g, '').replace(/\r?\n[ \t]+/g, ' ')
  for (const [address] of whole.matchAll(/[^\s<>,;:"]*[bu]-[\da-z]+-[\da-z-]+@[\w.-]+/gi)) {
    const about = links.readReturn(address)
    if (about?.about === 'letter') return about
    if (about) return { subscription: about.subscription, day: '' }
  }
  const mark = whole.match(/\/mail\/([\w-]+\.[\w-]{24})\/leave/)?.[1] ?? ''
  const subscription = links.read(mark)
  if (subscription === undefined) return undefined
  const id = whole.match(/^Message-ID:[ \t]*(<digest\.[^>\s]+>)/im)?.[1] ?? ''
  return { subscription, day: dayIn(id) }
}

/** A field at the head of a message. */
function headerOf(message: string, name: string): string {
  const head = message.slice(0, 100_000).split(/\r?\n\r?\n/, 1)[0] ?? ''
  const lines = head.replace(/\r?\n[ \t]+/g, ' ')
  return lines.match(new RegExp(`^${name}:[ \\t]*(.*)$`, 'im'))?.[1]?.trim() ?? ''
}

/** RFC 3834: whether a program wrote it by itself, so that nobody meant anything by it. */
const isAutomatic = (message: string) =>
  /^auto-(replied|generated|notified)/i.test(headerOf(message, 'Auto-Submitted')) ||
  headerOf(message, 'X-Autoreply') !== '' ||
  isFromServer(message)

/** Whether a mail server wrote it, and no person or holiday program. */
function isFromServer(message: string): boolean {
  if (/auto-replied/i.test(headerOf(message, 'Auto-Submitted'))) return false
  const from = headerOf(message, 'From')
  const path = headerOf(message, 'Return-Path')
  return path === '<>' || /\b(mailer-daemon|postmaster)\b/i.test(from)
}
