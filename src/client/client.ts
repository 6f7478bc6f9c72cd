/* oxlint-disable */
// Written by `npm run api:client` from the document of the API: change that, not this.

/** What is answered in the place of what was asked for, as RFC 9457 has it. */
export type Problem = {
  /** An address at which this kind of problem is described. */
  type: string
  title: string
  status: number
  /** What is wrong, and what to do about it. */
  detail: string
  errors?: Array<{
    in: 'path' | 'query' | 'body' | 'header'
    /** The parameter or field; parts of a field are parted by dots. */
    name: string
    says: string
  }>
  /** Of a fault of ours: it stands in our log. */
  number?: string
}

export type Papers = {
  items: Array<Paper>
  /** The `cursor` of the next page; null after the last. */
  next: string | null
}

/** A paper: of each field the best that any source told. */
export type Paper = {
  /** The identifier of a paper: see docs/api.md. */
  id: string
  /** As its source wrote it, LaTeX and all; so are the other texts. */
  title: string
  /** Empty where none is held. */
  abstract: string
  /** A few sentences of this site’s own, where there is no abstract. */
  summary: string
  authors: Array<string>
  /** The primary one first. */
  categories: Array<string>
  /** An instant, a day, or as much of a day as is known. */
  publishedAt: string
  updatedAt: string
  /** The day whose page lists it. */
  day: string | null
  /** What its authors say of it: pages, where it will appear. */
  note: string
  journalRef: string
  doi: string
  license: string
  venue: string
  withdrawn: boolean
  /** Where its code is, as far as it says so itself. */
  code: Array<string>
  votes: number
  /** How many stand under it here. */
  comments: number
  /** Its page on this site. */
  url: string
}

/** A paper with all that is known of it here. */
export type PaperInFull = {
  /** The identifier of a paper: see docs/api.md. */
  id: string
  /** As its source wrote it, LaTeX and all; so are the other texts. */
  title: string
  /** Empty where none is held. */
  abstract: string
  /** A few sentences of this site’s own, where there is no abstract. */
  summary: string
  authors: Array<string>
  /** The primary one first. */
  categories: Array<string>
  /** An instant, a day, or as much of a day as is known. */
  publishedAt: string
  updatedAt: string
  /** The day whose page lists it. */
  day: string | null
  /** What its authors say of it: pages, where it will appear. */
  note: string
  journalRef: string
  doi: string
  license: string
  venue: string
  withdrawn: boolean
  /** Where its code is, as far as it says so itself. */
  code: Array<string>
  votes: number
  /** How many stand under it here. */
  comments: number
  /** Its page on this site. */
  url: string
  /** Under which other identifiers it came in. */
  otherIds: Array<string>
  editions: Array<Edition>
  /** The first one first; none of a paper with only one. */
  versions: Array<Version>
  picks: Array<{
    /** Empty for the front page. */
    topic: string
    day: string
    /** What a curator wrote about it. */
    line: string
  }>
  nominations: Array<{
    topic: string
    /** Their handles. */
    readers: Array<string>
  }>
  /** The method of it that can be run here. */
  lab: string | null
  /** Which source told each field. */
  origins: Record<string, string>
}

/** A page of papers that somebody else put together. */
export type Edition = {
  id: string
  name: string
  day: string
  /** What had to be assumed to read it, and other things to know. */
  note: string
}

export type Version = {
  number: number
  at: string
  withdrawn: boolean
  /** Empty where nobody saw it while it was the current one. */
  title: string
  abstract: string
}

export type Recommendation = {
  paper: Paper
  score: number
  reasons: Array<Reason>
}

/** Why a paper is recommended, in things that are so. */
export type Reason = {
  kind: 'like' | 'authors' | 'words' | 'together' | 'votes' | 'new'
  /** Those of yours that it is like. */
  papers?: Array<string>
  names?: Array<string>
  words?: Array<string>
  readers?: number
  votes?: number
}

export type ForYou = {
  items: Array<Recommendation>
  /** True while nothing is known of you: then it is what is new and esteemed. */
  cold: boolean
}

export type Citations = {
  text: string
  /** What is not held here, and so not cited. */
  missing: Array<string>
}

export type Found = {
  items: Array<{
    paper: Paper
    score: number
    /** What each kind of evidence adds to the score; empty where it was named outright. */
    why: Record<string, number>
  }>
  /** The `cursor` of the next page; null after the last. */
  next: string | null
  total: number
  /** False where there may be more; these are the best. */
  complete: boolean
  /** The one way to write this query. */
  query: string
  /** Another spelling; where it is sure, it was searched for. */
  meant: {
    text: string
    sure: boolean
  } | null
  /** What was assumed or left out. */
  notes: Array<string>
  facets: {
    /** How many papers were counted, the best first. */
    of: number
    years: Array<Facet>
    categories: Array<Facet>
    sources: Array<Facet>
    code: Array<Facet>
  }
}

export type Facet = {
  value: string
  count: number
  /** What added to the query keeps these alone. */
  demand: string
}

export type Suggestions = {
  queries: Array<string>
  papers: Array<{
    id: string
    title: string
  }>
  authors: Array<{
    key: string
    name: string
    papers: number
  }>
  categories: Array<{
    code: string
    name: string
  }>
}

export type DayCount = {
  day: string
  papers: number
}

