/** The rules of RSS 2.0 (2.0.11, www.rssboard.org/rss-specification) and of the RSS board's profile. */
import { type Element, faultsOf, type Rule } from './rules.ts'

/** RFC 822 with four digits of a year: `Fri, 20 Nov 2026 07:00:00 GMT`. */
const date: Rule = {
  text: /^((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?[0-3]?\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} [0-2]\d:[0-5]\d(:[0-6]\d)? (GMT|UT|Z|[+-]\d{4})$/,
  also({ text }) {
    const at = new Date(text)
    if (Number.isNaN(at.getTime())) return 'no date'
    const named = text.slice(0, 3)
    return at.toUTCString().startsWith(named) || !/^[A-Z]/.test(named)
      ? undefined
      : 'another weekday'
  },
}
const address: Rule = { text: /^(https?|mailto|news|ftp):\S+$/ }
const words: Rule = { text: /[\s\S]*/ }
const some: Rule = { text: /\S/ }
const number: Rule = { text: /^\d+$/ }
const category: Rule = { attributes: { domain: 'any' }, text: /\S/ }

const guid: Rule = {
  attributes: { isPermaLink: /^(true|false)$/ },
  text: /\S/,
  also: ({ attributes, text }) =>
    attributes['isPermaLink'] !== 'false' && !/^https?:\/\//.test(text)
      ? 'a guid that is no link says so'
      : undefined,
}

const link: Rule = {
  attributes: { href: /^https?:\S+$/, rel: 'any', type: 'any' },
  required: ['href', 'rel'],
}

const others = {
  '{http://www.w3.org/2005/Atom}link': ['*', link],
} as const

const item: Rule = {
  children: {
    title: ['0-1', words],
    link: ['0-1', address],
    description: ['0-1', words],
    author: ['0-1', { text: /@/ }],
    category: ['*', category],
    comments: ['0-1', address],
    enclosure: ['0-1', { attributes: { url: 'any', length: /^\d+$/, type: 'any' } }],
    guid: ['0-1', guid],
    pubDate: ['0-1', date],
    source: ['0-1', { attributes: { url: 'any' }, text: /[\s\S]*/ }],
    '{http://purl.org/dc/elements/1.1/}creator': ['*', some],
    '{http://purl.org/rss/1.0/modules/content/}encoded': ['0-1', words],
    ...others,
  },
  also: ({ children }) =>
    children.some(({ name }) => name === 'title' || name === 'description')
      ? undefined
      : 'neither title nor description',
}

const channel: Rule = {
  children: {
    title: ['1', some],
    link: ['1', address],
    description: ['1', words],
    language: ['0-1', { text: /^[a-z]{2}(-[a-z]{2})?$/i }],
    copyright: ['0-1', words],
    managingEditor: ['0-1', { text: /@/ }],
    webMaster: ['0-1', { text: /@/ }],
    pubDate: ['0-1', date],
    lastBuildDate: ['0-1', date],
    category: ['*', category],
    generator: ['0-1', words],
    docs: ['0-1', address],
    ttl: ['0-1', number],
    item: ['*', item],
    ...others,
  },
  also: distinct,
}

const rss: Rule = {
  attributes: { version: /^2\.0$/ },
  required: ['version'],
  children: { channel: ['1', channel] },
}

/** No two items of one guid, and a link of the feed to itself (the profile asks for one). */
function distinct({ children }: Element): string | undefined {
  const guids = children
    .filter(({ name }) => name === 'item')
    .map((one) => one.children.find(({ name }) => name === 'guid')?.text)
  if (new Set(guids).size < guids.length) return 'two items of one guid'
  const own = children.filter(
    ({ name, attributes }) => name.endsWith('}link') && attributes['rel'] === 'self',
  )
  return own.length === 1 ? undefined : 'no link to itself'
}

/** What is wrong with a feed in RSS; nothing if it is one. */
export const rssFaults = (xml: string): string[] => faultsOf(xml, 'rss', rss)
