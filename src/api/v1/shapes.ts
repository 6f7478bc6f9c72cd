import { z } from 'zod'
import { type Day, isCategory, isDay, type PaperId, understand } from '#paper'

/** A day of the calendar. */
export const DayShape = z
  .string()
  .meta({ format: 'date', description: 'A day, as 2026-11-20.' })
  .transform((text, context): Day => {
    if (isDay(text)) return text
    context.addIssue({ code: 'custom', message: 'is not a day like 2026-11-20' })
    return z.NEVER
  })

/** Whatever people paste for a paper. */
export const PaperIdShape = z
  .string()
  .min(1)
  .max(500)
  .meta({
    description:
      'An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F.',
    examples: ['2309.17453'],
  })
  .transform((text, context): PaperId => {
    const id = understand(text)
    if (id) return id
    context.addIssue({ code: 'custom', message: 'is not the identifier of a paper' })
    return z.NEVER
  })

export const CategoryShape = z
  .string()
  .max(40)
  .refine((code) => isCategory(code), 'is not a category like cs.LG')
  .meta({ description: 'One of arXiv’s categories.', examples: ['cs.LG'] })

/** A text that somebody sends, with nothing in it that controls a terminal. */
export const textUpTo = (longest: number) =>
  z
    .string()
    .max(longest)
    .transform((text) =>
      text
        .toWellFormed()
        .replace(/\p{Cc}+/gu, ' ')
        .trim(),
    )

export const Instant = z.string().meta({ description: 'An instant, as 2026-11-20T12:00:00.000Z.' })

const id = z.string().meta({ description: 'The identifier of a paper: see docs/api.md.' })

export const Paper = z
  .object({
    id,
    title: z.string().describe('As its source wrote it, LaTeX and all; so are the other texts.'),
    abstract: z.string().describe('Empty where none is held.'),
    summary: z.string().describe('A few sentences of this site’s own, where there is no abstract.'),
    authors: z.array(z.string()),
    categories: z.array(z.string()).describe('The primary one first.'),
    publishedAt: z.string().describe('An instant, a day, or as much of a day as is known.'),
    updatedAt: z.string(),
    day: z.string().nullable().describe('The day whose page lists it.'),
    note: z.string().describe('What its authors say of it: pages, where it will appear.'),
    journalRef: z.string(),
    doi: z.string(),
    license: z.string(),
    venue: z.string(),
    withdrawn: z.boolean(),
    code: z.array(z.string()).describe('Where its code is, as far as it says so itself.'),
    votes: z.int(),
    comments: z.int().describe('How many stand under it here.'),
    url: z.string().describe('Its page on this site.'),
  })
  .meta({ id: 'Paper', description: 'A paper: of each field the best that any source told.' })

export const Version = z
  .object({
    number: z.int(),
    at: z.string(),
    withdrawn: z.boolean(),
    title: z.string().describe('Empty where nobody saw it while it was the current one.'),
    abstract: z.string(),
  })
  .meta({ id: 'Version' })

export const EditionShape = z
  .object({
    id: z.string(),
    name: z.string(),
    day: z.string(),
    note: z.string().describe('What had to be assumed to read it, and other things to know.'),
  })
  .meta({ id: 'Edition', description: 'A page of papers that somebody else put together.' })

export const Person = z
  .object({ handle: z.string(), name: z.string(), url: z.string() })
  .meta({ id: 'Person', description: 'A reader, as everybody sees them.' })

/** A list that is cut into pages. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable().describe('The `cursor` of the next page; null after the last.'),
  })

/** A list that comes whole. */
export const allOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) })

export const PaperPath = z.object({ id: PaperIdShape })
