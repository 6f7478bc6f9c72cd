import { z } from 'zod'
import { DomainError } from '#domain-error'
import { type PaperRecord, understand } from '#paper'
import type { Manners } from './ask.ts'
import { withoutGaps } from './corpus-record.ts'
import { instant } from './dates.ts'
import { jsonConversation, jsonManners } from './json-manners.ts'
import { readEach, shaped } from './json-records.ts'
import type { Source } from './source.ts'
import { lineIn, paragraphsIn, textsIn, titleIn } from './text.ts'

export type OpenReview = Partial<Manners> & {
  /** A venue, `ICLR.cc/2026/Conference`, or one of its invitations, `…/-/Submission`. */
  readonly set?: string
  /** Another server that speaks OpenReview's API. */
  readonly base?: string
}

const openReviewNet = 'https://api2.openreview.net'

const pageSize = 1000

/** No venue had a tenth of so many submissions. */
const most = 500_000

/** The place of a venue that was read whole. Asked again, it is read again, for decisions come late. */
const end = 'end'

/**
 * The submissions of a venue on OpenReview that everyone may read, oldest first. Field names and
 * paging (`invitation`, `limit`, `offset`, `sort`; `content` fields as `{value}`, in version 1 of the
 * API bare) are as public clients of it have them, read 2026-11-20; no recording was at hand. The
 * service may answer programs with a web page that wants to see a human: then there is nothing to do
 * but to come back later.
 */
export function openReview({ set, base = openReviewNet, ...options }: OpenReview): Source {
  if (!set || !/^[\w.-]+(\/[\w.-]+)+$/.test(set)) {
    throw new DomainError('invalid', 'name a venue of OpenReview: --set ICLR.cc/2026/Conference')
  }
  if (!URL.canParse(base)) throw new DomainError('invalid', `“${base}” is no address of a server`)
  const invitation = set.includes('/-/') ? set : `${set}/-/Submission`
  const elsewhere = base !== openReviewNet && new URL(base).host
  return {
    name: ['openreview', invitation, elsewhere].filter(Boolean).join(':'),
    origin: 'openreview',
    asks: true,
    async *batches(after, signal, turns) {
      const ask = jsonConversation({ ...jsonManners, ...options }, turns)
      let offset = after && after !== end ? Number(after) : 0
      while (offset < most) {
        const query = new URLSearchParams({
          invitation,
          limit: String(pageSize),
          offset: String(offset),
          sort: 'tcdate:asc',
        })
        const page = await ask(`${base}/notes?${query.toString()}`, Page, signal)
        const begin = offset
        offset += page.notes.length
        const last = page.notes.length < pageSize
        yield {
          ...readEach(page.notes, (i) => `${invitation} note ${begin + i + 1}`, readNote),
          place: last ? end : String(offset),
          ...(page.count && { share: Math.min(1, offset / page.count) }),
        }
        if (last) return
      }
    },
  }
}

const Page = z.object({
  notes: z.array(z.unknown()),
  count: z.number().int().positive().optional().catch(undefined),
})

const Instant = z.number().int().min(0).max(4_102_444_800_000).nullish().catch(undefined)

const Note = z.object({
  id: z.string(),
  forum: z.string().nullish(),
  cdate: Instant,
  odate: Instant,
  pdate: Instant,
  mdate: Instant,
  tmdate: Instant,
  license: z.string().nullish().catch(undefined),
  content: z.record(z.string(), z.unknown()),
})

/** Reads a note. One that replies to a paper (a review, a decision) is none. */
function readNote(value: unknown): PaperRecord | undefined {
  const note = shaped(value, Note, 'OpenReview')
  if (note.forum && note.forum !== note.id) return undefined
  const id = understand(`openreview:${note.id}`)
  if (!id) throw new DomainError('invalid', `“${note.id.slice(0, 60)}” is no id of OpenReview’s`)
  const row = Object.fromEntries(
    Object.entries(note.content).map(([field, held]) => [field, bare(held)]),
  )
  const venue = lineIn(row, 'venue')
  const settled = venue !== undefined && !/\b(submi(tted|ssion)|withdrawn|rejected?)\b/i.test(venue)
  return withoutGaps({
    id,
    title: titleIn(row),
    abstract: paragraphsIn(row, 'abstract'),
    authors: textsIn({ names: namesIn(row['authors']) }, 'names'),
    publishedAt: at(note.odate ?? note.pdate ?? note.cdate),
    updatedAt: at(note.mdate),
    // Where it did not appear is no venue: “Submitted to …”, “… Withdrawn Submission”.
    comments: settled ? undefined : venue,
    standing: /\bwithdrawn\b/i.test(venue ?? '') ? 'withdrawn' : undefined,
    venue: settled ? venue : undefined,
    license: note.license ?? undefined,
    asOf: at(note.tmdate ?? note.mdate ?? note.cdate),
  })
}

/** What a field of `content` holds, in either version of the API. */
const bare = (held: unknown): unknown =>
  typeof held === 'object' && held !== null && 'value' in held ? held.value : held

const Authors = z
  .array(
    z.union([
      z.string(),
      z.object({ fullname: z.string() }).transform(({ fullname }) => fullname),
      z.object({ name: z.string() }).transform(({ name }) => name),
    ]),
  )
  .max(20_000)

/** While a paper is under review nobody is named. */
function namesIn(held: unknown): string[] {
  const names = held === undefined || held === null ? [] : shaped(held, Authors, 'OpenReview')
  return names.filter((name) => !/^anonymous( authors?)?$/i.test(name.trim()))
}

const at = (milliseconds: number | null | undefined): string | undefined =>
  milliseconds === null || milliseconds === undefined ? undefined : instant(new Date(milliseconds))
