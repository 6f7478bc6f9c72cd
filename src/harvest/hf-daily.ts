import { z } from 'zod'
import { DomainError } from '#domain-error'
import { addDays, type Day, dayOf, isArxivId, isDay, type PaperRecord, understand } from '#paper'
import type { Manners } from './ask.ts'
import { beginning, type DayPlace, shareOf } from './by-day.ts'
import { withoutGaps } from './corpus-record.ts'
import { dateIn } from './dates.ts'
import { type AskJson, jsonConversation, jsonManners } from './json-manners.ts'
import { shaped } from './json-records.ts'
import type { Aside, Batch, Source } from './source.ts'
import { lineIn, paragraphsIn, textsIn, titleIn } from './text.ts'

export type HfDaily = Partial<Manners> & {
  /** The first day wanted. If left out, where the last harvest ended less three days, or a week ago. */
  readonly from?: string
  /** Another server that answers as huggingface.co does. */
  readonly base?: string
}

const huggingFace = 'https://huggingface.co'

/** Votes and comments, and with them the order, go on changing for some days. */
const overlap = 3

/** The service gives at most so many at once, and no day came near the second number. */
const pageSize = 100
const mostOfADay = 1000

/**
 * The papers that readers of Hugging Face picked for each day, kept as an edition in the order as
 * served. The dates on an item mislead: the outer `publishedAt` is New York's clock marked as UTC;
 * the day of the pick is `submittedOnDailyAt`, and an item that says another one than was asked for
 * is set aside. A weekend's list is empty, and so is no edition.
 */
export function hfDaily(options: HfDaily = {}): Source {
  const { base = huggingFace, from } = options
  if (!URL.canParse(base)) throw new DomainError('invalid', `“${base}” is no address of a server`)
  const manners = { ...jsonManners, ...options }
  const elsewhere = base !== huggingFace && new URL(base).host
  return {
    name: ['hf-daily', elsewhere].filter(Boolean).join(':'),
    origin: 'hf',
    asks: true,
    async *batches(after, signal, turns) {
      const ask = jsonConversation(manners, turns)
      const today = dayOf(manners.clock.now())
      let place = beginning(from, after, { now: manners.clock.now(), overlap })
      while (place.day <= today) {
        const items = await itemsOf(ask, base, place.day, today, signal)
        if (!items) break // today has no list yet
        const next = { from: place.from, day: addDays(place.day, 1) }
        yield {
          ...batchOf(items, place.day),
          place: JSON.stringify(next satisfies DayPlace),
          share: shareOf(next, today),
        }
        place = next
      }
      const done: DayPlace = { from: place.from, day: addDays(place.day, -1), done: true }
      yield { records: [], place: JSON.stringify(done), share: 1 }
    },
  }
}

const Items = z.array(z.unknown())

/** What a day's page lists, in its order; nothing where today's is not there yet. */
async function itemsOf(
  ask: AskJson,
  base: string,
  day: Day,
  today: Day,
  signal: AbortSignal,
): Promise<readonly unknown[] | undefined> {
  const items: unknown[] = []
  for (let p = 0; items.length < mostOfADay; p++) {
    const query = new URLSearchParams({ date: day, limit: String(pageSize), p: String(p) })
    try {
      const page = await ask(`${base}/api/daily_papers?${query.toString()}`, Items, signal)
      items.push(...page)
      if (page.length < pageSize) break
    } catch (error) {
      const refused = error instanceof DomainError && error.kind === 'invalid'
      if (refused && day === today && p === 0) return undefined
      throw error
    }
  }
  return items
}

const Count = z.number().int().min(0).max(1_000_000).optional().catch(undefined)

/** What we take of an item. The same field stands in the item or in its paper, by its age. */
const Item = z.object({
  paper: z.looseObject({
    id: z.string().max(100),
    authors: z
      .array(z.object({ name: z.string(), hidden: z.boolean().optional() }))
      .max(20_000)
      .catch([]),
    submittedOnDailyAt: z.string().max(40).optional(),
  }),
  title: z.unknown().optional(),
  summary: z.unknown().optional(),
  numComments: Count,
})

type Picked = { readonly record: PaperRecord; readonly comments: number | undefined }

function batchOf(items: readonly unknown[], day: Day): Omit<Batch, 'place'> {
  const asides: Aside[] = []
  const picked = new Map<string, Picked>()
  for (const [i, item] of items.entries()) {
    try {
      const one = read(item, day)
      if (one.record.id && !picked.has(one.record.id)) picked.set(one.record.id, one)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      const excerpt = JSON.stringify(item).slice(0, 200)
      asides.push({ spot: `${day} entry ${i + 1}`, reason: error.message, excerpt })
    }
  }
  const entries = [...picked.values()].map(({ record, comments }) => ({
    section: '',
    shown: {
      ...(record.authors && { authors: record.authors.length }),
      ...(comments !== undefined && { comments }),
    },
  }))
  return {
    records: [...picked.values()].map(({ record }) => record),
    asides,
    ...(entries.length > 0 && {
      edition: {
        id: `hf-${day}`,
        name: `Hugging Face daily papers of ${day}`,
        day,
        note: '',
        entries,
      },
    }),
  }
}

function read(item: unknown, day: Day): Picked {
  const { paper, numComments, ...outer } = shaped(item, Item, 'Hugging Face')
  const id = understand(paper.id)
  if (!id || !isArxivId(id)) {
    throw new DomainError('invalid', `“${paper.id}” is no arXiv identifier: it is left out`)
  }
  const submitted = paper.submittedOnDailyAt?.slice(0, 10)
  if (submitted && isDay(submitted) && !near(submitted, day)) {
    throw new DomainError('invalid', `it was picked on ${submitted}, not on ${day}: it is left out`)
  }
  const row = { ...outer, ...paper }
  const names = paper.authors.filter(({ hidden }) => !hidden).map(({ name }) => name)
  const record = withoutGaps({
    id,
    title: titleIn(row),
    abstract: paragraphsIn(row, 'summary'),
    authors: textsIn({ names }, 'names'),
    publishedAt: dateIn({ publishedAt: lineIn(paper, 'publishedAt') }, 'publishedAt'),
    asOf: day,
  })
  return { record, comments: numComments }
}

/** A pick shortly before or after midnight may stand on either page. */
const near = (one: Day, other: Day) => one >= addDays(other, -1) && one <= addDays(other, 1)
