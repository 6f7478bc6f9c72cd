import { type Context, Hono } from 'hono'
import { sql } from 'kysely'
import { z } from 'zod'
import { paperOf, papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import { type Day, isDay, type Paper, type PaperId, understand } from '#paper'
import { recommendFrom } from '#recommend'
import { readJson } from '../body.ts'
import { json, keptAnswers, type Made } from '../kept.ts'
import { restOf } from '../negotiate.ts'
import type { Site } from '../site.ts'
import { fieldsIn, shown } from './shapes.ts'

/** Nobody gets further into a search. */
const furthest = 1000

/**
 * The paper, search and recommendation endpoints of Semantic Scholar's API in their shapes, for what
 * we hold: https://api.semanticscholar.org/api-docs. Citations, and numbers of them, are not held.
 */
export function semanticScholar(site: Site): Hono {
  const answer = keptAnswers(site)
  const graph = '/graph/v1/paper'
  return new Hono()
    .get(`${graph}/search`, (c) => answer(c, () => search(site, c)))
    .get(`${graph}/search/match`, (c) => answer(c, () => match(site, c)))
    .get(`${graph}/autocomplete`, (c) => answer(c, () => autocomplete(site, c)))
    .post(`${graph}/batch`, async (c) => {
      const names = fieldsIn(c.req.query('fields'))
      const { ids } = await readJson(c, Batch)
      const papers = await Promise.all(ids.map((id) => find(site, id)))
      return c.json(
        papers
          .map((paper) => paper && shown(paper, names, c.get('origin')))
          .map((one) => one ?? null),
      )
    })
    .get(`${graph}/:id{.+}`, (c) =>
      answer(c, async () => {
        const names = fieldsIn(c.req.query('fields'))
        const id = restOf(c, `${graph}/`)
        const paper = await find(site, id)
        if (!paper) throw missing(id)
        return json(shown(paper, names, c.get('origin')))
      }),
    )
    .get('/recommendations/v1/papers/forpaper/:id{.+}', (c) =>
      answer(c, async () => {
        const id = restOf(c, '/recommendations/v1/papers/forpaper/')
        const pool = poolIn(c)
        const paper = await find(site, id)
        if (!paper) throw missing(id)
        return json(await recommended(site, c, { liked: [paper.id], disliked: [], pool }))
      }),
    )
    .post('/recommendations/v1/papers', (c) => fromLists(site, c))
    .post('/recommendations/v1/papers/', (c) => fromLists(site, c))
}

const Ids = z.array(z.string().max(300)).max(500, 'Too many ids: 500 at most.')
const Batch = z.object({ ids: Ids.min(1, 'No ids were given.') })
const Lists = z.object({
  positivePaperIds: Ids.min(1, 'At least one positive paper id is needed.'),
  negativePaperIds: Ids.default([]),
})

const missing = (id: string) =>
  new DomainError('missing', `Paper with id ${id.slice(0, 200)} not found`)

async function fromLists(site: Site, c: Context): Promise<Response> {
  const { positivePaperIds, negativePaperIds } = await readJson(c, Lists)
  const idsOf = async (names: readonly string[]) => {
    const papers = await Promise.all(names.map((name) => find(site, name)))
    const unknown = names.filter((_, i) => !papers[i])
    if (unknown.length > 0) throw missing(unknown.join(', '))
    return papers.flatMap((paper) => paper?.id ?? [])
  }
  const [liked, disliked] = await Promise.all([idsOf(positivePaperIds), idsOf(negativePaperIds)])
  return c.json(await recommended(site, c, { liked, disliked, pool: 'all' }))
}

async function recommended(
  site: Site,
  c: Context,
  {
    pool,
    ...from
  }: { liked: readonly PaperId[]; disliked: readonly PaperId[]; pool: 'recent' | 'all' },
) {
  const names = fieldsIn(c.req.query('fields'))
  const count = numberIn(c, 'limit', { from: 1, to: 500, usual: 100 })
  const found = await recommendFrom(site, from, { count, pool, now: site.now() })
  return { recommendedPapers: found.map(({ paper }) => shown(paper, names, c.get('origin'))) }
}

function poolIn(c: Context): 'recent' | 'all' {
  const from = c.req.query('from') ?? 'recent'
  if (from === 'recent') return 'recent'
  if (from === 'all-cs') return 'all'
  throw new DomainError('invalid', 'Unacceptable query params: [from] is recent or all-cs')
}

/** A paper by any name that Semantic Scholar takes and we know. */
async function find({ store }: Site, name: string): Promise<Paper | undefined> {
  const bare = name
    .replace(/^(ArXiv|URL):/i, '')
    .replace(/^(ACL|DOI):/i, (kind) => kind.toLowerCase())
  const id = understand(bare) ?? understand(`doi:${bare}`)
  const paper = id && (await paperOf(store, id))
  if (paper || !id?.startsWith('doi:')) return paper
  // The DOI of a paper that is held by another id.
  const row = await store
    .selectFrom('papers')
    .select('id')
    .where(sql<boolean>`doi != ''`)
    .where(sql<string>`lower(doi)`, '=', id.slice('doi:'.length))
    .where('mergedInto', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row && paperOf(store, row.id)
}

async function search(site: Site, c: Context): Promise<Made> {
  const names = fieldsIn(c.req.query('fields'))
  const offset = numberIn(c, 'offset', { from: 0, to: furthest - 1, usual: 0 })
  const limit = numberIn(c, 'limit', { from: 1, to: 100, usual: 100 })
  const { hits, total } = await site.search.find({
    ...queryIn(c),
    ...spanIn(c),
    skip: offset,
    count: limit,
    as: 'papers',
  })
  const papers = await papersOf(
    site.store,
    hits.map(({ id }) => id),
  )
  const next = offset + limit
  return json({
    total,
    offset,
    ...(next < Math.min(total, furthest) && { next }),
    data: papers.map((paper) => shown(paper, names, c.get('origin'))),
  })
}

async function match(site: Site, c: Context): Promise<Made> {
  const names = fieldsIn(c.req.query('fields'))
  const { hits } = await site.search.find({ ...queryIn(c), ...spanIn(c), count: 1, as: 'papers' })
  const [hit] = hits
  const paper = hit && (await paperOf(site.store, hit.id))
  if (!paper) throw new DomainError('missing', 'Title match not found')
  return json({ data: [{ ...shown(paper, names, c.get('origin')), matchScore: hit.score }] })
}

async function autocomplete({ store, search: index }: Site, c: Context): Promise<Made> {
  const { papers } = await index.suggest(queryIn(c).text)
  const known = await papersOf(
    store,
    papers.map(({ id }) => id),
  )
  return json({
    matches: known.map(({ id, title, authors, publishedAt }) => ({
      id,
      title,
      authorsYear: `${authors[0] ?? ''}${authors.length > 1 ? ' et al.' : ''}, ${publishedAt.slice(0, 4)}`,
    })),
  })
}

function queryIn(c: Context): { text: string } {
  const text = c.req.query('query')?.trim()
  if (!text) throw new DomainError('invalid', 'Missing required parameter: query')
  return { text: text.slice(0, 1000) }
}

/** The days of `year` or `publicationDateOrYear`: `2019`, `2016-2020`, `2010-`, `-2015`, `2016-03-05:2020`. */
function spanIn(c: Context): { from?: Day; to?: Day } {
  const { year, publicationDateOrYear: date } = c.req.query()
  const text = date ?? year?.replace(/^(\d{4})?-(\d{4})?$/, '$1:$2')
  if (!text) return {}
  const [from = '', to = text.includes(':') ? '' : from] = text.split(':')
  const [first, last] = [edge(from, '-01-01', '-01'), edge(to, '-12-31', '-31')]
  if (first === null || last === null || (!first && !last)) {
    throw new DomainError(
      'invalid',
      'Unacceptable query params: a year or date is like 2019, 2016-2020 or 2016-03-05:2020-06',
    )
  }
  return { ...(first && { from: first }), ...(last && { to: last }) }
}

/** A day of what may be less than one; undefined for what is open, null for what is none. */
function edge(text: string, ofYear: string, ofMonth: string): Day | undefined | null {
  if (text === '') return undefined
  const whole = /^\d{4}$/.test(text)
    ? text + ofYear
    : /^\d{4}-\d\d$/.test(text)
      ? text + ofMonth
      : text
  if (isDay(whole)) return whole
  const earlier = whole.replace(/-31$/, '-28')
  return isDay(earlier) && earlier !== whole ? earlier : null
}

function numberIn(
  c: Context,
  name: string,
  { from, to, usual }: { readonly from: number; readonly to: number; readonly usual: number },
): number {
  const text = c.req.query(name)
  if (text === undefined || text === '') return usual
  if (/^\d{1,9}$/.test(text) && Number(text) >= from && Number(text) <= to) return Number(text)
  throw new DomainError(
    'invalid',
    `Unacceptable query params: [${name}] must be from ${from} to ${to}`,
  )
}
