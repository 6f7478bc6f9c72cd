import { createHash } from 'node:crypto'
import { isArxivId, type Paper, paperPath, plainText } from '#paper'

/** A paper as the feed tells of one of its versions. */
export type EntryShown = {
  readonly paper: Paper
  readonly version: number
  /** When this version appeared, and what it says where that is not what the paper says now. */
  readonly at: string
  readonly title?: string
  readonly abstract?: string
}

export type FeedShown = {
  /** The query as it was understood, and as it is repeated in the title. */
  readonly query: string
  readonly ids: string
  readonly start: number
  readonly count: number
  readonly total: number
  readonly entries: readonly EntryShown[]
}

/** The feed, letter by letter as arXiv's server writes it; its own addresses are ours. */
export function atomFeed(feed: FeedShown, origin: string, now: Date): string {
  const { query, ids, start, count, total, entries } = feed
  const asked = `search_query=${query}&id_list=${ids}&start=${start}&max_results=${count}`
  const link = `${origin}/api/query?search_query=${query}&start=${start}&max_results=${count}&id_list=${ids}`
  return whole([
    element('id', `${origin}/api/${idOf(asked)}`),
    element('title', `arXiv Query: ${asked}`),
    element('updated', instant(now.toISOString())),
    empty('link', { href: link, type: 'application/atom+xml' }),
    element('opensearch:itemsPerPage', String(count)),
    element('opensearch:totalResults', String(total)),
    element('opensearch:startIndex', String(start)),
    ...entries.flatMap((entry) => lines('entry', entryOf(entry, origin))),
  ])
}

/** What is wrong with a query, as a feed of one entry: so arXiv says it. */
export function atomError(message: string, origin: string, now: Date): string {
  const at = instant(now.toISOString())
  const id = `https://arxiv.org/api/errors#${message.replace(/\s+/g, '_')}`
  return whole([
    element('id', `${origin}/api/${idOf(message)}`),
    element('title', 'arXiv Search Results'),
    element('updated', at),
    empty('link', { href: `${origin}/api/query`, type: 'application/atom+xml' }),
    element('opensearch:itemsPerPage', '1'),
    element('opensearch:totalResults', '1'),
    element('opensearch:startIndex', '0'),
    ...lines('entry', [
      element('id', id),
      element('title', 'Error'),
      element('updated', at),
      empty('link', { href: id, rel: 'alternate', type: 'text/html' }),
      element('summary', message),
      ...lines('author', [element('name', 'arXiv api core')]),
    ]),
  ])
}

function entryOf({ paper, version, at, title, abstract }: EntryShown, origin: string): string[] {
  const { id, doi, categories, comments, journalRef } = paper
  const ofArxiv = isArxivId(id)
  const versioned = `${id}v${version}`
  const page = ofArxiv ? `https://arxiv.org/abs/${versioned}` : origin + paperPath(id)
  return [
    element('id', ofArxiv ? `http://arxiv.org/abs/${versioned}` : page),
    element('title', line(title ?? paper.title)),
    element('updated', instant(at)),
    empty('link', { href: page, rel: 'alternate', type: 'text/html' }),
    ...(ofArxiv
      ? [
          empty('link', {
            href: `https://arxiv.org/pdf/${versioned}`,
            rel: 'related',
            type: 'application/pdf',
            title: 'pdf',
          }),
        ]
      : []),
    element('summary', paragraphs((abstract ?? paper.abstract) || paper.summary)),
    ...categories.map((term) =>
      empty('category', { term, scheme: 'http://arxiv.org/schemas/atom' }),
    ),
    element('published', instant(paper.publishedAt || paper.updatedAt)),
    ...some('arxiv:comment', line(comments)),
    ...(categories[0] ? [empty('arxiv:primary_category', { term: categories[0] })] : []),
    ...some('arxiv:journal_ref', line(journalRef)),
    ...paper.authors.flatMap((name) => lines('author', [element('name', plainText(name))])),
    ...(doi
      ? [
          element('arxiv:doi', doi),
          empty('link', { rel: 'related', href: `https://doi.org/${doi}`, title: 'doi' }),
        ]
      : []),
  ]
}

const line = (text: string) => text.replace(/\s+/g, ' ').trim()

/** Paragraphs begin a line, set in by two spaces. */
const paragraphs = (text: string) =>
  text
    .split(/\s*\n\s*/)
    .map(line)
    .filter(Boolean)
    .join('\n  ')

/** A version's instant to the second, in UTC. */
function instant(text: string): string {
  const at = new Date(/^\d{4}-\d\d$/.test(text) ? `${text}-01` : text)
  return `${(Number.isNaN(at.getTime()) ? new Date(0) : at).toISOString().slice(0, 19)}Z`
}

/** The name of a query: the first 27 letters of its digest, as since the beginning of that interface. */
const idOf = (text: string) => createHash('sha1').update(text).digest('base64').slice(0, 27)

const whole = (parts: readonly string[]) =>
  [
    "<?xml version='1.0' encoding='UTF-8'?>",
    '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">',
    ...parts.map((part) => `  ${part}`),
    '</feed>',
    '',
  ].join('\n')

const lines = (name: string, parts: readonly string[]) => [
  `<${name}>`,
  ...parts.map((part) => `  ${part}`),
  `</${name}>`,
]

const some = (name: string, text: string) => (text === '' ? [] : [element(name, text)])

const element = (name: string, text: string) => `<${name}>${escaped(text)}</${name}>`

const empty = (name: string, attributes: Readonly<Record<string, string>>) =>
  `<${name} ${Object.entries(attributes)
    .map(([key, value]) => `${key}="${escaped(value).replaceAll('"', '&quot;')}"`)
    .join(' ')}/>`

/** Text as XML holds it; quotes stand for themselves, as they do there. */
const escaped = (text: string) =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
