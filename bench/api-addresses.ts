/** What the benchmark of the API asks for: addresses of each read endpoint, all different. */
import { join } from 'node:path'
import { categoryCodes } from '#paper'
import { openStore } from '#store'
import { pathsIn } from './pages-library.ts'

export type Endpoint = { readonly name: string; readonly paths: readonly string[] }

const many = 500

/** Endpoints of our own API and of those that others know, on the library in `folder`. */
export async function addressesIn(folder: string): Promise<Endpoint[]> {
  const { paper, search } = await pathsIn(folder, many)
  const ids = paper.map((path) => path.slice('/papers/'.length))
  const queries = search.map((path) => path.slice('/search?'.length))
  const days = await daysIn(folder)
  const id = encodeURIComponent
  const v1 = '/api/v1'
  return [
    of('v1 papers of a day', days, (day) => `${v1}/papers?day=${day}&count=100`),
    of('v1 papers of a category', categoryCodes, (code) => `${v1}/papers?category=${code}`),
    of('v1 a paper', ids, (one) => `${v1}/papers/${id(one)}`),
    of('v1 its versions', ids, (one) => `${v1}/papers/${id(one)}/versions`),
    of('v1 papers like it', ids, (one) => `${v1}/papers/${id(one)}/similar`),
    of('v1 comments under it', ids, (one) => `${v1}/papers/${id(one)}/comments`),
    of('v1 citations', ids, (one) => `${v1}/citations?id=${id(one)}`),
    of('v1 recommendations', ids.slice(0, 100), (one) => `${v1}/recommendations?liked=${id(one)}`),
    of('v1 search', queries, (query) => `${v1}/search?${query}`),
    of('v1 suggestions', queries, (query) => `${v1}/search/suggestions?${query.split('&')[0]}`),
    of('v1 a day', days, (day) => `${v1}/days/${day}`),
    of('v1 days', days, (day) => `${v1}/days?to=${day}`),
    of('v1 ledger', days, (day) => `${v1}/ledger?to=${day}&category=cs.LG`),
    of('v1 picks', days, (day) => `${v1}/picks?day=${day}`),
    of('v1 trending', days, (day) => `${v1}/trending?to=${day}`),
    of('hf daily papers', days, (day) => `/api/daily_papers?date=${day}`),
    of('hf a paper', ids.filter(isNew), (one) => `/api/papers/${one}`),
    of('hf search', queries, (query) => `/api/papers/search?${query.split('&')[0]}`),
    of('hf a paper as Markdown', ids.filter(isNew), (one) => `/papers/${one}.md`),
    of(
      'oai GetRecord',
      ids.filter(isNew),
      (one) => `/oai?verb=GetRecord&metadataPrefix=arXiv&identifier=oai:arXiv.org:${one}`,
    ),
    of(
      'oai ListRecords of a day',
      days.slice(0, 60),
      (day) => `/oai?verb=ListRecords&metadataPrefix=oai_dc&from=${day}`,
    ),
    of('arxiv query by words', queries, (query) => `/api/query?search_query=${arxivQuery(query)}`),
    of('arxiv query by id', ids.filter(isNew), (one) => `/api/query?id_list=${one}`),
    of('s2 a paper', ids.filter(isNew), (one) => `/graph/v1/paper/ARXIV:${one}?fields=title`),
    of(
      's2 search',
      queries,
      (query) => `/graph/v1/paper/search?query=${query.slice(2).split('&')[0]}`,
    ),
    of('cite as BibTeX', ids, (one) => `/bibtex/${one}`),
    of('cite in a style', ids.slice(0, 100), (one) => `/cite?ids=${id(one)}&style=apa`),
  ]
}

const of = (name: string, all: readonly string[], path: (one: string) => string): Endpoint => ({
  name,
  paths: all.map(path),
})

/** `q=a%20b` as arXiv’s interface asks for it. */
const arxivQuery = (query: string) =>
  decodeURIComponent(query.slice(2).split('&')[0] ?? '')
    .split(' ')
    .map((word) => `all:${encodeURIComponent(word)}`)
    .join('+AND+')

const isNew = (id: string) => /^\d{4}\.\d{4,5}$/.test(id)

/** Days that have papers, all over the library. */
async function daysIn(folder: string): Promise<string[]> {
  await using store = await openStore(join(folder, 'broadsheet.db'))
  const rows = await store
    .selectFrom('papers')
    .select('day')
    .distinct()
    .where('day', '!=', '')
    .orderBy('day', 'desc')
    .execute()
  const step = Math.max(1, Math.floor(rows.length / many))
  return rows.filter((_, i) => i % step === 0).map(({ day }) => day)
}
