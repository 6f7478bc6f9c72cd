import { setTimeout } from 'node:timers/promises'
import { DomainError } from '#domain-error'
import { type Store, takeTurn, type Turn } from '#store'

/** Time, so that a test need not wait for it. */
export type Clock = {
  now(): Date
  /** Lets so many milliseconds pass, or rejects when `signal` aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
}

export const realClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
}

/** What we call ourselves where we ask, and whom to write to where the keeper says so. */
export const userAgent = (contact?: string): string =>
  contact === undefined
    ? 'Broadsheet/0.1 (the daily paper of research on your own machine)'
    : `Broadsheet/0.1 (+${contact})`

/** How a server is asked. Times are in milliseconds. */
export type Manners = {
  /** From the end of one request to the beginning of the next. */
  readonly pace: number
  /** How long a server may say nothing, and how long its whole answer may take. */
  readonly silence: number
  readonly patience: number
  /** How often a request is made before it is given up. */
  readonly tries: number
  readonly userAgent: string
  /** Under what name all of a service's hosts are asked by turns; that of the host if left out. */
  readonly house?: string
  readonly fetch: typeof fetch
  readonly clock: Clock
  /** Chance, from 0 to 1. */
  readonly random: () => number
}

/** An answer that came whole but cannot be read. */
export class Garbled extends Error {
  override readonly name = 'Garbled'
  readonly text: string

  constructor(message: string, text: string) {
    super(message)
    this.text = text
  }
}

/** The answer to a question that has marks: it is as it was when they were given. */
export class Unchanged extends Error {
  override readonly name = 'Unchanged'
}

/** What a server gives with a text, so that it can say later whether the text changed. */
export type Marks = { readonly etag?: string; readonly lastModified?: string }

/** What is asked: an address, or one with more to say. */
export type Question = string | Post | Get

type Get = {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Marks of the text that we have; if it is the same still, the answer is `Unchanged`. */
  readonly since?: Marks
}

/** What is posted, as JSON. */
type Post = Get & { readonly body: unknown }

/** Asks for a text, in good manners, until `read` understands it. */
export type Ask = <T>(
  question: Question,
  read: (text: string, marks: Marks) => T,
  signal: AbortSignal,
) => Promise<T>

/** Waits until a host may be asked. Whoever asks ends the turn, and says how long the host rests. */
export type Turns = (
  host: string,
  manners: Pick<Manners, 'clock' | 'pace'>,
  signal: AbortSignal,
) => Promise<Turn>

/** Turns that all processes take together, by way of their store. */
export const turnsIn =
  (store: Store): Turns =>
  (...asking) =>
    takeTurn(store, ...asking)

/** Turns of one conversation that knows of no other. */
export function turnsAlone(): Turns {
  let free = 0
  const { signal: never } = new AbortController()
  return async (_host, { clock }, signal) => {
    const wait = free - clock.now().getTime()
    if (wait > 0) await clock.sleep(wait, signal)
    return {
      signal: never,
      async end(rest) {
        free = clock.now().getTime() + rest
      },
    }
  }
}

/**
 * One conversation with a server: one request at a time, paced, each with a time limit. What may
 * pass (a busy server, a broken line, a cut answer) is asked again after a while that doubles each
 * time, or after the one the server asks for. What lasts ends in a `DomainError`, or in `Garbled`
 * when answers came that could not be read.
 */
export function conversation(manners: Manners, turns: Turns = turnsAlone()): Ask {
  const { pace, tries } = manners

  return async (question, read, signal) => {
    const url = typeof question === 'string' ? question : question.url
    for (let attempt = 1; ; attempt++) {
      const turn = await turns(manners.house ?? hostOf(url), manners, signal)
      const until = AbortSignal.any([signal, turn.signal])
      let rest = pace
      try {
        const { text, marks } = await answerOf(question, manners, until)
        return read(text, marks)
      } catch (error) {
        until.throwIfAborted()
        const trouble = troubleIn(error, url)
        // Also when it is given up: the next question may be another's.
        rest = Math.max(pace, Math.min(trouble.askedFor ?? 0, longestPause))
        // The same answer, three times not to be read, will not be readable the fourth time.
        if (error instanceof Garbled && attempt >= Math.min(3, tries)) throw error
        if (attempt >= tries) throw lasting(trouble, url, attempt)
        rest = Math.max(pace, pause(trouble, attempt, manners))
      } finally {
        await turn.end(rest)
      }
    }
  }
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : url)

/** Something that may pass. */
type Trouble = { readonly what: string; readonly busy: boolean; readonly askedFor?: number }

class Refused extends Error {
  readonly trouble: Trouble

  constructor(trouble: Trouble) {
    super(trouble.what)
    this.trouble = trouble
  }
}

/** More than any page of records has. */
const largest = 64 * 1024 * 1024

async function answerOf(
  question: Question,
  manners: Manners,
  signal: AbortSignal,
): Promise<{ text: string; marks: Marks }> {
  const { url, headers, since, body } = asPost(question)
  const hurry = new AbortController()
  const whole = globalThis.setTimeout(
    () => hurry.abort(new Refused(slow('took too long', manners.patience))),
    manners.patience,
  )
  const silent = () => hurry.abort(new Refused(slow('was silent', manners.silence)))
  let silence = globalThis.setTimeout(silent, manners.silence)
  try {
    const response = await manners.fetch(url, {
      headers: {
        'user-agent': manners.userAgent,
        accept: 'text/xml, application/xml',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(since?.etag && { 'if-none-match': since.etag }),
        ...(since?.lastModified && { 'if-modified-since': since.lastModified }),
        ...headers,
      },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, hurry.signal]),
    })
    if (since && response.status === 304) throw new Unchanged(`${url} is as it was`)
    if (!response.ok) {
      await response.body?.cancel()
      throw refusal(response, url, manners.clock.now())
    }
    const pieces: Uint8Array[] = []
    let length = 0
    for await (const piece of response.body ?? []) {
      clearTimeout(silence)
      silence = globalThis.setTimeout(silent, manners.silence)
      length += piece.length
      if (length > largest) throw new Garbled(`it has more than ${largest} bytes`, '')
      pieces.push(piece)
    }
    return { text: decode(Buffer.concat(pieces)), marks: marksOf(response) }
  } catch (error) {
    throw hurry.signal.aborted ? hurry.signal.reason : error
  } finally {
    clearTimeout(whole)
    clearTimeout(silence)
  }
}

