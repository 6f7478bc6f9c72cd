import { DomainError } from '#domain-error'
import { addDays, type Day, dayOf, isDay, type PaperRecord } from '#paper'
import { arxivManners } from './arxiv-manners.ts'
import { readArxivRecord } from './arxiv-record.ts'
import { type Ask, conversation, Garbled, type Manners } from './ask.ts'
import { type OaiPage, type OaiRecord, readOaiPage, salvage } from './oai-page.ts'
import type { Aside, Batch, Source } from './source.ts'

export type ArxivOai = Partial<Manners> & {
  /** A part of arXiv: `cs`, `physics:hep-th`, `cs:cs:LG`. All of it if left out. */
  readonly set?: string
  /** `arXivRaw` knows when a paper first appeared; `arXiv` knows only the month of that. */
  readonly format?: 'arXivRaw' | 'arXiv'
  /** Papers that arXiv changed since this day. If left out, where the last harvest ended, or a week. */
  readonly from?: string
  /** A reading of its own, beside the daily one: the whole history from `from` on, gone through once. */
  readonly history?: true
  /** Another server that speaks OAI-PMH as arXiv does. */
  readonly base?: string
}

const arxiv = 'https://oaipmh.arxiv.org/oai'

/** The day on which arXiv's own record of changes begins; asking for earlier ones is an error. */
const earliest = dayOf(new Date('2005-09-16'))

/** A harvest that ended is continued some days earlier: what is late to appear is seen all the same. */
const overlap = 3

/**
 * Papers from arXiv's OAI-PMH, in the order in which arXiv changed them, page by page. arXiv asks
 * for at most one request in three seconds; the manners see to that. Its place is a day and, inside
 * a list, the token that leads on; where a token has expired the list is asked for again from its
 * last day. A page that stays unreadable is taken as far as it goes and set aside from there.
 */
export function arxivOai(options: ArxivOai = {}): Source {
  const { set, format = 'arXivRaw', base = arxiv, history } = options
  if (options.from && !isDay(options.from)) {
    throw new DomainError('invalid', `“${options.from}” is no day: write it as 2026-11-20`)
  }
  if (!URL.canParse(base)) throw new DomainError('invalid', `“${base}” is no address of a server`)
  const manners: Manners = { ...arxivManners, ...options }
  const elsewhere = base !== arxiv && new URL(base).host
  return {
    name: ['arxiv', set, format !== 'arXivRaw' && format, elsewhere, history && 'history']
      .filter(Boolean)
      .join(':'),
    origin: 'arxiv',
    asks: true,
    batches: (place, signal, turns) =>
      pages(
        { base, set, format },
        conversation(manners, turns),
        manners,
        start(options, place, manners),
        signal,
      ),
  }
}

/** Where a reading is. */
type Place = {
  /** The day from which the whole reading was wanted. */
  readonly from: Day
  /** The day of the last record read; of the whole reading, once it is done. */
  readonly day: Day
  readonly done?: true
  readonly token?: string
  readonly expires?: string
}

type List = { readonly base: string; readonly set: string | undefined; readonly format: string }

/** A reading goes on where it was, unless another beginning is asked for. */
function start({ from: wanted }: ArxivOai, after: string | undefined, { clock }: Manners): Place {
  const last = placeIn(after)
  if (last && !last.done && (!wanted || wanted === last.from)) {
    const { token, expires, ...place } = last
    const holds = token && (!expires || Date.parse(expires) > clock.now().getTime())
    return holds ? last : place
  }
  if (wanted && isDay(wanted)) return { from: wanted, day: notBefore(earliest, wanted) }
  const from = last?.day ?? addDays(dayOf(clock.now()), -7)
  return { from, day: notBefore(earliest, last ? addDays(from, -overlap) : from) }
}

const notBefore = (first: Day, day: Day): Day => (day < first ? first : day)

/** Whether a reading that left this place behind came to its end. */
export const isDone = (place: string): boolean => placeIn(place)?.done === true

function placeIn(text: string | undefined): Place | undefined {
  return text ? JSON.parse(text) : undefined
}

/** Reads a list to its end, page by page, and says after each where it is. */
async function* pages(
  list: List,
  ask: Ask,
  { clock }: Manners,
  begin: Place,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  let place = begin
  let used = new Set<string>()
  // How often the list was begun again since a day was left behind.
  let restarts = 0
  while (!place.done) {
    let url = requestFor(list, place)
    let page = await pageAt(ask, url, signal)
    if (isEmpty(page) && !place.token && place.day > earliest) {
      // arXiv's cache may give this answer of the morning all day long. A request that differs is
      // answered afresh, so the same is asked with one day more.
      url = requestFor(list, { ...place, day: addDays(place.day, -1) })
      page = await pageAt(ask, url, signal)
    }
    if (page.error && !/^(badResumptionToken|noRecordsMatch)$/.test(page.error.code)) {
      throw refused(page.error, url)
    }
    const before = place
    const today = dayOf(clock.now())
    place = placeAfter(place, page, used, today)
    yield batchOf(page, url, place, place.done ? 1 : shareOf(page, place, today))
    if (page.unreadable && page.records.length === 0 && !page.token) {
      throw unreadable(page.unreadable, url)
    }
    if (place.token) used.add(place.token)
    else used = new Set()
    if (place.day > before.day) restarts = 0
    else if (!place.token && !place.done && ++restarts > 3) throw goesNowhere(url)
  }
}

