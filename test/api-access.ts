/**
 * Who may do what at the doors for programs: every route of `#api`, and what it takes. A route
 * without a line fails in `access.test.ts`.
 */
import type { Scope } from '#accounts'
import { type Route, routes } from '#api'
import type { Who } from './access.ts'

export type ApiAccess = {
  /** `anybody`, or the least that a reader must be. */
  readonly who: Exclude<Who, 'link'>
  /** What the token of a program must be good for, where it takes one. */
  readonly scope?: Scope
  /** An address of the route, where it has parts that vary or wants a query. */
  readonly at?: string
  /** What is sent, as JSON. */
  readonly body?: unknown
}

const anybody = (at?: string): ApiAccess => ({ who: 'anybody', ...(at !== undefined && { at }) })

/** A line for each route: `METHOD path` as it is written in the code. */
export const apiAccess: Readonly<Record<string, ApiAccess>> = {
  'GET /api/daily_papers': anybody(),
  'GET /api/papers': anybody(),
  'GET /api/papers/search': anybody('/api/papers/search?q=number'),
  'GET /api/papers/:id{.+}': anybody('/api/papers/2611.10002'),
  'POST /api/papers/index': {
    who: 'reader',
    scope: 'write',
    body: { arxivId: '2611.10002' },
  },
  'POST /api/settings/papers/claim': {
    who: 'reader',
    scope: 'write',
    body: { paperId: '2611.10002' },
  },
  'GET /api/arxiv/:repos{.+/repos}': anybody('/api/arxiv/2611.10002/repos'),
  'GET /api/:kind{models|datasets|spaces}': anybody('/api/models?filter=arxiv:2611.10002'),
  'GET /api/avatars/:name{.+\\.svg}': anybody('/api/avatars/ada.svg'),
  'GET /api/thumbnails/:id{.+\\.svg}': anybody('/api/thumbnails/2611.10002.svg'),
  'GET /papers/*': anybody('/papers/2611.10002.md'),
  'GET /oai': anybody('/oai?verb=Identify'),
  'POST /oai': anybody(),
  'GET /oai/curation.xsd': anybody(),
  'GET /api/query': anybody('/api/query?id_list=2611.10002'),
  'POST /api/query': anybody('/api/query?id_list=2611.10002'),
  'GET /graph/v1/paper/search': anybody('/graph/v1/paper/search?query=number'),
  'GET /graph/v1/paper/search/match': anybody('/graph/v1/paper/search/match?query=number'),
  'GET /graph/v1/paper/autocomplete': anybody('/graph/v1/paper/autocomplete?query=number'),
  'POST /graph/v1/paper/batch': { who: 'anybody', body: { ids: ['2611.10002'] } },
  'GET /graph/v1/paper/:id{.+}': anybody('/graph/v1/paper/2611.10002'),
  'GET /recommendations/v1/papers/forpaper/:id{.+}': anybody(
    '/recommendations/v1/papers/forpaper/2611.10002',
  ),
  'POST /recommendations/v1/papers': {
    who: 'anybody',
    body: { positivePaperIds: ['2611.10002'] },
  },
  'POST /recommendations/v1/papers/': {
    who: 'anybody',
    body: { positivePaperIds: ['2611.10002'] },
  },
  'GET /bibtex/:id{.+}': anybody('/bibtex/2611.10002'),
  'GET /unapi': anybody(),
  'GET /cite/styles': anybody(),
  'GET /cite': anybody('/cite?ids=2611.10002'),
  'POST /cite': { who: 'anybody', body: { ids: ['2611.10002'] } },
  'GET /cite/:id{.+}': anybody('/cite/2611.10002.bib'),
  'GET /dump/manifest.json': anybody(),
  'GET /dump/:name{[a-z]+\\.jsonl\\.zst}': anybody('/dump/papers.jsonl.zst'),
  'GET /api/v1/openapi.json': anybody(),
  ...Object.fromEntries(routes.map(ownLine)),
}

/** What our own API says of a route itself. */
function ownLine({ method, path, who, scope }: Route): [string, ApiAccess] {
  const inCode = path.replace(/\{(\w+)\}/g, ':$1')
  const at = path.replace(/\{(\w+)\}/g, (_, name) =>
    path.startsWith('/papers') ? '2611.10002' : name,
  )
  return [`${method.toUpperCase()} /api/v1${inCode}`, { who, scope, at: `/api/v1${at}` }]
}