const asPost = (question: Question): Partial<Post> & Get =>
  typeof question === 'string' ? { url: question } : question

function marksOf({ headers }: Response): Marks {
  const etag = headers.get('etag')
  const lastModified = headers.get('last-modified')
  return { ...(etag !== null && { etag }), ...(lastModified !== null && { lastModified }) }
}

const slow = (what: string, limit: number): Trouble => ({
  what: `${what} (more than ${limit / 1000} s)`,
  busy: true,
})

/** The text of an answer, in the encoding it names itself, else UTF-8. */
function decode(bytes: Buffer): string {
  const [, label = 'utf-8'] =
    bytes.toString('latin1', 0, 200).match(/^[^<]{0,3}<\?xml[^>]*encoding=["']([\w-]+)["']/) ?? []
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    throw new Garbled(`it is not the ${label} it says it is`, bytes.toString('utf8'))
  }
}

function refusal(response: Response, url: string, now: Date): Error {
  const { status } = response
  const askedFor = secondsAskedFor(response.headers.get('retry-after'), now)
  if (status === 429 || status === 408 || status >= 500) {
    const busy = status === 429 || status === 503
    return new Refused({
      what: `answered ${status}`,
      busy,
      ...(askedFor !== undefined && { askedFor }),
    })
  }
  return new DomainError(
    status === 401 || status === 403 ? 'forbidden' : 'invalid',
    `${url} answered ${status} ${response.statusText}: see whether the address is right and still open to programs`,
  )
}

/** What a server says in Retry-After, in seconds or as a date, in milliseconds from now. */
function secondsAskedFor(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000
  const until = Date.parse(header)
  return Number.isNaN(until) ? undefined : Math.max(0, until - now.getTime())
}

/** What went wrong, if it is of the kind that passes. Anything else is thrown on. */
function troubleIn(error: unknown, url: string): Trouble {
  if (error instanceof Refused) return error.trouble
  if (error instanceof Garbled) {
    return { what: `gave an answer that cannot be read: ${error.message}`, busy: false }
  }
  // What fetch says when there was no answer, or half of one.
  if (error instanceof TypeError) {
    const { cause } = error
    const reason = cause instanceof Error ? cause.message : error.message
    if (/unknown scheme|Invalid URL/i.test(`${reason} ${error.message}`)) {
      throw new DomainError('invalid', `${url} is no address that can be asked`)
    }
    return { what: `could not be reached (${reason})`, busy: false }
  }
  throw error
}

/** A server that wants more than an hour of peace is asked again another time, not waited for. */
const longestPause = 60 * 60 * 1000

function pause({ askedFor, what }: Trouble, attempt: number, { pace, random }: Manners): number {
  if (askedFor !== undefined && askedFor > longestPause) {
    const minutes = Math.ceil(askedFor / 60_000)
    throw new DomainError(
      'too-many',
      `the server ${what} and asks for ${minutes} minutes of peace: harvest again after that, and it will go on where it was`,
    )
  }
  const doubled = Math.max(pace, 1000) * 2 ** (attempt - 1)
  // Jitter, so that many who were turned away together do not come back together.
  const jittered = Math.min(doubled, longestPause / 4) * (0.75 + random() / 2)
  return Math.max(jittered, (askedFor ?? 0) + random() * 1000)
}

const lasting = ({ what, busy }: Trouble, url: string, attempts: number) =>
  new DomainError(
    busy ? 'too-many' : 'missing',
    `${url} ${what}, ${attempts} times in a row: see whether the server and the network are well, then harvest again; it will go on where it was`,
  )