const isEmpty = ({ error }: OaiPage) => error?.code === 'noRecordsMatch'

type ReadPage = OaiPage & {
  /** Why the answer could not be read as a whole, and the records in it that could not. */
  readonly unreadable?: string
  readonly broken?: readonly string[]
}

/** Where to go on after a page. */
function placeAfter(place: Place, page: ReadPage, used: ReadonlySet<string>, today: Day): Place {
  const { from } = place
  const day = latest(place.day, page.records, today)
  const { token, expires } = page
  if (token && !used.has(token)) return { from, day, token, ...(expires && { expires }) }
  if (page.unreadable) {
    if (page.records.length === 0) return place
    // The rest of the list is lost with the token. What another day changed is not.
    if (day > place.day) return { from, day }
    return day < today ? { from, day: addDays(day, 1) } : finished(from, day)
  }
  if (isEmpty(page) && !place.token) return finished(from, day)
  // A token that is refused, or leads in a circle, leads back to the last day that we know of.
  return page.error || token ? { from, day } : finished(from, day)
}

const finished = (from: Day, day: Day): Place => ({
  from,
  day: from > day ? from : day,
  done: true,
})

async function pageAt(ask: Ask, url: string, signal: AbortSignal): Promise<ReadPage> {
  try {
    return await ask(url, readOaiPage, signal)
  } catch (error) {
    if (!(error instanceof Garbled)) throw error
    return { ...salvage(error.text), unreadable: error.message }
  }
}

function requestFor({ base, set, format }: List, { token, day }: Place): string {
  const asked: Record<string, string> = token
    ? { verb: 'ListRecords', resumptionToken: token }
    : { verb: 'ListRecords', metadataPrefix: format, from: day, ...(set && { set }) }
  return `${base}?${new URLSearchParams(asked).toString()}`
}

/** The latest day that any record was changed on. A server whose clock is ahead is not believed. */
function latest(day: Day, records: readonly OaiRecord[], today: Day): Day {
  return records.reduce((so, { datestamp }) => {
    const changed = datestamp.slice(0, 10)
    return isDay(changed) && changed > so && changed <= today ? changed : so
  }, day)
}

/** How far a list is read: by the numbers if the server gives them, else by the days. */
function shareOf({ cursor, total, records }: OaiPage, { from, day }: Place, today: Day): number {
  if (cursor !== undefined && total) return Math.min(1, (cursor + records.length) / total)
  const days = Date.parse(today) - Date.parse(from)
  return days > 0 ? Math.max(0, Date.parse(day) - Date.parse(from)) / days : 0
}

function batchOf(page: ReadPage, url: string, place: Place, share: number): Batch {
  const records: PaperRecord[] = []
  const asides: Aside[] = (page.broken ?? []).map((piece, i) => ({
    spot: piece.match(/<identifier>([^<]{1,100})<\/identifier>/)?.[1] ?? `${url} record ${i + 1}`,
    reason: `${page.unreadable}: harvest again from its day, once the server has repaired it`,
    excerpt: piece.slice(0, 200),
  }))
  for (const [i, record] of page.records.entries()) {
    const read = recordOrReason(record)
    if (typeof read !== 'string') records.push(read)
    else {
      const spot = record.identifier || `${url} record ${i + 1}`
      asides.push({ spot, reason: read, excerpt: JSON.stringify(record).slice(0, 200) })
    }
  }
  if (page.unreadable) {
    const reason = `${page.unreadable}. What could be read of it is kept; harvest again from ${place.day} to get the rest`
    asides.push({ spot: url, reason, excerpt: '' })
  }
  return { records, asides, place: JSON.stringify(place), share }
}

function recordOrReason(record: OaiRecord): PaperRecord | string {
  if (record.deleted)
    return 'arXiv has deleted this record; if we hold the paper, it stays as it is'
  try {
    return readArxivRecord(record)
  } catch (error) {
    if (error instanceof DomainError) return error.message
    throw error
  }
}

const refused = ({ code, message }: { code: string; message: string }, url: string) =>
  new DomainError(
    'invalid',
    `${url} was refused (${code}${message && `: ${message}`}): see whether set, format and day are right`,
  )

const unreadable = (why: string, url: string) =>
  new DomainError(
    'missing',
    `${url} gave an answer that cannot be read: ${why}. Harvest again later; if it stays so, step over it with --from`,
  )

const goesNowhere = (url: string) =>
  new DomainError(
    'missing',
    `${url} leads in a circle: its resumption tokens are refused again and again. Harvest again later; it will go on where it was`,
  )