export type Day = {
  day: string
  papers: number
  /** The nearest day before it that has papers. */
  before: string | null
  after: string | null
  /** Why arXiv lists nothing under it. */
  quiet: string | null
  categories: Array<CategoryCount>
  picks: Array<Pick>
}

export type CategoryCount = {
  category: string
  name: string
  papers: number
}

export type Pick = {
  paper: Paper
  /** From 0, in the order of the page. */
  position: number
  /** What a curator wrote about it. */
  line: string
}

/** What a category announced under a day, and what is held. */
export type LedgerDay = {
  category: string
  day: string
  /** pending, complete, short, stale, holiday or failed. */
  state: string
  /** Why it is in that state: a sentence for people. */
  reason: string
  announced: number
  held: number
  missing: Array<string>
  checks: Array<{
    source: string
    outcome: 'answered' | 'stale' | 'failed'
    evidence: string
    checkedAt: string
  }>
  /** Papers that were fetched by another road. */
  repaired: Array<string>
  knownAt: string
}

export type Picks = {
  day: string
  items: Array<Pick>
}

export type EditionInFull = {
  id: string
  name: string
  day: string
  /** What had to be assumed to read it, and other things to know. */
  note: string
  items: Array<{
    paper: Paper
    section: string
    /** What the page itself said of it then. */
    shown: {
      authors?: number
      day?: string
      comments?: number
    }
  }>
}

/** Something that was done to the pages, as the public log has it. */
export type Act = {
  place: number
  /** A handle; none for the house, or for a reader who left. */
  by: string | null
  /** Whether the house did it by its rules. */
  house: boolean
  kind: string
  paper: string
  topic: string
  day: string
  at: string
  /** The act that it took back. */
  undoes: number | null
  undone: boolean
}

export type Nomination = {
  paper: Paper
  topic: string
  at: string
  readers: Array<{
    /** None of a reader who left. */
    handle: string | null
    /** Whether it counts: readers who are new only add their voice. */
    counts: boolean
  }>
}

export type Trending = {
  items: Array<{
    paper: Paper
    /** Its score, age and all, in doublings. */
    order: number
    liftedOrder: number
  }>
  /** The `cursor` of the next page; null after the last. */
  next: string | null
  from: string | null
  to: string | null
  total: number
}

/** A score, taken apart to the last vote. */
export type Score = {
  /** The day its age counts from. */
  day: string
  field: string
  scoredAt: string
  /** In doublings: log2(1 + counted + start), less how loud its field is. */
  heat: number
  /** With the votes of new readers, who lift it by one place at most. */
  lifted: number
  votes: number
  /** Of readers who are new. */
  fresh: number
  /** Votes that count, after rings were counted less. */
  counted: number
  /** Established readers, those together who seem to act together. */
  groups: Array<{
    readers: number
    counts: number
    /** What told them: network, alike or mutual. */
    told: Array<string>
  }>
  /** The votes it began with. */
  start: number
  byAuthors: number
  authors: Array<{
    name: string
    papers: number
    sum: number
  }>
  byNominator: number
  nominator: {
    handle: string | null
    papers: number
    sum: number
  }
  usual: {
    field: number
    all: number
    papers: number
  }
}

export type Threads = {
  items: Array<Thread>
}

/** A comment, with what was answered to it. */
export type Thread = {
  id: string
  paper: string
  parent: string | null
  /** None where they left. */
  by: Person | null
  /** Markdown; empty where it was taken away or is hidden. */
  body: string
  html: string
  writtenAt: string
  editedAt: string | null
  state: 'there' | 'deleted' | 'hidden'
  /** Why it was hidden. */
  why: string
  locked: boolean
  reactions: Array<{
    kind: string
    count: number
    own: boolean
  }>
  url: string
  answers: Array<Thread>
}

/** A reader, as everybody sees them. */
export type Person = {
  handle: string
  name: string
  url: string
}

export type Comment = {
  id: string
  paper: string
  parent: string | null
  /** None where they left. */
  by: Person | null
  /** Markdown; empty where it was taken away or is hidden. */
  body: string
  html: string
  writtenAt: string
  editedAt: string | null
  state: 'there' | 'deleted' | 'hidden'
  /** Why it was hidden. */
  why: string
  locked: boolean
  reactions: Array<{
    kind: string
    count: number
    own: boolean
  }>
  url: string
}

export type Notices = {
  unread: number
  items: Array<Notice>
}

export type Notice = {
  place: number
  kind: string
  comment: string
  paper: string
  /** The group in which it was said. */
  group: string | null
  /** A handle. */
  by: string | null
  at: string
  readAt: string | null
}

/** How a paper stands in your library. */
export type Stand = {
  savedAt: string
  state: 'to-read' | 'reading' | 'read'
  /** From 1 to 5; 0 where you did not say. */
  interest: number
  /** Their ids. */
  collections: Array<string>
  tags: Array<string>
}

export type Done = {
  /** To be undone at /library/undo; null for none. */
  act: string | null
}

export type Note = {
  id: string
  paper: string
  body: string
  writtenAt: string
  editedAt: string | null
}

export type Collection = {
  id: string
  name: string
  madeAt: string
  papers: number
  /** The end of its public address, /people/…/lists/…; empty while it is yours alone. */
  publicAs: string
}

export type Me = {
  handle: string
  name: string
  about: string
  role: 'reader' | 'curator' | 'keeper'
  joinedAt: string
  /** What the token that asks is good for; empty for none. */
  scopes: Array<string>
}

