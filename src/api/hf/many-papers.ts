import type { Context } from 'hono'
import { sql } from 'kysely'
import { z } from 'zod'
import { DomainError } from '#domain-error'
import type { PaperId } from '#paper'
import { markedIn } from '#search'
import { json, type Made, nextPage } from '../kept.ts'
import type { Site } from '../site.ts'
import { withAround } from './around.ts'
import { numberIn } from './asked.ts'
import { itemOf, thumbnailOf } from './shapes.ts'

const longestQuery = 250

/** What the search finds, as items of a list, with what was searched for marked in them. */
export async function foundPapers(site: Site, c: Context): Promise<Made> {
  const text = queryIn(c, 'q')
  const count = numberIn(c, 'limit', { from: 1, to: 120, usual: 120 })
  const { hits, marks } = await site.search.find({ text, count, as: 'papers' })
  const shown = await withAround(
    site,
    hits.map(({ id }) => ({ paper: id })),
  )
  return json(
    shown.map(({ paper, around }) => {
      const item = itemOf(paper, around, c.get('origin'))
      return {
        ...item,
        highlightedTitle: highlighted(item.title, marks),
        highlightedSummary: highlighted(item.summary, marks),
      }
    }),
  )
}

function queryIn(c: Context, name: string): string {
  const text = c.req.query(name)?.trim() ?? ''
  if (text === '') throw new DomainError('invalid', `Write in “${name}” what you look for.`)
  if (text.length <= longestQuery) return text
  throw new DomainError('invalid', `“${name}” may have ${longestQuery} characters at most.`)
}

/** A text in pieces, those that were searched for marked. */
function highlighted(text: string, marks: readonly string[]) {
  const pieces: { type: 'text' | 'highlight'; text: string }[] = []
  let at = 0
  for (const { from, to } of markedIn(text, marks)) {
    if (from > at) pieces.push({ type: 'text', text: text.slice(at, from) })
    pieces.push({ type: 'highlight', text: text.slice(from, to) })
    at = to
  }
  if (at < text.length) pieces.push({ type: 'text', text: text.slice(at) })
  return pieces
}

const Cursor = z.tuple([z.string().max(10), z.string().max(200)])

/** All papers, the latest first, page by page; or a few that answer a search. */
export async function allPapers(site: Site, c: Context): Promise<Made> {
  const limit = numberIn(c, 'limit', { from: 1, to: 100, usual: 50 })
  const found = c.req.query('search') === undefined ? undefined : await few(site, c, limit)
  const rows = found ?? (await after(site, cursorIn(c), limit + 1))
  const shown = await withAround(
    site,
    rows.slice(0, limit).map(({ id }) => ({ paper: id })),
  )
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return json(
    shown.map(({ paper, around }) => {
      const { paper: inner } = itemOf(paper, around, c.get('origin'))
      const { id, title, upvotes, publishedAt, authors, summary } = inner
      const thumbnailUrl = thumbnailOf(paper, c.get('origin'))
      return {
        id,
        title,
        thumbnailUrl,
        upvotes,
        publishedAt,
        authors,
        summary,
        ...('projectPage' in inner && { projectPage: inner.projectPage }),
      }
    }),
    last ? nextPage(c, { cursor: written([last.day, last.id]) }) : {},
  )
}

async function few({ search }: Site, c: Context, count: number) {
  const { hits } = await search.find({ text: queryIn(c, 'search'), count, as: 'papers' })
  return hits.map(({ id }) => ({ id, day: '' }))
}

async function after(
  { store }: Site,
  cursor: readonly [string, string] | undefined,
  count: number,
): Promise<{ id: PaperId; day: string }[]> {
  return store
    .selectFrom('papers')
    .select(['id', 'day'])
    .where('day', '!=', '')
    .$if(cursor !== undefined, (query) =>
      query.where(sql<boolean>`(day, id) < (${cursor![0]}, ${cursor![1]})`),
    )
    .orderBy('day', 'desc')
    .orderBy('id', 'desc')
    .limit(count)
    .execute()
}

const written = (cursor: readonly [string, string]) =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url')

function cursorIn(c: Context): readonly [string, string] | undefined {
  const text = c.req.query('cursor')
  if (text === undefined || text === '') return undefined
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch {
    throw new DomainError('invalid', '“cursor” must be one that this list gave.')
  }
}
