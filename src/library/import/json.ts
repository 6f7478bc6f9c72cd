import { z } from 'zod'
import { DomainError } from '#domain-error'
import { citationsIn } from '#harvest'
import { type PaperId, understand } from '#paper'
import { wholeShape } from '../export.ts'
import { Standing } from '../standing.ts'
import { citationItems, marked } from './citations.ts'
import type { Item, List, Unread } from './item.ts'

/** No list is nested deeper; what is would cost us our stack. */
const deepest = 60

const Whole = z.object({
  shape: z.literal(wholeShape),
  collections: z.array(z.string().max(200)).max(1000),
  papers: z.array(z.unknown()).max(1_000_000),
})

const Paper = Standing.extend({
  id: z.string().max(200),
  title: z.string().max(5000),
  authors: z.array(z.string()).max(20_000).default([]),
  doi: z.string().max(300).default(''),
  publishedAt: z.string().max(40).default(''),
})

/**
 * The papers of JSON: an export of ours, CSL-JSON, or what Hugging Face and Semantic Scholar give of
 * a profile. `undefined` where the text only looks like JSON.
 */
export function jsonList(text: string): List | undefined {
  refuseDepth(text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    if (/^\s*\[\s*[{"[]/.test(text) || /^\s*\{\s*"/.test(text)) {
      throw new DomainError('invalid', 'This JSON is broken off or damaged: export it again.')
    }
    return undefined
  }
  const whole = Whole.safeParse(value)
  if (whole.success) return ours(whole.data)
  const citations = isCsl(value) ? citationsIn(text) : undefined
  if (citations) return citationItems(citations.name, citations.entries)
  return anyPapers(value)
}

/** Counts brackets outside of texts, before anything walks through them. */
function refuseDepth(text: string): void {
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const sign = text.charCodeAt(i)
    if (quoted) {
      if (sign === 92) i++
      else if (sign === 34) quoted = false
    } else if (sign === 34) quoted = true
    else if (sign === 123 || sign === 91) {
      if (++depth > deepest) {
        throw new DomainError(
          'invalid',
          `This JSON is nested more than ${deepest} deep, which no list of papers is.`,
        )
      }
    } else if (sign === 125 || sign === 93) depth--
  }
}

function ours({ collections, papers }: z.infer<typeof Whole>): List {
  const items = papers.map((one, i): Item | Unread => {
    const spot = `paper ${i + 1}`
    const reading = Paper.safeParse(one)
    if (!reading.success) {
      const field = reading.error.issues[0]?.path.join('.') ?? ''
      return { spot, title: '', reason: `Its “${field}” is not as an export of ours has it.` }
    }
    const { id, title, authors, doi, publishedAt, ...marks } = reading.data
    const known = understand(id) ?? (id.startsWith('title:') ? undefined : understand(doi))
    return {
      spot,
      title,
      authors,
      marks,
      ...(known && { id: known }),
      ...(doi && { doi }),
      ...(publishedAt && { publishedAt }),
    }
  })
  return { kind: 'export of Broadsheet', cameFrom: '', items, collections }
}

const isCsl = (value: unknown) =>
  Array.isArray(value) &&
  value.some(
    (one) => isRow(one) && typeof one['type'] === 'string' && 'title' in one && !('paper' in one),
  ) &&
  value.some(
    (one) => isRow(one) && ('DOI' in one || 'issued' in one || 'author' in one || 'URL' in one),
  )

type Row = Readonly<Record<string, unknown>>

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whatever in it names a paper: `externalIds`, `paper.id`, `arxivId`, `doi`, `url`, or an id as a text. */
function anyPapers(value: unknown): List {
  const items: Item[] = []
  const known = new Set<PaperId>()
  const add = (id: PaperId | undefined, row: Row, place: string) => {
    if (!id || known.has(id)) return
    known.add(id)
    const title = typeof row['title'] === 'string' ? row['title'].slice(0, 2000) : ''
    items.push({ spot: place, title, id, authors: [], marks: marked(marksIn(row)) })
  }
  let kind = 'JSON'
  const walk = (one: unknown, place: string): void => {
    if (typeof one === 'string') return add(understand(one), {}, place)
    if (Array.isArray(one)) return one.forEach((each, i) => walk(each, `${place}[${i}]`))
    if (!isRow(one)) return
    const id = idIn(one)
    if (id) {
      if (isRow(one['externalIds'])) kind = 'Semantic Scholar export'
      else if (isRow(one['paper']) || one['type'] === 'paper') kind = 'Hugging Face export'
      return add(id, isRow(one['paper']) ? { ...one['paper'], ...one } : one, place)
    }
    for (const [name, each] of Object.entries(one)) {
      if (isRow(each) || Array.isArray(each)) walk(each, `${place}.${name}`)
    }
  }
  walk(value, '$')
  const from = kind.startsWith('Hugging')
    ? 'hugging face'
    : kind.startsWith('Sem')
      ? 'semantic scholar'
      : 'list'
  return { kind, cameFrom: from, items }
}

const text = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

/** The id of the paper that a record is of, as those services write it. */
function idIn(row: Row): PaperId | undefined {
  const external = isRow(row['externalIds']) ? row['externalIds'] : {}
  const inner = isRow(row['paper']) ? row['paper'] : {}
  const named = [
    text(external['ArXiv']),
    external['ACL'] && `acl:${text(external['ACL'])}`,
    external['DOI'] && `doi:${text(external['DOI'])}`,
    text(inner['id']),
    text(row['arxivId'] ?? row['arxiv_id']),
    row['type'] === 'paper' || row['title'] !== undefined ? text(row['id']) : '',
    row['doi'] && `doi:${text(row['doi']).replace(/^https?:\/\/(dx\.)?doi\.org\//i, '')}`,
    text(row['url']),
  ]
  for (const one of named) {
    const id = typeof one === 'string' && one !== '' ? understand(one) : undefined
    if (id) return id
  }
  return undefined
}

const texts = (value: unknown) =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

function marksIn(row: Row): { tags: string[]; notes: string[]; collections: string[] } {
  const note = row['note']
  return {
    tags: texts(row['tags']),
    collections: texts(row['folders']),
    notes:
      typeof note === 'string'
        ? [note]
        : isRow(note) && typeof note['text'] === 'string'
          ? [note['text']]
          : [],
  }
}
