import { z } from 'zod'
import { DomainError } from '#domain-error'
import { addDays, dayOf, type PaperRecord, understand } from '#paper'
import type { Manners } from './ask.ts'
import { bibtexNames } from './bibtex-names.ts'
import { beginning, type DayPlace, shareOf } from './by-day.ts'
import { bareDoi, withoutGaps } from './corpus-record.ts'
import { dateIn } from './dates.ts'
import { jats } from './jats.ts'
import { jsonConversation, jsonManners } from './json-manners.ts'
import { readEach, shaped } from './json-records.ts'
import type { Source } from './source.ts'
import { lineIn, paragraphsIn, type Row, titleIn } from './text.ts'

export type Biorxiv = Partial<Manners> & {
  readonly server: 'biorxiv' | 'medrxiv'
  /** The first day wanted. If left out, where the last harvest ended less two days, or a week ago. */
  readonly from?: string
  /** Another server that answers as api.biorxiv.org does. */
  readonly base?: string
}

const coldSpringHarbor = 'https://api.biorxiv.org'

/** What is posted late on a day may appear in the list on the next. */
const overlap = 2

/** A day has some hundred postings. */
const mostOfADay = 20_000

/**
 * The preprints of bioRxiv or medRxiv, day by day of posting: `/details/{server}/{day}/{day}/{cursor}`,
 * a hundred at most at once, where the cursor counts records. Each record is a version: the first
 * tells when a paper appeared, later ones when it changed. Field names are as public clients of the
 * API have them (rbiorxiv, medrxivr and others, read 2026-11-20); no recording was at hand.
 */
export function biorxiv({ server, from, base = coldSpringHarbor, ...options }: Biorxiv): Source {
  if (!URL.canParse(base)) throw new DomainError('invalid', `“${base}” is no address of a server`)
  const manners = { ...jsonManners, ...options }
  const elsewhere = base !== coldSpringHarbor && new URL(base).host
  return {
    name: [server, elsewhere].filter(Boolean).join(':'),
    origin: 'biorxiv',
    asks: true,
    async *batches(after, signal, turns) {
      const ask = jsonConversation(manners, turns)
      const today = dayOf(manners.clock.now())
      let place: DayPlace = beginning(from, after, { now: manners.clock.now(), overlap })
      while (!place.done) {
        const { day, cursor = 0 } = place
        const url = `${base}/details/${server}/${day}/${day}/${cursor}`
        const { collection, messages } = await ask(url, Page, signal)
        const next = cursor + collection.length
        const more = collection.length > 0 && next < (messages[0]?.total ?? 0) && next < mostOfADay
        if (more) place = { from: place.from, day, cursor: next }
        else if (day < today) place = { from: place.from, day: addDays(day, 1) }
        else place = { from: place.from, day, done: true }
        yield {
          ...readEach(collection, (i) => `${server} ${day} ${cursor + i + 1}`, readVersion),
          place: JSON.stringify(place),
          share: place.done ? 1 : shareOf(place, today),
        }
      }
    },
  }
}

/** Numbers come as numbers or as texts. */
const Total = z.coerce.number().int().min(0).max(10_000_000).optional().catch(undefined)

/** A day without any has no collection, and a message that says so. */
const Page = z.object({
  messages: z.array(z.looseObject({ total: Total })),
  collection: z.array(z.unknown()).default([]),
})

const Version = z.looseObject({
  doi: z.string(),
  date: z.string(),
  version: z.coerce.number().int().min(1).max(1000),
  authors: z.string().max(100_000).catch(''),
})

function readVersion(value: unknown): PaperRecord {
  const row = shaped(value, Version, 'bioRxiv')
  const doi = bareDoi(lineIn(row, 'doi'))
  const id = understand(`doi:${doi}`)
  if (!id) throw new DomainError('invalid', `“${row.doi.slice(0, 60)}” is no DOI: it is left out`)
  const posted = dateIn(row, 'date')
  const printed = lineIn(row, 'published')
  return withoutGaps({
    id,
    title: jats(titleIn(row)),
    abstract: jats(paragraphsIn(row, 'abstract') ?? ''),
    // “Last, F. M.; Last, F.”: each is turned round as in BibTeX.
    authors: row.authors.split(';').flatMap((name) => bibtexNames(name.trim())),
    publishedAt: row.version === 1 ? posted : monthInDoi(row.doi),
    updatedAt: posted,
    comments: isWithdrawal(row) ? 'Withdrawn' : undefined,
    standing: isWithdrawal(row) ? 'withdrawn' : undefined,
    // Once it is in print, the DOI of that; “NA” before.
    doi: printed && printed.startsWith('10.') ? printed : doi,
    license: lineIn(row, 'license'),
    asOf: `${posted} v${String(row.version).padStart(4, '0')}`,
  })
}

const isWithdrawal = (row: Row): boolean => /withdraw/i.test(lineIn(row, 'type') ?? '')

/** Since the end of 2019 a DOI of theirs says when the paper came: `10.1101/2024.01.15.573421`. */
const monthInDoi = (doi: string): string | undefined => {
  const [, year, month] = doi.match(/^10\.\d+\/(20\d\d)\.(0[1-9]|1[0-2])\.\d\d\./) ?? []
  return year && month && `${year}-${month}`
}