export type Vote = {
  votes: number
  voted: boolean
}

/** When your digest comes, and what stands in it. */
export type Digest = {
  /** The days of the week on which it comes: 12345; Monday is 1. */
  days: string
  hour: number
  /** As Europe/Berlin. */
  zone: string
  /** How many papers of the front page it has at most. */
  front: number
  trending: number
  /** Papers you may like, of those that came in. */
  forYou: number
  /** The score that a trending paper must have. */
  least: number
  /** What comes on a day without papers. */
  ifNone: 'word' | 'nothing'
  state: 'none' | 'asked' | 'on' | 'ended' | 'stopped'
  /** When the next one is due; empty for none. */
  dueAt: string
}

/** A query that is kept. `watch`: tell of what it finds; `pin`: whatever else there is; `mute`: never show it. */
export type Watch = {
  id: string
  kind: 'watch' | 'pin' | 'mute'
  /** What it is on. */
  about: 'query' | 'person' | 'group' | 'list'
  name: string
  /** In the language of the search; of a person, a group or a list, its id. */
  query: string
  /** How many of its papers a digest has at most. */
  most: number
  madeAt: string
}

export type WatchNews = {
  /** How far this told. */
  mark: string
  /** Where this began. */
  since: string
  news: Array<{
    watch: Watch
    papers: Array<Paper>
    more: number
  }>
}

/** A program that is told what a watch finds. */
export type Webhook = {
  id: string
  watch: string
  url: string
  shape: 'json' | 'slack' | 'discord' | 'telegram' | 'feishu'
  /** Why it could not be told the last time. */
  fault: string
  /** When it was last told something; empty if never. */
  toldAt: string
  /** Since when it is told nothing, because it failed too often. */
  stoppedAt: string | null
}

export type NewWebhook = {
  id: string
  watch: string
  url: string
  shape: 'json' | 'slack' | 'discord' | 'telegram' | 'feishu'
  /** Why it could not be told the last time. */
  fault: string
  /** When it was last told something; empty if never. */
  toldAt: string
  /** Since when it is told nothing, because it failed too often. */
  stoppedAt: string | null
  secret: string
}

/** Readers who read together. */
export type Group = {
  id: string
  name: string
  about: string
  /** Who may read it. */
  openness: 'public' | 'private'
  /** How one joins. */
  joining: string
  closed: boolean
  url: string
}

export type GroupInFull = {
  id: string
  name: string
  about: string
  /** Who may read it. */
  openness: 'public' | 'private'
  /** How one joins. */
  joining: string
  closed: boolean
  url: string
  /** What you are in it. */
  you: 'owner' | 'member' | 'guest' | 'door'
  meetings: Array<Meeting>
}

export type Meeting = {
  id: string
  title: string
  startsAt: string
  endsAt: string
  zone: string
  venue: string
  cancelled: boolean
  agenda: Array<{
    paper: string
    presenter: string | null
  }>
}

/** The method of a paper, to be run on a small model. */
export type Lab = {
  method: string
  name: string
  paper: string
  does: string
  family: string
  experiments: Array<{
    name: string
    title: string
    says: string
    model: string
    knobs: Array<{
      name: string
      says: string
      least: number
      most: number
      usual: number
    }>
  }>
}

export type Run = {
  outcome: Record<string, unknown>
}

/** Thrown when the answer is no: what is wrong, and what to do about it. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number
  readonly problem: Problem | undefined
  constructor(status: number, problem: Problem | undefined, url: string) {
    super(problem?.detail ?? `${url} answered ${status}, and not as a Broadsheet does.`)
    this.status = status
    this.problem = problem
  }
}

export type Settings = {
  /** Made on the site, under /account/tokens. */
  token?: string | undefined
  /** In the place of the fetch that there is. */
  fetch?: (url: string, request: RequestInit) => Promise<Response>
}

export type More = {
  /** Under it a write is done once, however often it is sent. */
  key?: string
  signal?: AbortSignal
}

type Parts = { path: readonly string[]; query: readonly string[]; body: readonly string[] | undefined }

function asking(server: string, { token, fetch: send = fetch }: Settings) {
  const base = `${server.replace(/\/+$/, '')}/api/v1`
  return async <Answer>(
    method: string,
    template: string,
    parts: Parts,
    asked: Readonly<Record<string, unknown>>,
    { key, signal }: More,
  ): Promise<Answer> => {
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(asked[name])))
    const query = new URLSearchParams()
    for (const name of parts.query) {
      for (const value of [asked[name] ?? []].flat()) query.append(name, String(value))
    }
    const body = parts.body && Object.fromEntries(parts.body.map((name) => [name, asked[name]]))
    const url = base + path + (query.size > 0 ? `?${query.toString()}` : '')
    const answer = await send(url, {
      method,
      headers: {
        Accept: 'application/json',
        ...(body && { 'Content-Type': 'application/json' }),
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(key !== undefined && { 'Idempotency-Key': key }),
      },
      ...(body && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
    const type = answer.headers.get('Content-Type') ?? ''
    if (!answer.ok) {
      const isProblem = type.startsWith('application/problem+json')
      const problem = isProblem ? ((await answer.json()) as Problem) : undefined
      throw new Refused(answer.status, problem, url)
    }
    return (answer.status === 204 ? null : await answer.json()) as Answer
  }
}

/** Everything of a list, page after page: `for await (const paper of all((cursor) => at.listPapers({ cursor })))`. */
export async function* all<Item>(
  page: (cursor: string | undefined) => Promise<{ items: Item[]; next: string | null }>,
): AsyncGenerator<Item> {
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await page(cursor)
    yield* items
    if (next === null) return
    cursor = next
  }
}

