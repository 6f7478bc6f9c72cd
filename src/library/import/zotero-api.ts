import { z } from 'zod'
import { DomainError } from '#domain-error'
import { citedId } from '#harvest'
import { marked } from './citations.ts'
import { noteInMarkdown } from './html-note.ts'
import type { Item, List, Unread } from './item.ts'

/** Where Zotero answers programs of the same machine. */
export const zoteroHere = 'http://127.0.0.1:23119'

const atOnce = 100
const mostPages = 1000

const Text = z.string().catch('')

const Entry = z.object({
  key: z.string(),
  data: z.looseObject({
    itemType: Text,
    title: Text,
    creators: z
      .array(z.object({ creatorType: Text, firstName: Text, lastName: Text, name: Text }))
      .catch([]),
    abstractNote: Text,
    date: Text,
    url: Text,
    DOI: Text,
    archiveID: Text,
    reportNumber: Text,
    extra: Text,
    publicationTitle: Text,
    tags: z.array(z.object({ tag: Text })).catch([]),
    collections: z.array(z.string()).catch([]),
    dateAdded: Text,
    note: Text,
    parentItem: Text,
  }),
})
type Entry = z.infer<typeof Entry>

const Collection = z.object({
  key: z.string(),
  data: z.object({
    name: Text,
    parentCollection: z.union([z.string(), z.literal(false)]).catch(false),
  }),
})

/**
 * Asks Zotero, where it runs on this machine, for the whole library, by its local API (version 3 of
 * the web API's shape, `/api/users/0/…`). Refuses where it does not run or does not let programs ask.
 */
export async function askZotero(
  base = zoteroHere,
  signal: AbortSignal = AbortSignal.timeout(120_000),
): Promise<List> {
  refuseElsewhere(base)
  const collections = await everyOne(base, 'collections', Collection, signal)
  const entries = await everyOne(base, 'items', Entry, signal)
  const names = new Map(collections.map(({ key }) => [key, nameOf(key, collections)]))
  const notes = Map.groupBy(
    entries.filter(({ data }) => data.itemType === 'note'),
    ({ data }) => data.parentItem,
  )
  const items = entries
    .filter(({ data }) => !['note', 'attachment', 'annotation', ''].includes(data.itemType))
    .map((entry) => itemIn(entry, names, notes.get(entry.key) ?? []))
  return { kind: 'Zotero', cameFrom: 'zotero', items }
}

/** Only what runs on this machine is asked: no address of anybody else's choosing. */
function refuseElsewhere(base: string): void {
  const url = URL.parse(base)
  const here = url && /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname)
  if (!here || !/^https?:$/.test(url.protocol)) {
    throw new DomainError('invalid', `Zotero is asked on this machine alone, not at ${base}.`)
  }
}

async function everyOne<Shape extends z.ZodType>(
  base: string,
  what: 'items' | 'collections',
  shape: Shape,
  signal: AbortSignal,
): Promise<z.infer<Shape>[]> {
  const all: z.infer<Shape>[] = []
  for (let page = 0; page < mostPages; page++) {
    const url = `${base}/api/users/0/${what}?format=json&limit=${atOnce}&start=${page * atOnce}`
    const some = await ask(url, signal)
    for (const one of some) {
      const reading = shape.safeParse(one)
      if (reading.success) all.push(reading.data)
    }
    if (some.length < atOnce) return all
  }
  return all
}

/** A page of items with abstracts and notes has a few megabytes at most. */
const longestPage = 64 * 1024 * 1024

async function ask(url: string, signal: AbortSignal): Promise<unknown[]> {
  let answer: Response
  try {
    answer = await fetch(url, {
      headers: { 'Zotero-API-Version': '3', 'Zotero-Allowed-Request': '1' },
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
    })
  } catch {
    throw new DomainError(
      'missing',
      'Zotero does not answer on this machine: start it, and try again.',
    )
  }
  if (answer.status === 403) {
    throw new DomainError(
      'forbidden',
      'Zotero does not let programs ask: in its settings, under Advanced, allow other applications on this computer to communicate with Zotero.',
    )
  }
  if (!answer.ok) throw new DomainError('missing', `Zotero answered ${answer.status}: try again.`)
  const read: unknown = JSON.parse(await textWithin(answer))
  if (!Array.isArray(read)) throw new DomainError('invalid', 'What answered there is not Zotero.')
  return read
}

async function textWithin(answer: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of answer.body ?? []) {
    length += part.length
    if (length > longestPage) throw new DomainError('invalid', 'Zotero’s answer has no end.')
    parts.push(part)
  }
  const text = Buffer.concat(parts).toString()
  if (!/^\s*\[/.test(text)) throw new DomainError('invalid', 'What answered there is not Zotero.')
  return text
}

/** `Reading / This week` for a collection in another. */
function nameOf(key: string, all: readonly z.infer<typeof Collection>[], depth = 0): string {
  const found = all.find((one) => one.key === key)
  if (!found) return ''
  const { name, parentCollection } = found.data
  return parentCollection && depth < 10
    ? `${nameOf(parentCollection, all, depth + 1)} / ${name}`
    : name
}

function itemIn(
  { key, data }: Entry,
  names: ReadonlyMap<string, string>,
  notes: readonly Entry[],
): Item | Unread {
  const spot = `item ${key}`
  const title = data.title.replace(/\s+/g, ' ').trim().slice(0, 2000)
  if (!title) return { spot, title: '', reason: 'It has no title.' }
  const id = citedId({
    doi: data.DOI.replace(/^https?:\/\/(dx\.)?doi\.org\//i, ''),
    urls: [data.url],
    texts: [data.archiveID, data.reportNumber, data.extra, data.publicationTitle],
  })
  const published = data.date.match(/\d{4}(-\d\d){0,2}/)?.[0]
  const addedAt = Date.parse(data.dateAdded)
  return {
    spot,
    title,
    authors: data.creators
      .filter(({ creatorType }) => creatorType === 'author')
      .map(({ firstName, lastName, name }) =>
        (name || `${firstName} ${lastName}`).trim().slice(0, 300),
      )
      .slice(0, 5000),
    marks: marked({
      tags: data.tags.map(({ tag }) => tag),
      collections: data.collections.map((one) => names.get(one) ?? ''),
      notes: notes.map((note) => noteInMarkdown(note.data.note)),
      savedAt: Number.isNaN(addedAt) ? undefined : new Date(addedAt).toISOString(),
    }),
    ...(id && { id }),
    ...(data.DOI && { doi: data.DOI.slice(0, 300) }),
    ...(data.abstractNote && { abstract: data.abstractNote.slice(0, 100_000) }),
    ...(published && { publishedAt: published }),
    ...(data.publicationTitle && { venue: data.publicationTitle.slice(0, 1000) }),
  }
}
