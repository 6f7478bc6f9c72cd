import { hash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { DomainError } from '#domain-error'
import { type Day, isDay, type PaperRecord } from '#paper'
import { faultyLines, linesOfPage, refuseOther } from './saved-page-file.ts'
import { type PageEntry, readPage, type Stray } from './saved-page-read.ts'
import { dayOfEntry, dayOfPage } from './saved-page-year.ts'
import type { Aside, Source } from './source.ts'
import { proper } from './text.ts'

export { looksLikeSavedPage } from './saved-page-read.ts'

/** A page of some hundred papers has 150 kB. */
const largest = 32 * 1024 * 1024

/**
 * A result page that somebody saved as text, kept as an edition in its own order. It has no ids: a
 * paper is known by its title. The year of the page is not on it either: `year` tells it, or else it
 * is worked out, also from when the file was saved; the outcome is told, and noted in the edition.
 */
export function savedPage(
  file: string,
  told: { readonly year?: number; readonly savedAt?: Date } = {},
): Source {
  const { size, mtime } = statSync(file)
  if (size > largest) {
    const bytes = size.toLocaleString('en')
    throw new DomainError('invalid', `${file} has ${bytes} bytes, more than any page of papers.`)
  }
  const bytes = readFileSync(file)
  const content = hash('sha256', bytes)
  return {
    name: `page:${content.slice(0, 16)}`,
    origin: 'saved-page',
    async *batches(after) {
      refuseOther(file, bytes)
      const { day: written, entries, strays } = readPage(linesOfPage(bytes))
      if (!written) throw new DomainError('invalid', noDay(file))

      const year = told.year ?? yearTold(after)
      const savedAt = told.savedAt ?? mtime
      const found = dayOfPage(written, entries, { year, savedAt: instantIn(after) ?? savedAt })
      if (!found) throw new DomainError('invalid', noSuchDay(file))

      const faulty = entriesOn(faultyLines(bytes), entries)
      const whole = entries.filter((entry) => !faulty.has(entry))
      if (whole.length === 0) throw new DomainError('invalid', noPapers(file, faulty.size))
      const { day } = found
      const assumed = [...(found.assumed ? [found.assumed] : []), ...assumedOf(whole, day)]
      yield {
        records: whole.map((entry) => recordOf(entry, day)),
        asides: asidesOf(strays, faulty),
        edition: {
          id: `saved-${day.slice(5)}-${content.slice(0, 8)}`,
          name: `Saved page of ${inWords.format(new Date(day))}`,
          day,
          note: assumed.join(' '),
          entries: whole.map((entry) => ({ section: '', shown: shownOf(entry, day) })),
        },
        place: year === undefined ? day : `${day} as told`,
        share: 1,
        assumed,
      }
    },
  }
}

const inWords = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

/** A page that was read before keeps its year: the one that somebody told … */
const yearTold = (place: string | undefined): number | undefined =>
  place?.endsWith(' as told') ? Number(place.slice(0, 4)) : undefined

/** … or the one that was found, even if the file was copied since and looks younger. */
const instantIn = (place: string | undefined): Date | undefined =>
  place !== undefined && isDay(place) ? new Date(place) : undefined

function recordOf(entry: PageEntry, page: Day): PaperRecord {
  const publishedAt = dayOfEntry(entry.written, page)
  return {
    title: proper(entry.title),
    abstract: proper(entry.abstract),
    ...(publishedAt ? { publishedAt } : {}),
    asOf: page,
  }
}

function shownOf({ authors, written, comments }: PageEntry, page: Day) {
  const day = dayOfEntry(written, page)
  return {
    ...(authors === undefined ? {} : { authors }),
    ...(day ? { day } : {}),
    ...(comments === undefined ? {} : { comments }),
  }
}

/** What had to be assumed of the days of the entries. */
function assumedOf(entries: readonly PageEntry[], page: Day): string[] {
  const dated = entries.filter(({ written }) => written)
  const yearless = dated.filter(({ written }) => written?.year === undefined)
  const known = yearless.filter(({ written }) => dayOfEntry(written, page))
  const unknown = dated.filter(({ written }) => !dayOfEntry(written, page))
  return [
    ...(known.length > 0
      ? [
          `Days without a year (${known.length}) are taken to be of the page’s own, ${page.slice(0, 4)}.`,
        ]
      : []),
    ...(unknown.length > 0
      ? [
          `Days after the page’s own, or in no calendar, are left out (line ${unknown.map(({ line }) => line).join(', ')}).`,
        ]
      : []),
  ]
}

/** The entries to which some lines belong: each to the last that begins before it or with it. */
function entriesOn(lines: readonly number[], entries: readonly PageEntry[]): Set<PageEntry> {
  const found = lines.map((line) => entries.findLast((entry) => entry.line <= line))
  return new Set(found.filter((entry) => entry !== undefined))
}

function asidesOf(strays: readonly Stray[], faulty: ReadonlySet<PageEntry>): Aside[] {
  const notText = [...faulty].map(({ line, title }): Stray => ({
    line,
    reason: 'the entry is not valid UTF-8: convert the file to UTF-8 and import it again',
    excerpt: title,
  }))
  return [...strays, ...notText].map(({ line, reason, excerpt }) => ({
    spot: `line ${line}`,
    reason,
    excerpt: proper(excerpt.slice(0, 200)),
  }))
}

const noDay = (file: string) =>
  `${file} is no saved page of papers: among its first lines there should be a day such as “Mar 18”, above the first title. Save the whole page as text, from its top.`

const noSuchDay = (file: string) =>
  `${file} names a day above its papers that no calendar has: correct it, or say the year of the page.`

const noPapers = (file: string, faulty: number) =>
  faulty > 0
    ? `${file} is not valid UTF-8: convert it to UTF-8 and import it again.`
    : `${file} has no papers below its day: the page breaks off there. Save it again to the end.`