/** A Broadsheet, as programs see it: every call that its API has. */
export function broadsheet(server: string, settings: Settings = {}) {
  const ask = asking(server, settings)
  return {
    /** Papers, the latest day first. */
    listPapers: (asked: {
      /** A day, as 2026-11-20. */
      day?: string | undefined
      /** Listed on this day or later. */
      from?: string | undefined
      /** Listed on this day or earlier. */
      to?: string | undefined
      /** One of arXiv’s categories. */
      category?: string | undefined
      /** A name, however it is written. */
      author?: string | undefined
      /** Where its identifier is from. */
      source?: 'arxiv' | 'acl' | 'openreview' | 'doi' | 'title' | undefined
      /** How many are answered at most. */
      count?: number | undefined
      /** Where the list goes on: `next` of the answer before. */
      cursor?: string | undefined
    } = {}, more: More = {}) =>
      ask<Papers>('GET', '/papers', { path: [], query: ['day', 'from', 'to', 'category', 'author', 'source', 'count', 'cursor'], body: undefined }, asked, more),
    /** Several papers, by their identifiers. */
    getPapers: (asked: {
      id: Array<string>
    }, more: More = {}) =>
      ask<{
        items: Array<Paper>
      }>('GET', '/papers/several', { path: [], query: ['id'], body: undefined }, asked, more),
    /** One paper, in full. */
    getPaper: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
    }, more: More = {}) =>
      ask<PaperInFull>('GET', '/papers/{id}', { path: ['id'], query: [], body: undefined }, asked, more),
    /** The versions of a paper, with their words where they are known. */
    listVersions: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
    }, more: More = {}) =>
      ask<{
        items: Array<Version>
      }>('GET', '/papers/{id}/versions', { path: ['id'], query: [], body: undefined }, asked, more),
    /** The papers most like one, the most alike first. */
    listSimilar: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
      /** How many are answered at most. */
      count?: number | undefined
    }, more: More = {}) =>
      ask<{
        items: Array<{
          paper: Paper
          likeness: number
        }>
      }>('GET', '/papers/{id}/similar', { path: ['id'], query: ['count'], body: undefined }, asked, more),
    /** Papers for somebody who likes some papers and dislikes others, the best first. */
    recommendFrom: (asked: {
      liked: Array<string>
      disliked?: Array<string> | undefined
      /** `recent`: of the last two months. */
      pool?: 'recent' | 'all' | undefined
      /** How many are answered at most. */
      count?: number | undefined
    }, more: More = {}) =>
      ask<{
        items: Array<Recommendation>
      }>('GET', '/recommendations', { path: [], query: ['liked', 'disliked', 'pool', 'count'], body: undefined }, asked, more),
    /** What you may like, the best first, with reasons. */
    forYou: (asked: {
      /** How many are answered at most. */
      count?: number | undefined
    } = {}, more: More = {}) =>
      ask<ForYou>('GET', '/for-you', { path: [], query: ['count'], body: undefined }, asked, more),
    /** Citations of papers, as BibTeX, RIS, CSL-JSON, or in a style. */
    exportCitations: (asked: {
      id: Array<string>
      format?: 'bibtex' | 'ris' | 'csl' | 'style' | undefined
      /** Where the format is `style`. */
      style?: string | undefined
    }, more: More = {}) =>
      ask<Citations>('GET', '/citations', { path: [], query: ['id', 'format', 'style'], body: undefined }, asked, more),
    /** Papers by words and by meaning, the best first. */
    search: (asked: {
      /** What is looked for. */
      q: string
      /** Listed on this day or later. */
      from?: string | undefined
      /** Listed on this day or earlier. */
      to?: string | undefined
      category?: Array<string> | undefined
      sort?: 'relevance' | 'date' | 'trending' | undefined
      /** Leave the words as they are spelled. */
      exactly?: 'true' | 'false' | undefined
      /** Also show what is but loosely related. */
      loose?: 'true' | 'false' | undefined
      /** How many are answered at most. */
      count?: number | undefined
      /** Where the list goes on: `next` of the answer before. */
      cursor?: string | undefined
    }, more: More = {}) =>
      ask<Found>('GET', '/search', { path: [], query: ['q', 'from', 'to', 'category', 'sort', 'exactly', 'loose', 'count', 'cursor'], body: undefined }, asked, more),
    /** How a text that is being typed may go on. */
    suggest: (asked: {
      q: string
    }, more: More = {}) =>
      ask<Suggestions>('GET', '/search/suggestions', { path: [], query: ['q'], body: undefined }, asked, more),
    /** The days that have papers, with their number. */
    listDays: (asked: {
      /** A day, as 2026-11-20. */
      from?: string | undefined
      /** A day, as 2026-11-20. */
      to?: string | undefined
      /** One of arXiv’s categories. */
      category?: string | undefined
    } = {}, more: More = {}) =>
      ask<{
        items: Array<DayCount>
      }>('GET', '/days', { path: [], query: ['from', 'to', 'category'], body: undefined }, asked, more),
    /** A day: what stands in front of it, and how many papers each category has. */
    getDay: (asked: {
      day: "latest" | string
    }, more: More = {}) =>
      ask<Day>('GET', '/days/{day}', { path: ['day'], query: [], body: undefined }, asked, more),
    /** The categories that have papers. */
    listCategories: (more: More = {}) =>
      ask<{
        items: Array<CategoryCount>
      }>('GET', '/categories', { path: [], query: [], body: undefined }, {}, more),
    /** What arXiv announced under each day, what of it is held, and how that is known. */
    readLedger: (asked: {
      /** A day, as 2026-11-20. */
      from?: string | undefined
      /** A day, as 2026-11-20. */
      to?: string | undefined
      /** One of arXiv’s categories. */
      category?: string | undefined
    } = {}, more: More = {}) =>
      ask<{
        items: Array<LedgerDay>
      }>('GET', '/ledger', { path: [], query: ['from', 'to', 'category'], body: undefined }, asked, more),
    /** What stands on the front page of a day, or under a topic on that day. */
    listPicks: (asked: {
      /** The last day that has papers, where none is named. */
      day?: string | undefined
      /** A category, or empty for the front page. */
      topic?: "" | string | undefined
    } = {}, more: More = {}) =>
      ask<Picks>('GET', '/picks', { path: [], query: ['day', 'topic'], body: undefined }, asked, more),
    /** Put a paper on the front page, or under a topic, at the end. */
    pickPaper: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      paper: string
      /** A category, or empty for the front page. */
      topic?: "" | string | undefined
      line?: string | undefined
    }, more: More = {}) =>
      ask<Pick>('POST', '/picks', { path: [], query: [], body: ['paper', 'topic', 'line'] }, asked, more),
    /** Move a paper on its page, or write its line. */
    changePick: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
      /** A category, or empty for the front page. */
      topic?: "" | string | undefined
      line?: string | undefined
      position?: number | undefined
    }, more: More = {}) =>
      ask<Pick>('PATCH', '/picks/{id}', { path: ['id'], query: [], body: ['topic', 'line', 'position'] }, asked, more),
    /** Take a paper off its page. */
    unpickPaper: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
      /** A category, or empty for the front page. */
      topic?: "" | string | undefined
    }, more: More = {}) =>
      ask<null>('DELETE', '/picks/{id}', { path: ['id'], query: ['topic'], body: undefined }, asked, more),
    /** The editions: pages of papers that others put together. */
    listEditions: (more: More = {}) =>
      ask<{
        items: Array<{
          id: string
          name: string
          day: string
          /** What had to be assumed to read it, and other things to know. */
          note: string
          papers: number
        }>
      }>('GET', '/editions', { path: [], query: [], body: undefined }, {}, more),
    /** An edition as its page stood: in its order, with what it said. */
    getEdition: (asked: {
      edition: string
    }, more: More = {}) =>
      ask<EditionInFull>('GET', '/editions/{edition}', { path: ['edition'], query: [], body: undefined }, asked, more),
    /** The public log of what was done to the pages, the latest first. */
    readLog: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      paper?: string | undefined
      /** How many are answered at most. */
      count?: number | undefined
      /** Where the list goes on: `next` of the answer before. */
      cursor?: string | undefined
    } = {}, more: More = {}) =>
      ask<{
        items: Array<Act>
        /** The `cursor` of the next page; null after the last. */
        next: string | null
      }>('GET', '/log', { path: [], query: ['paper', 'count', 'cursor'], body: undefined }, asked, more),
    /** What readers want on the pages and is not there yet, most endorsed first. */
    listNominations: (asked: {
      topic?: "" | string | undefined
    } = {}, more: More = {}) =>
      ask<{
        items: Array<Nomination>
      }>('GET', '/nominations', { path: [], query: ['topic'], body: undefined }, asked, more),
    /** Nominate a paper, or endorse it where somebody has. */
    nominatePaper: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      paper: string
      /** A category, or empty for the front page. */
      topic?: "" | string | undefined
    }, more: More = {}) =>
      ask<{
        /** Whether nobody had nominated it before. */
        first: boolean
        /** Whether that put it on the page. */
        picked: boolean
      }>('POST', '/nominations', { path: [], query: [], body: ['paper', 'topic'] }, asked, more),
    /** Take a nomination or an endorsement of yours back. */
    withdrawNomination: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
      /** A category, or empty for the front page. */
      topic?: "" | string | undefined
    }, more: More = {}) =>
      ask<null>('DELETE', '/nominations/{id}', { path: ['id'], query: ['topic'], body: undefined }, asked, more),
    /** What readers care for most, the first first. */
    listTrending: (asked: {
      window?: 'day' | 'week' | 'month' | 'all' | undefined
      /** A day, as 2026-11-20. */
      from?: string | undefined
      /** A day, as 2026-11-20. */
      to?: string | undefined
      /** One of arXiv’s categories. */
      category?: string | undefined
      /** How many are answered at most. */
      count?: number | undefined
      /** Where the list goes on: `next` of the answer before. */
      cursor?: string | undefined
    } = {}, more: More = {}) =>
      ask<Trending>('GET', '/trending', { path: [], query: ['window', 'from', 'to', 'category', 'count', 'cursor'], body: undefined }, asked, more),
    /** The score of a paper, taken apart. */
    getScore: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
    }, more: More = {}) =>
      ask<Score>('GET', '/papers/{id}/score', { path: ['id'], query: [], body: undefined }, asked, more),
    /** What is said under a paper, thread by thread. */
    listComments: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
    }, more: More = {}) =>
      ask<Threads>('GET', '/papers/{id}/comments', { path: ['id'], query: [], body: undefined }, asked, more),
    /** Say something under a paper, or answer. */
    sayUnder: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
      /** Markdown; mathematics between dollars. */
      body: string
      /** The comment that it answers. */
      parent?: string | undefined
    }, more: More = {}) =>
      ask<Comment>('POST', '/papers/{id}/comments', { path: ['id'], query: [], body: ['body', 'parent'] }, asked, more),
    /** One comment. */
    getComment: (asked: {
      comment: string
    }, more: More = {}) =>
      ask<Comment>('GET', '/comments/{comment}', { path: ['comment'], query: [], body: undefined }, asked, more),
    /** Put other words in the place of a comment of yours. */
    editComment: (asked: {
      comment: string
      body: string
    }, more: More = {}) =>
      ask<Comment>('PATCH', '/comments/{comment}', { path: ['comment'], query: [], body: ['body'] }, asked, more),
    /** Take a comment of yours away, with all it ever said. */
    removeComment: (asked: {
      comment: string
    }, more: More = {}) =>
      ask<null>('DELETE', '/comments/{comment}', { path: ['comment'], query: [], body: undefined }, asked, more),
    /** What a comment said before, the oldest first. */
    listEdits: (asked: {
      comment: string
    }, more: More = {}) =>
      ask<{
        items: Array<{
          body: string
          until: string
        }>
      }>('GET', '/comments/{comment}/edits', { path: ['comment'], query: [], body: undefined }, asked, more),
    /** React to a comment; doing it again takes it back. */
    reactTo: (asked: {
      comment: string
      kind: 'agree' | 'thanks' | 'question' | 'doubt'
    }, more: More = {}) =>
      ask<Comment>('POST', '/comments/{comment}/reactions', { path: ['comment'], query: [], body: ['kind'] }, asked, more),
    /** Tell the curators that a comment should not stand. */
    reportComment: (asked: {
      comment: string
      reason: string
    }, more: More = {}) =>
      ask<null>('POST', '/comments/{comment}/reports', { path: ['comment'], query: [], body: ['reason'] }, asked, more),
    /** What you were told: answers, mentions, rulings. */
    listNotices: (more: More = {}) =>
      ask<Notices>('GET', '/me/notices', { path: [], query: [], body: undefined }, {}, more),
    /** Note that you have seen all that came so far. */
    markNoticesRead: (more: More = {}) =>
      ask<null>('POST', '/me/notices/read', { path: [], query: [], body: undefined }, {}, more),
    /** What you saved, the latest first. */
    listLibrary: (asked: {
      state?: 'to-read' | 'reading' | 'read' | undefined
      tag?: string | undefined
      collection?: string | undefined
      /** How many are answered at most. */
      count?: number | undefined
      /** Where the list goes on: `next` of the answer before. */
      cursor?: string | undefined
    } = {}, more: More = {}) =>
      ask<{
        items: Array<{
          paper: Paper
          stand: Stand
        }>
        /** The `cursor` of the next page; null after the last. */
        next: string | null
        total: number
      }>('GET', '/library', { path: [], query: ['state', 'tag', 'collection', 'count', 'cursor'], body: undefined }, asked, more),
    /** How a paper stands in your library. */
    getSaved: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
    }, more: More = {}) =>
      ask<Stand>('GET', '/library/papers/{id}', { path: ['id'], query: [], body: undefined }, asked, more),
    /** Save a paper, and say how far you are with it. */
    savePaper: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
      state?: 'to-read' | 'reading' | 'read' | undefined
      interest?: number | undefined
    }, more: More = {}) =>
      ask<Stand>('PUT', '/library/papers/{id}', { path: ['id'], query: [], body: ['state', 'interest'] }, asked, more),
    /** Take a paper out of your library; notes stay. */
    unsavePaper: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
    }, more: More = {}) =>
      ask<Done>('DELETE', '/library/papers/{id}', { path: ['id'], query: [], body: undefined }, asked, more),
    /** Undo what you did to your library within thirty days. */
    undoLibraryAct: (asked: {
      act: string
    }, more: More = {}) =>
      ask<null>('POST', '/library/undo', { path: [], query: [], body: ['act'] }, asked, more),
    /** Put a tag on a paper; it is saved where it was not. */
    tagPaper: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
      tag: string
    }, more: More = {}) =>
      ask<Stand>('PUT', '/library/papers/{id}/tags/{tag}', { path: ['id', 'tag'], query: [], body: undefined }, asked, more),
    /** Take a tag off a paper. */
    untagPaper: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
      tag: string
    }, more: More = {}) =>
      ask<Done>('DELETE', '/library/papers/{id}/tags/{tag}', { path: ['id', 'tag'], query: [], body: undefined }, asked, more),
    /** Your tags. */
    listTags: (more: More = {}) =>
      ask<{
        items: Array<{
          tag: string
          papers: number
        }>
      }>('GET', '/library/tags', { path: [], query: [], body: undefined }, {}, more),
    /** Your notes on a paper. Nobody else sees them. */
    listNotes: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
    }, more: More = {}) =>
      ask<{
        items: Array<Note>
      }>('GET', '/papers/{id}/notes', { path: ['id'], query: [], body: undefined }, asked, more),
    /** Write a note on a paper. */
    writeNote: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
      /** Markdown. */
      body: string
    }, more: More = {}) =>
      ask<Note>('POST', '/papers/{id}/notes', { path: ['id'], query: [], body: ['body'] }, asked, more),
    /** Your collections, by name. */
    listCollections: (more: More = {}) =>
      ask<{
        items: Array<Collection>
      }>('GET', '/collections', { path: [], query: [], body: undefined }, {}, more),
    /** Make a collection; where you have one of that name, that is it. */
    makeCollection: (asked: {
      name: string
    }, more: More = {}) =>
      ask<Collection>('POST', '/collections', { path: [], query: [], body: ['name'] }, asked, more),
    /** Give a collection another name. */
    renameCollection: (asked: {
      collection: string
      name: string
    }, more: More = {}) =>
      ask<Collection>('PATCH', '/collections/{collection}', { path: ['collection'], query: [], body: ['name'] }, asked, more),
    /** Delete a collection; its papers stay in your library. */
    dropCollection: (asked: {
      collection: string
    }, more: More = {}) =>
      ask<Done>('DELETE', '/collections/{collection}', { path: ['collection'], query: [], body: undefined }, asked, more),
    /** Put a paper into a collection; it is saved where it was not. */
    collectPaper: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
      collection: string
    }, more: More = {}) =>
      ask<Stand>('PUT', '/collections/{collection}/papers/{id}', { path: ['id', 'collection'], query: [], body: undefined }, asked, more),
    /** Take a paper out of a collection; it stays in your library. */
    uncollectPaper: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
      collection: string
    }, more: More = {}) =>
      ask<Done>('DELETE', '/collections/{collection}/papers/{id}', { path: ['id', 'collection'], query: [], body: undefined }, asked, more),
    /** Who you are, and what your token is good for. */
    getMe: (more: More = {}) =>
      ask<Me>('GET', '/me', { path: [], query: [], body: undefined }, {}, more),
    /** Change your name, your handle, or what you say of yourself. */
    changeMe: (asked: {
      name?: string | undefined
      handle?: string | undefined
      about?: string | undefined
    } = {}, more: More = {}) =>
      ask<Me>('PATCH', '/me', { path: [], query: [], body: ['name', 'handle', 'about'] }, asked, more),
    /** Your tokens, without what opens anything. */
    listTokens: (more: More = {}) =>
      ask<{
        items: Array<{
          name: string
          scopes: Array<string>
          madeAt: string
          usedAt: string
          /** Empty for one that lasts. */
          expiresAt: string
        }>
      }>('GET', '/me/tokens', { path: [], query: [], body: undefined }, {}, more),
    /** What you voted for, the latest first. */
    listVotes: (asked: {
      /** How many are answered at most. */
      count?: number | undefined
      /** Where the list goes on: `next` of the answer before. */
      cursor?: string | undefined
    } = {}, more: More = {}) =>
      ask<{
        items: Array<{
          paper: Paper
          castAt: string
        }>
        /** The `cursor` of the next page; null after the last. */
        next: string | null
      }>('GET', '/me/votes', { path: [], query: ['count', 'cursor'], body: undefined }, asked, more),
    /** How many voted for a paper, and whether you did. */
    getVote: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
    }, more: More = {}) =>
      ask<Vote>('GET', '/papers/{id}/vote', { path: ['id'], query: [], body: undefined }, asked, more),
    /** Vote for a paper. Voting twice is voting once. */
    castVote: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
    }, more: More = {}) =>
      ask<Vote>('PUT', '/papers/{id}/vote', { path: ['id'], query: [], body: undefined }, asked, more),
    /** Take your vote back. */
    takeVoteBack: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
    }, more: More = {}) =>
      ask<Vote>('DELETE', '/papers/{id}/vote', { path: ['id'], query: [], body: undefined }, asked, more),
    /** When your digest comes, and what stands in it. */
    getDigest: (more: More = {}) =>
      ask<Digest>('GET', '/me/digest', { path: [], query: [], body: undefined }, {}, more),
    /** Have a digest, or have it otherwise. */
    setDigest: (asked: {
      /** The days of the week on which it comes: 12345; Monday is 1. */
      days?: string | undefined
      hour?: number | undefined
      /** As Europe/Berlin. */
      zone?: string | undefined
      /** How many papers of the front page it has at most. */
      front?: number | undefined
      trending?: number | undefined
      /** Papers you may like, of those that came in. */
      forYou?: number | undefined
      /** The score that a trending paper must have. */
      least?: number | undefined
      /** What comes on a day without papers. */
      ifNone?: 'word' | 'nothing' | undefined
    } = {}, more: More = {}) =>
      ask<Digest>('PUT', '/me/digest', { path: [], query: [], body: ['days', 'hour', 'zone', 'front', 'trending', 'forYou', 'least', 'ifNone'] }, asked, more),
    /** End your digest; what you chose is kept. */
    endDigest: (more: More = {}) =>
      ask<null>('DELETE', '/me/digest', { path: [], query: [], body: undefined }, {}, more),
    /** What you watch. */
    listWatches: (more: More = {}) =>
      ask<{
        items: Array<Watch>
      }>('GET', '/watches', { path: [], query: [], body: undefined }, {}, more),
    /** Watch a query. The same one kept again is changed, not doubled. */
    keepWatch: (asked: {
      /** In the language of the search. */
      query: string
      kind?: 'watch' | 'pin' | 'mute' | undefined
      name?: string | undefined
      most?: number | undefined
    }, more: More = {}) =>
      ask<Watch>('POST', '/watches', { path: [], query: [], body: ['query', 'kind', 'name', 'most'] }, asked, more),
    /** End a watch, and the webhooks that hang on it. */
    dropWatch: (asked: {
      watch: string
    }, more: More = {}) =>
      ask<null>('DELETE', '/watches/{watch}', { path: ['watch'], query: [], body: undefined }, asked, more),
    /** What is new for your watches since you asked last. */
    checkWatches: (asked: {
      /** One of your watches; without it, all. */
      watch?: string | undefined
      /** A `mark` of an earlier answer. */
      since?: string | undefined
      /** What this program calls itself. */
      asker?: string | undefined
      /** Papers of each watch, at most. */
      most?: number | undefined
    } = {}, more: More = {}) =>
      ask<WatchNews>('POST', '/watches/check', { path: [], query: [], body: ['watch', 'since', 'asker', 'most'] }, asked, more),
    /** The programs that are told what your watches find. */
    listWebhooks: (more: More = {}) =>
      ask<{
        items: Array<Webhook>
      }>('GET', '/webhooks', { path: [], query: [], body: undefined }, {}, more),
    /** Let a program be told of what a watch finds from now on. */
    addWebhook: (asked: {
      watch: string
      url: string
      shape?: 'json' | 'slack' | 'discord' | 'telegram' | 'feishu' | undefined
      secret?: string | undefined
    }, more: More = {}) =>
      ask<NewWebhook>('POST', '/webhooks', { path: [], query: [], body: ['watch', 'url', 'shape', 'secret'] }, asked, more),
    /** Tell a program nothing more. */
    dropWebhook: (asked: {
      webhook: string
    }, more: More = {}) =>
      ask<null>('DELETE', '/webhooks/{webhook}', { path: ['webhook'], query: [], body: undefined }, asked, more),
    /** Groups that everybody may read, and those that you are in. */
    listGroups: (more: More = {}) =>
      ask<{
        items: Array<Group>
        yours: Array<Group>
      }>('GET', '/groups', { path: [], query: [], body: undefined }, {}, more),
    /** A group, and when it meets next. */
    getGroup: (asked: {
      group: string
    }, more: More = {}) =>
      ask<GroupInFull>('GET', '/groups/{group}', { path: ['group'], query: [], body: undefined }, asked, more),
    /** The papers of a group: its front page, then what was nominated. */
    listGroupPapers: (asked: {
      group: string
    }, more: More = {}) =>
      ask<{
        items: Array<{
          paper: Paper
          /** Why to read it. */
          line: string
          /** On its front page; null for what was nominated. */
          position: number | null
          /** Of its members. */
          votes: number
          voted: boolean
        }>
      }>('GET', '/groups/{group}/papers', { path: ['group'], query: [], body: undefined }, asked, more),
    /** Nominate a paper to a group of yours. */
    nominateToGroup: (asked: {
      group: string
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      paper: string
      line?: string | undefined
    }, more: More = {}) =>
      ask<null>('POST', '/groups/{group}/papers', { path: ['group'], query: [], body: ['paper', 'line'] }, asked, more),
    /** Take a paper out of a group, which you nominated or whose owner you are. */
    withdrawFromGroup: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
      group: string
    }, more: More = {}) =>
      ask<null>('DELETE', '/groups/{group}/papers/{id}', { path: ['id', 'group'], query: [], body: undefined }, asked, more),
    /** Vote in a group. It counts there and nowhere else. */
    castVoteInGroup: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
      group: string
    }, more: More = {}) =>
      ask<{
        votes: number
        voted: boolean
      }>('PUT', '/groups/{group}/papers/{id}/vote', { path: ['id', 'group'], query: [], body: undefined }, asked, more),
    /** Take a vote in a group back. */
    takeVoteBackInGroup: (asked: {
      /** An identifier, or anything that people paste for one: 2309.17453, arXiv:2309.17453v2, doi:10.1000/182. A slash within a path is written %2F. */
      id: string
      group: string
    }, more: More = {}) =>
      ask<{
        votes: number
        voted: boolean
      }>('DELETE', '/groups/{group}/papers/{id}/vote', { path: ['id', 'group'], query: [], body: undefined }, asked, more),
    /** The methods that can be run, with their experiments and knobs. */
    listLabs: (more: More = {}) =>
      ask<{
        items: Array<Lab>
      }>('GET', '/labs', { path: [], query: [], body: undefined }, {}, more),
    /** One method. */
    getLab: (asked: {
      method: string
    }, more: More = {}) =>
      ask<Lab>('GET', '/labs/{method}', { path: ['method'], query: [], body: undefined }, asked, more),
    /** Run an experiment, and be told its outcome. */
    runLab: (asked: {
      method: string
      /** The method’s first one without a name. */
      experiment?: string | undefined
      seed?: string | undefined
      knobs?: Record<string, number> | undefined
      /** What it is to read, where it reads. */
      text?: string | undefined
    }, more: More = {}) =>
      ask<Run>('POST', '/labs/{method}/runs', { path: ['method'], query: [], body: ['experiment', 'seed', 'knobs', 'text'] }, asked, more),
  }
}

export type Broadsheet = ReturnType<typeof broadsheet>
