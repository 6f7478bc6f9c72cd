import { DomainError } from '#domain-error'
import { asList, citedId, Garbled, readXml, textOf } from '#harvest'
import { marked } from './citations.ts'
import { noteInMarkdown } from './html-note.ts'
import type { Item, List, Unread } from './item.ts'

export const looksLikeZoteroRdf = (text: string): boolean =>
  /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]{0,2000}?-->\s*)*(<!DOCTYPE|<!ENTITY|<(\w+:)?RDF\b|<\w)/i.test(
    text.slice(0, 4000),
  ) && /<\w*:?RDF\b|<!DOCTYPE|<!ENTITY/i.test(text.slice(0, 100_000))

type Row = Readonly<Record<string, unknown>>

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const rowsIn = (value: unknown): Row[] => asList(value).filter(isRow)

/**
 * Zotero's RDF: items with their tags, notes and collections. (Its exporter is
 * `translators/Zotero RDF.js`; elements are taken by their names without prefixes.) A document that
 * declares entities is refused unread.
 */
export function zoteroRdf(text: string): List {
  const document = rdfIn(text)
  const all = Object.values(document).flatMap(rowsIn)
  const byAbout = new Map(all.map((row) => [aboutOf(row), row]))
  const collections = collectionsOf(rowsIn(document['Collection']))
  const items: (Item | Unread)[] = []
  for (const row of all) {
    const type = textOf(row['itemType'])
    if (!type || type === 'attachment' || type === 'note' || type === 'annotation') continue
    items.push(itemIn(row, byAbout, collections, `item ${items.length + 1}`))
  }
  return { kind: 'Zotero RDF', cameFrom: 'zotero', items }
}

function rdfIn(text: string): Row {
  try {
    const { RDF } = readXml(text)
    if (isRow(RDF)) return RDF
  } catch (error) {
    if (!(error instanceof Garbled)) throw error
    throw new DomainError('invalid', `This RDF cannot be read: ${error.message.slice(0, 300)}.`)
  }
  throw new DomainError('invalid', 'This XML is no RDF: in Zotero, export as “Zotero RDF”.')
}

const aboutOf = (row: Row) => (typeof row['@about'] === 'string' ? row['@about'] : '')

const resourcesOf = (value: unknown): string[] =>
  rowsIn(value).flatMap((row) => (typeof row['@resource'] === 'string' ? row['@resource'] : []))

/** The names of the collections that each thing is a part of: `Reading / This week` for one in another. */
function collectionsOf(rows: readonly Row[]): ReadonlyMap<string, readonly string[]> {
  const byAbout = new Map(rows.map((row) => [aboutOf(row), row]))
  const parents = new Map<string, string>()
  for (const row of rows) {
    for (const part of resourcesOf(row['hasPart']))
      if (byAbout.has(part)) parents.set(part, aboutOf(row))
  }
  const nameOf = (about: string, depth = 0): string => {
    const name = textOf(byAbout.get(about)?.['title'])
    const parent = parents.get(about)
    return parent && depth < 10 ? `${nameOf(parent, depth + 1)} / ${name}` : name
  }
  const of = new Map<string, string[]>()
  for (const row of rows) {
    const name = nameOf(aboutOf(row))
    for (const part of resourcesOf(row['hasPart'])) of.set(part, [...(of.get(part) ?? []), name])
  }
  return of
}

function itemIn(
  row: Row,
  byAbout: ReadonlyMap<string, Row>,
  collections: ReadonlyMap<string, readonly string[]>,
  spot: string,
): Item | Unread {
  const title = textOf(row['title']).replace(/\s+/g, ' ').slice(0, 2000)
  if (!title) return { spot, title: '', reason: 'It has no title.' }
  const identifiers = asList(row['identifier']).flatMap((one) => {
    const uri = isRow(one) ? textOf(rowsIn(one['URI'])[0]?.['value']) : ''
    return [textOf(one), uri].filter(Boolean)
  })
  const within = rowsIn(row['isPartOf']).flatMap((part) => Object.values(part).flatMap(rowsIn))
  const doi = [...identifiers, ...within.flatMap((part) => asList(part['identifier']).map(textOf))]
    .flatMap((text) => text.match(/^DOI:?\s*(10\.\S+)/i)?.[1] ?? [])
    .at(0)
  const extra = textOf(row['description'])
  const id = citedId({
    doi,
    urls: [...identifiers, aboutOf(row)],
    texts: [textOf(row['number']), extra, textOf(row['archiveID'])],
  })
  const notes = resourcesOf(row['isReferencedBy'])
    .map((about) => byAbout.get(about))
    .filter(isRow)
    .map((memo) => noteInMarkdown(textOf(memo['value'])))
  const venue = within.map((part) => textOf(part['title'])).find(Boolean)
  return {
    spot,
    title,
    authors: authorsIn(row),
    marks: marked({
      tags: tagsIn(row),
      collections: collections.get(aboutOf(row)) ?? [],
      notes,
      savedAt: instantOf(textOf(row['dateSubmitted'])),
    }),
    ...(id && { id }),
    ...(doi && { doi }),
    ...(textOf(row['abstract']) && { abstract: textOf(row['abstract']).slice(0, 100_000) }),
    ...(dateOf(textOf(row['date'])) && { publishedAt: dateOf(textOf(row['date'])) }),
    ...(venue && { venue: venue.slice(0, 1000) }),
  }
}

const authorsIn = (row: Row): string[] =>
  rowsIn(row['authors'])
    .flatMap((list) => rowsIn(list['Seq']))
    .flatMap((seq) => rowsIn(seq['li']))
    .flatMap((li) => rowsIn(li['Person']))
    .map((person) =>
      `${textOf(person['givenName'])} ${textOf(person['surname'])}`.trim().slice(0, 300),
    )
    .filter(Boolean)
    .slice(0, 5000)

/** `<dc:subject>tag</dc:subject>`, and those that Zotero took from the publisher. */
const tagsIn = (row: Row): string[] =>
  asList(row['subject']).flatMap((one) => {
    const automatic = isRow(one) ? rowsIn(one['AutomaticTag'])[0] : undefined
    return textOf(automatic ? automatic['value'] : one) || []
  })

const dateOf = (text: string) => text.match(/^\d{4}(-\d\d){0,2}/)?.[0]

/** `2024-01-31 12:00:00` of Zotero is UTC. */
export function instantOf(text: string): string | undefined {
  const at = Date.parse(text.replace(' ', 'T').replace(/Z?$/, text.includes(':') ? 'Z' : ''))
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}
