import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { DomainError } from '#domain-error'
import { dayOf, isDay, type PaperRecord, readPaperId } from '#paper'
import type { Source } from './source.ts'

const ours = fileURLToPath(new URL('../../starter/papers.jsonl', import.meta.url))

function isDate(text: string): boolean {
  return isDay(text.length === 7 ? `${text}-01` : text)
}

/** The day on which the catalogue was put together; a new release of it gets a new one. */
const day = dayOf(new Date('2026-11-20'))

const Entry = z.object({
  arxivId: z.string(),
  title: z.string().min(1),
  authors: z.array(z.string().min(1)).min(1),
  published: z.string().refine(isDate, 'must be a day or a month, such as 2026-11-20 or 2026-11'),
  categories: z.array(z.string()).optional(),
  family: z.string().min(1),
  summary: z.string().min(1),
})

/**
 * The small catalogue that ships with Broadsheet, as an edition in its own order under its families.
 * It is taken in once: its name is that of the file's content, so that another release of the file
 * is another source, which replaces the edition.
 */
export function starterCatalogue(file = ours): Source {
  const content = readFileSync(file, 'utf8')
  return {
    name: `starter:${hash('sha256', content).slice(0, 16)}`,
    origin: 'starter',
    async *batches(after) {
      if (after !== undefined) return
      const entries = content
        .split('\n')
        .flatMap((line, i) => (line.trim() === '' ? [] : readEntry(line, `${file}, line ${i + 1}`)))
      yield {
        records: entries.map(({ record }) => record),
        edition: {
          id: 'starter',
          name: 'Starter catalogue',
          day,
          note: 'Ships with Broadsheet: papers chosen and summarised by its makers.',
          entries: entries.map(({ section }) => ({ section, shown: {} })),
        },
        place: 'end',
        share: 1,
      }
    },
  }
}

function readEntry(line: string, where: string): { section: string; record: PaperRecord } {
  try {
    const entry = Entry.parse(JSON.parse(line))
    const { title, authors, summary, categories = [] } = entry
    return {
      section: entry.family,
      record: {
        id: readPaperId(entry.arxivId),
        title,
        authors,
        summary,
        categories,
        publishedAt: entry.published,
        asOf: day,
      },
    }
  } catch (cause) {
    const fault = cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause)
    throw new DomainError('invalid', `${where}: ${fault}\nRestore the file, or correct the line.`)
  }
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause))
