import { type Context, Hono } from 'hono'
import { DomainError } from '#domain-error'
import { type Made, keptAnswers } from '../kept.ts'
import type { Site } from '../site.ts'
import { withAround } from './around.ts'
import { daysIn, numberIn } from './asked.ts'
import { dailyList, longestList } from './daily-list.ts'
import { itemOf } from './shapes.ts'

/**
 * The papers API of Hugging Face, as its clients use it: point HF_ENDPOINT here and `hf papers`
 * reads this site. docs/wire.md tells what stands for what.
 */
export function huggingFace(site: Site): Hono {
  const answer = keptAnswers(site)
  return new Hono().get('/api/daily_papers', (c) => answer(c, () => dailyPapers(site, c)))
}

async function dailyPapers(site: Site, c: Context): Promise<Made> {
  const limit = numberIn(c, 'limit', { from: 1, to: 100, usual: 50 })
  const p = numberIn(c, 'p', { from: 0, to: 999_999_999, usual: 0 })
  const sort = c.req.query('sort') || 'publishedAt'
  if (sort !== 'publishedAt' && sort !== 'trending') {
    throw new DomainError('invalid', '“sort” must be publishedAt or trending.')
  }
  const from = p * limit
  const list =
    from >= longestList
      ? []
      : await dailyList(site, {
          days: daysIn(c, site.now()),
          submitter: c.req.query('submitter'),
          sort,
          upTo: from + limit + 1,
        })
  const shown = await withAround(site, list.slice(from, from + limit))
  return json(
    shown.map(({ paper, around }) => itemOf(paper, around, c.get('origin'))),
    list.length > from + limit ? nextPage(c, { p: String(p + 1) }) : {},
  )
}

/** JSON, as the service there sends it. */
export const json = (value: unknown, headers: Readonly<Record<string, string>> = {}): Made => ({
  body: JSON.stringify(value),
  type: 'application/json; charset=utf-8',
  headers,
})

/** Leads to the page that follows (RFC 8288). */
export function nextPage(c: Context, change: Readonly<Record<string, string>>) {
  const { pathname, search } = new URL(c.req.url)
  const query = new URLSearchParams(search)
  for (const [name, value] of Object.entries(change)) query.set(name, value)
  return { Link: `<${c.get('origin')}${pathname}?${query.toString()}>; rel="next"` }
}
