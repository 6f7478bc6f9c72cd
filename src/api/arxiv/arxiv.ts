import { type Context, Hono } from 'hono'
import { papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import { isArxivId, type Paper, type PaperId, understand } from '#paper'
import type { Demand, ExactOrder } from '#search'
import { keptAnswers, type Made } from '../kept.ts'
import type { Site } from '../site.ts'
import { statusOf } from '../status.ts'
import { atomError, atomFeed, type EntryShown } from './atom.ts'
import { Misread, readArxivQuery } from './query-language.ts'

const type = 'application/atom+xml; charset=utf-8'

/** One answer has so many entries at most, and nobody gets further than to the second number. */
const most = { atOnce: 2000, inAll: 30_000 }

/**
 * arXiv's query API, as https://info.arxiv.org/help/api/user-manual.html and its own server have it:
 * a client that asks arXiv asks us by another address.
 */
export function arxivQuery(site: Site): Hono {
  const answer = keptAnswers(site)
  return new Hono()
    .get('/api/query', (c) =>
      told(site, c, () => answer(c, () => reply(site, c, new URL(c.req.url).searchParams))),
    )
    .post('/api/query', (c) =>
      told(site, c, async () => {
        const sent = new URLSearchParams(await c.req.text())
        for (const [name, value] of new URL(c.req.url).searchParams) sent.append(name, value)
        const { body } = await reply(site, c, sent)
        return c.body(body, 200, { 'Content-Type': type })
      }),
    )
}

/** Says in a feed what is wrong, as arXiv does. */
async function told(site: Site, c: Context, make: () => Promise<Response>): Promise<Response> {
  try {
    return await make()
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const body = atomError(error.message, c.get('origin'), site.now())
    c.header('Cache-Control', 'no-store')
    return c.body(body, statusOf[error.kind], { 'Content-Type': type })
  }
}

type Asked = ExactOrder & {
  readonly query: string | undefined
  readonly ids: readonly string[] | undefined
  readonly strict: boolean
}

async function reply(site: Site, c: Context, sent: URLSearchParams): Promise<Made> {
  const asked = read(sent)
  const understood = asked.query === undefined ? undefined : understoodOf(asked.query, asked.strict)
  const listed = asked.ids && (await entriesOf(site, asked.ids))
  const { skip, count } = asked
  const { entries, total } = understood
    ? await found(site, understood.demand, asked, listed)
    : {
        entries: (listed ?? []).slice(skip, skip + count),
        total: listed?.length ?? 0,
      }
  const feed = {
    query: understood?.written ?? '',
    ids: asked.ids?.join(',') ?? '',
    start: skip,
    count,
    total,
    entries,
  }
  return { body: atomFeed(feed, c.get('origin'), site.now()), type }
}

function read(sent: URLSearchParams): Asked {
  const query = sent.get('search_query')?.trim() || undefined
  const list = sent.get('id_list')?.trim() || undefined
  if (query === undefined && list === undefined) {
    throw refused('either a search_query or id_list must be specified for the classic API')
  }
  const ids = list?.split(',').map((id) => id.trim())
  for (const id of ids ?? []) {
    const known = understand(id)
    if (!known) throw refused(`incorrect id format for ${id.slice(0, 60)}`)
  }
  const count = wholeIn(sent, 'max_results', 10)
  const skip = wholeIn(sent, 'start', 0)
  if (count > most.inAll || skip >= most.inAll) {
    throw refused(`start and max_results must not go beyond ${most.inAll}`)
  }
  return {
    query,
    ids,
    skip,
    count: Math.min(count, most.atOnce),
    sort: oneOf(sent, 'sortBy', {
      relevance: 'relevance',
      lastUpdatedDate: 'updated',
      submittedDate: 'submitted',
    }),
    order: oneOf(sent, 'sortOrder', { descending: 'descending', ascending: 'ascending' }),
    strict: sent.get('raw') === '1',
  }
}

const refused = (message: string) => new DomainError('invalid', message)

function wholeIn(sent: URLSearchParams, name: string, usual: number): number {
  const text = sent.get(name)
  if (text === null || text === '') return usual
  if (!/^[-+]?\d{1,12}$/.test(text)) throw refused(`${name} must be an integer`)
  if (Number(text) < 0) throw refused(`${name} must be non-negative`)
  return Number(text)
}

function oneOf<Value extends string>(
  sent: URLSearchParams,
  name: string,
  values: Readonly<Record<string, Value>>,
): Value {
  const [usual] = Object.keys(values)
  const text = sent.get(name) || usual || ''
  const value = Object.hasOwn(values, text) ? values[text] : undefined
  if (value !== undefined) return value
  throw refused(`${name} must be in: ${Object.keys(values).join(', ')}`)
}

function understoodOf(query: string, strict: boolean) {
  try {
    return readArxivQuery(query, { strict })
  } catch (error) {
    if (error instanceof Misread) throw refused(error.message)
    throw error
  }
}

/** What answers a query, of the papers that were listed beside it where there are any. */
async function found(
  { store, search }: Site,
  demand: Demand,
  order: ExactOrder,
  listed: readonly EntryShown[] | undefined,
): Promise<{ entries: readonly EntryShown[]; total: number }> {
  const among = listed?.map(({ paper }): Demand => ({ kind: 'id', text: paper.id }))
  if (among?.length === 0) return { entries: [], total: 0 }
  const wanted: Demand = among ? { kind: 'and', of: [{ kind: 'or', of: among }, demand] } : demand
  const answer = await search.exactly(wanted, order)
  if (!answer) throw new DomainError('too-many', 'the index is being made: ask again in a minute')
  const papers = await papersOf(store, answer.ids)
  const versions = await currentOf(store, papers)
  const byId = new Map(listed?.map((entry) => [entry.paper.id, entry]))
  const entries = papers.map(
    (paper) =>
      byId.get(paper.id) ?? { paper, version: versions.get(paper.id) ?? 1, at: dateOf(paper) },
  )
  return { entries, total: answer.total }
}

const dateOf = ({ updatedAt, publishedAt }: Paper) => updatedAt || publishedAt

/** The papers of a list of ids, in its order, each in the version that it names, or the current one. */
async function entriesOf({ store }: Site, names: readonly string[]): Promise<EntryShown[]> {
  const ids = names.flatMap((name) => understand(name) ?? [])
  const papers = new Map((await papersOf(store, ids)).map((paper) => [paper.id, paper]))
  const versions = Map.groupBy(await versionsOf(store, [...papers.keys()]), ({ paper }) => paper)
  return names.flatMap((name): EntryShown[] => {
    const id = understand(name)
    const paper = id && papers.get(id)
    if (!paper) return []
    const known = versions.get(paper.id) ?? []
    const current = known.at(-1)?.number ?? 1
    const asked = isArxivId(paper.id) ? Number(name.match(/v(\d{1,4})$/)?.[1] ?? current) : current
    if (asked === current) return [{ paper, version: current, at: dateOf(paper) }]
    const version = known.find(({ number }) => number === asked)
    if (!version) return []
    const { title, abstract, at } = version
    return [{ paper, version: asked, at, ...(title && { title, abstract }) }]
  })
}

async function currentOf(
  store: Site['store'],
  papers: readonly Paper[],
): Promise<Map<PaperId, number>> {
  const rows = await versionsOf(
    store,
    papers.map(({ id }) => id),
  )
  return new Map(rows.map(({ paper, number }) => [paper, number]))
}

async function versionsOf(store: Site['store'], ids: readonly PaperId[]) {
  if (ids.length === 0) return []
  return store
    .selectFrom('versions')
    .select(['paper', 'number', 'at', 'title', 'abstract'])
    .where('paper', 'in', ids)
    .orderBy('paper')
    .orderBy('number')
    .execute()
}
