/** The rules of Atom: RFC 4287 and the RELAX NG schema in its appendix B. */
import { type Element, faultsOf, type Often, type Rule } from './rules.ts'

const space = '{http://www.w3.org/2005/Atom}'

const all = (rules: Readonly<Record<string, readonly [Often, Rule]>>) =>
  Object.fromEntries(Object.entries(rules).map(([name, rule]) => [space + name, rule]))

/** RFC 3339, and the letters of it in capitals (3.3). */
const instant = /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d(\.\d+)?(Z|[+-][0-2]\d:[0-5]\d)$/
/** An address with its scheme (RFC 3987). */
const iri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/

const text: Rule = { attributes: { type: /^(text|html)$/ }, text: /[\s\S]*/ }
const date: Rule = { text: instant }
const id: Rule = { text: iri }
const person: Rule = {
  children: all({
    name: ['1', { text: /\S/ }],
    uri: ['0-1', { text: /^\S*$/ }],
    email: ['0-1', { text: /^[^@]+@[^@]+$/ }],
  }),
}
const category: Rule = {
  attributes: { term: 'any', scheme: iri, label: 'any' },
  required: ['term'],
}
const link: Rule = {
  attributes: {
    href: iri,
    rel: 'any',
    type: /^[^/\s]+\/[^/\s]+$/,
    hreflang: /^[a-z-]+$/i,
    title: 'any',
    length: 'any',
  },
  required: ['href'],
}
/** 4.1.3: what is said here, or an address at which it is. */
const content: Rule = {
  attributes: { type: 'any', src: iri },
  text: /[\s\S]*/,
  also: ({ attributes, text: said }) =>
    attributes['src'] !== undefined && said.trim() !== ''
      ? 'content both here and there'
      : undefined,
}

const shared = {
  author: ['*', person],
  category: ['*', category],
  contributor: ['*', person],
  id: ['1', id],
  link: ['*', link],
  rights: ['0-1', text],
  title: ['1', text],
  updated: ['1', date],
} as const

const entry: Rule = {
  children: all({
    ...shared,
    content: ['0-1', content],
    published: ['0-1', date],
    source: ['0-1', {}],
    summary: ['0-1', text],
  }),
  also: (element) => alternates(element) ?? withoutContent(element),
}

const feed: Rule = {
  children: all({
    ...shared,
    entry: ['*', entry],
    generator: ['0-1', { attributes: { uri: iri, version: 'any' }, text: /[\s\S]*/ }],
    icon: ['0-1', { text: iri }],
    logo: ['0-1', { text: iri }],
    subtitle: ['0-1', text],
  }),
  also: (element) => alternates(element) ?? signed(element) ?? distinct(element),
}

const named = ({ children }: Element, name: string) =>
  children.filter((child) => child.name === space + name)

/** 4.1.1 and 4.1.2: no two alternates of one type and language. */
function alternates(element: Element): string | undefined {
  const kinds = named(element, 'link')
    .filter(({ attributes }) => (attributes['rel'] ?? 'alternate') === 'alternate')
    .map(({ attributes }) => `${attributes['type']} ${attributes['hreflang']}`)
  return new Set(kinds).size < kinds.length ? 'two alternates of one type' : undefined
}

/** 4.1.2: an entry without content leads to where it is; and says by an author or a feed whose it is. */
const withoutContent = (element: Element) =>
  named(element, 'content').length === 0 &&
  !named(element, 'link').some(
    ({ attributes }) => (attributes['rel'] ?? 'alternate') === 'alternate',
  )
    ? 'neither content nor an alternate'
    : undefined

/** 4.1.1: a feed has an author, unless all of its entries have. */
const signed = (element: Element) =>
  named(element, 'author').length === 0 &&
  named(element, 'entry').some((one) => named(one, 'author').length === 0)
    ? 'nobody has written it'
    : undefined

/** 4.1.1: two entries of one id differ in when they were updated; ours never share an id. */
function distinct(element: Element): string | undefined {
  const ids = named(element, 'entry').map((one) => named(one, 'id')[0]?.text)
  return new Set(ids).size < ids.length ? 'two entries of one id' : undefined
}

/** What is wrong with a feed in Atom; nothing if it is one. */
export const atomFaults = (xml: string): string[] => faultsOf(xml, `${space}feed`, feed)
