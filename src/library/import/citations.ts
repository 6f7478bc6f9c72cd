import { DomainError } from '#domain-error'
import type { citationsIn } from '#harvest'
import { readStanding, Standing } from '../standing.ts'
import { fitNames, type Item, itemOf, type List, type Marks, type Unread } from './item.ts'

type Entry =
  NonNullable<ReturnType<typeof citationsIn>>['entries'] extends Iterable<infer One> ? One : never

/** The papers of a list of citations, with the tags, notes and groups that stand beside them. */
export function citationItems(name: string, entries: Iterable<Entry>): List {
  const marksOf = name === 'BibTeX' ? bibtexMarks : name === 'RIS' ? risMarks : cslMarks
  const items: (Item | Unread)[] = []
  for (const { line, text, read } of entries) {
    const spot = `line ${line}`
    try {
      const record = read()
      if (record) items.push(itemOf(spot, record, marksOf(text)))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      items.push({ spot, title: text.slice(0, 120), reason: sentence(error.message) })
    }
  }
  return { kind: name, cameFrom: name === 'CSL-JSON' ? 'csl' : name.toLowerCase(), items }
}

const sentence = (text: string) =>
  `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}.`.replace(/\.\.$/, '.')

function bibtexMarks(text: string): Marks {
  const own = readStanding(bibtexField(text, 'broadsheet').trim())
  if (own) return own
  const groups = bibtexField(text, 'groups') || bibtexField(text, 'mendeley-groups')
  const note = bibtexField(text, 'annote') || bibtexField(text, 'annotation')
  return marked({
    tags: bibtexField(text, 'keywords').split(/[,;]/),
    collections: groups.split(','),
    notes: [note],
  })
}

function risMarks(text: string): Marks {
  const values = (tag: string) =>
    [...text.matchAll(new RegExp(`^${tag} {1,2}- ?(.*)$`, 'gm'))].map(([, value = '']) =>
      value.trim(),
    )
  for (const value of values('C8')) {
    const own = value.startsWith('broadsheet:') && readStanding(value.slice('broadsheet:'.length))
    if (own) return own
  }
  return marked({ tags: values('KW'), notes: values('N1') })
}

function cslMarks(text: string): Marks {
  const entry: unknown = JSON.parse(text)
  const own = Standing.safeParse(at(entry, 'custom', 'broadsheet'))
  if (own.success) return own.data
  const keyword = at(entry, 'keyword')
  return marked({ tags: typeof keyword === 'string' ? keyword.split(/[,;]/) : [] })
}

const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>(
    (so, name) => (typeof so === 'object' && so !== null ? Reflect.get(so, name) : undefined),
    value,
  )

/** The value of a field of a BibTeX entry as it stands there, between braces or quotes. */
function bibtexField(text: string, name: string): string {
  const begin = new RegExp(`[,{\\s]${name}\\s*=\\s*([{"])`, 'i').exec(text)
  if (!begin) return ''
  const from = begin.index + begin[0].length
  const quote = begin[1] === '"'
  let depth = 0
  for (let i = from; i < text.length; i++) {
    const sign = text[i]
    if (sign === '\\') i++
    else if (sign === '{') depth++
    else if (depth === 0 && (quote ? sign === '"' : sign === '}')) return text.slice(from, i)
    else if (sign === '}') depth--
  }
  return ''
}

/** Marks from what another program has; empty ones are left out, and long notes cut. */
export function marked(known: {
  readonly tags?: readonly string[]
  readonly collections?: readonly string[]
  readonly notes?: readonly string[]
  readonly savedAt?: string | undefined
}): Marks {
  const { tags = [], collections = [], notes = [], savedAt } = known
  const said = notes.map((body) => body.trim().slice(0, 50_000)).filter(Boolean)
  return {
    tags: fitNames(tags).slice(0, 100),
    collections: fitNames(collections)
      .slice(0, 100)
      .map((name) => ({ name })),
    notes: said.slice(0, 100).map((body) => ({ body })),
    ...(savedAt && { savedAt }),
  }
}
