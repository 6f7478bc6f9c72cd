import { type Day, isDay, understand } from '#paper'
import type { Announced, AnnouncedKind, Totals } from './announced.ts'
import { type Ask, Garbled } from './ask.ts'

/** The page on which arXiv lists what it announced last in a category. */
export type Listing = {
  /** The day that the page says it is for. */
  readonly day: Day
  /** How many there are, also of those that stand on a further page. */
  readonly totals: Totals
  /** Those that the page shows. */
  readonly announced: readonly Announced[]
}

/** Asks for the latest list of `cs.LG`, as long as arXiv makes it. */
export const arxivListing = (
  ask: Ask,
  base: string,
  category: string,
  signal: AbortSignal,
): Promise<Listing> =>
  ask(
    { url: `${base}/${category}/new?show=2000`, headers: { accept: 'text/html' } },
    readListing,
    signal,
  )

/** A page has so many papers; more than five pages no day has. */
const mostPages = 5

/**
 * Asks for the list of a day of the last three months (arXiv's catch-up pages, as its own code has
 * them, read 2026-11-21). The lists of a large field go over several pages.
 */
export async function arxivCatchup(
  ask: Ask,
  base: string,
  category: string,
  day: Day,
  signal: AbortSignal,
): Promise<Listing> {
  const announced: Announced[] = []
  const totals = { new: 0, cross: 0, replace: 0 }
  for (let page = 1; page <= mostPages; page++) {
    const one = await ask(
      {
        url: `${base}/${category}/${day}?abs=False&page=${page}`,
        headers: { accept: 'text/html' },
      },
      readCatchup,
      signal,
    )
    if (one.day !== day) return one
    announced.push(...one.announced)
    for (const kind of ['new', 'cross', 'replace'] as const) {
      totals[kind] = Math.max(totals[kind], one.totals[kind])
    }
    if (one.announced.length === 0 || announced.length >= one.all) break
  }
  return { day, totals, announced }
}

/** Reads a catch-up page, which is a list under another heading, and says how many papers all pages have. */
export function readCatchup(html: string): Listing & { readonly all: number } {
  const [, all = '0'] = html.match(/Total of (\d{1,6}) entries/) ?? []
  return { ...readList(html, catchup), all: Number(all) }
}

/**
 * Reads the page. It is made for people and may change, so that it must prove that it was
 * understood: a date, an end, and in each section as many papers as its heading says are shown.
 */
export const readListing = (html: string): Listing => readList(html, announcement)

function readList(html: string, dated: RegExp): Listing {
  const day = dayIn(html, dated)
  if (!day) throw new Garbled('it is no list of new papers: it names no day', html)
  // A page that was cut between two sections would still be right in all that it has.
  if (!/<\/html>\s{0,9}$/.test(html.slice(-20))) throw new Garbled('it has no end', html)
  const headings = [...html.matchAll(heading)]
  const totals: Record<AnnouncedKind, number> = { new: 0, cross: 0, replace: 0 }
  const announced: Announced[] = []
  for (const [i, found] of headings.entries()) {
    const [, name = '', shown, total] = found
    const kind = kinds[name]
    if (!kind) continue
    const papers = papersIn(html.slice(found.index, headings[i + 1]?.index ?? html.length))
    if (papers.length !== Number(shown)) {
      throw new Garbled(`under “${name}” it has ${papers.length} papers, not ${shown}`, html)
    }
    totals[kind] = Number(total)
    announced.push(...papers.map((id) => ({ id, kind })))
  }
  if (headings.length === 0 && !/No (?:further )?updates (?:today|for)/.test(html)) {
    throw new Garbled('it lists no papers and does not say that there are none', html)
  }
  return { day, totals, announced }
}

const papersIn = (section: string) => [
  ...new Set([...section.matchAll(paper)].flatMap(([, id = '']) => understand(id) ?? [])),
]

function dayIn(html: string, dated: RegExp): Day | undefined {
  const [, date = '', month = '', year = ''] = html.match(dated) ?? []
  const number = months.findIndex((name) => name === month || name.slice(0, 3) === month) + 1
  const day = `${year}-${String(number).padStart(2, '0')}-${date.padStart(2, '0')}`
  return isDay(day) ? day : undefined
}

// Every repetition is bounded, so that no page, however broken, takes long to read.
const announcement =
  /<h3>\s{0,9}Showing new listings for [A-Z][a-z]{5,8}, (\d{1,2}) ([A-Z][a-z]{2,8}) (\d{4})\s{0,9}<\/h3>/
const catchup =
  /<h1>\s{0,9}Catchup results for [^<]{1,100} on [A-Z][a-z]{2}, (\d{1,2}) ([A-Z][a-z]{2}) (\d{4})\s{0,9}<\/h1>/
const heading =
  /<h3>\s{0,9}(New|Cross|Replacement) submissions \([a-z, ]{0,20}showing (?:first |last )?(\d{1,6}) of (\d{1,6}) entries\s{0,3}\)\s{0,9}<\/h3>/g
const paper = /<a href ?="\/abs\/([a-zA-Z0-9./-]{9,40})" title="Abstract"/g

const kinds: Readonly<Record<string, AnnouncedKind | undefined>> = {
  New: 'new',
  Cross: 'cross',
  Replacement: 'replace',
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
