import { papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import { addressOf, bibtexOf, cslOf, type Paper, type PaperId, plainText, risOf } from '#paper'
import type { ReaderId, Store } from '#store'
import { collectionsOf } from './collections.ts'
import { type Note, notesOf } from './notes.ts'
import { type Standing, standingText } from './standing.ts'
import { type Stand, standsOf } from './stand.ts'

export const exportFormats = ['bibtex', 'ris', 'csl', 'markdown', 'json'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** A file for other programs. */
export type Exported = { readonly name: string; readonly type: string; readonly text: string }

const files: Record<ExportFormat, { readonly ending: string; readonly type: string }> = {
  bibtex: { ending: 'bib', type: 'application/x-bibtex' },
  ris: { ending: 'ris', type: 'application/x-research-info-systems' },
  csl: { ending: 'csl.json', type: 'application/vnd.citationstyles.csl+json' },
  markdown: { ending: 'md', type: 'text/markdown' },
  json: { ending: 'json', type: 'application/json' },
}

/** What the file of everything calls itself, and the version of its shape. */
export const wholeShape = 'broadsheet-library 1'

/**
 * Papers of a reader's library as a file: all of them, or some, in that order. What is taken in again
 * from BibTeX, RIS, CSL-JSON or JSON has lost nothing: how each paper stands goes along in a field
 * that other programs pass over.
 */
export async function exportShelf(
  store: Store,
  reader: ReaderId,
  format: ExportFormat,
  { papers, name = 'library' }: { papers?: readonly PaperId[] | undefined; name?: string } = {},
): Promise<Exported> {
  const { ending, type } = files[format]
  const rows = await shelfRows(store, reader, papers)
  const text = await writers[format](rows, () => emptyCollections(store, reader, papers))
  return { name: `${fileName(name)}.${ending}`, type, text }
}

export function readFormat(text: string): ExportFormat {
  const format = exportFormats.find((one) => one === text)
  if (format) return format
  throw new DomainError('invalid', `Formats are ${exportFormats.join(', ')}.`)
}

type Row = { readonly paper: Paper; readonly standing: Standing }

async function shelfRows(
  store: Store,
  reader: ReaderId,
  papers: readonly PaperId[] | undefined,
): Promise<Row[]> {
  const [stands, collections, notes, edits] = await Promise.all([
    standsOf(store, reader, papers),
    collectionsOf(store, reader),
    notesOf(store, reader),
    editsOf(store, reader),
  ])
  const names = new Map(collections.map(({ id, name }) => [id, name]))
  const noted = Map.groupBy(notes, ({ paper }) => paper)
  const ids = (papers ?? [...stands.keys()]).filter((id) => stands.has(id))
  const rows: Row[] = []
  for (let i = 0; i < ids.length; i += 500) {
    for (const paper of await papersOf(store, ids.slice(i, i + 500))) {
      const stand = stands.get(paper.id)
      if (!stand) continue
      rows.push({ paper, standing: standingOf(stand, names, noted.get(paper.id) ?? [], edits) })
    }
  }
  return rows
}

async function editsOf(store: Store, reader: ReaderId) {
  const rows = await store
    .selectFrom('noteEdits')
    .innerJoin('notes', 'notes.id', 'noteEdits.note')
    .select(['note', 'noteEdits.body', 'until'])
    .where('reader', '=', reader)
    .orderBy('until')
    .execute()
  return Map.groupBy(rows, ({ note }) => note)
}

function standingOf(
  { collections, tags, ...stand }: Stand,
  names: ReadonlyMap<string, string>,
  notes: readonly Note[],
  edits: ReadonlyMap<string, readonly { body: string; until: string }[]>,
): Standing {
  return {
    ...stand,
    tags: [...tags],
    collections: Object.entries(collections).map(([id, addedAt]) => ({
      name: names.get(id) ?? '',
      addedAt,
    })),
    notes: notes.map(({ id, body, writtenAt, editedAt }) => ({
      body,
      writtenAt,
      editedAt,
      edits: (edits.get(id) ?? []).map(({ body: said, until }) => ({ body: said, until })),
    })),
  }
}

/** Collections that no row would tell of: only a file of everything has them. */
async function emptyCollections(
  store: Store,
  reader: ReaderId,
  papers: readonly PaperId[] | undefined,
): Promise<string[]> {
  if (papers) return []
  const all = await collectionsOf(store, reader)
  return all.filter((one) => one.papers === 0).map(({ name }) => name)
}

type Writer = (rows: readonly Row[], empty: () => Promise<string[]>) => Promise<string>

const writers: Record<ExportFormat, Writer> = {
  bibtex: async (rows) =>
    rows
      .map(({ paper, standing }) =>
        bibtexOf(paper, {
          keywords: standing.tags.map(inBraces).join(', '),
          broadsheet: standingText(standing),
        }),
      )
      .join('\n'),
  ris: async (rows) =>
    rows
      .map(({ paper, standing }) =>
        risOf(paper, [
          ...standing.tags.map((tag) => ['KW', tag] as const),
          ...standing.notes.map(({ body }) => ['N1', body] as const),
          ['C8', `broadsheet:${standingText(standing)}`],
        ]),
      )
      .join('\r\n'),
  csl: async (rows) =>
    inJson(
      rows.map(({ paper, standing }) => ({
        ...cslOf(paper),
        ...(standing.tags.length > 0 && { keyword: standing.tags.join(', ') }),
        custom: { broadsheet: standing },
      })),
    ),
  markdown: async (rows) => rows.map(inMarkdown).join('\n'),
  json: async (rows, empty) =>
    inJson({
      shape: wholeShape,
      collections: await empty(),
      papers: rows.map(({ paper, standing }) => ({
        id: paper.id,
        title: paper.title,
        authors: paper.authors,
        publishedAt: paper.publishedAt,
        doi: paper.doi,
        url: addressOf(paper),
        ...standing,
      })),
    }),
}

function inMarkdown({ paper, standing }: Row): string {
  const names = paper.authors.slice(0, 4).map(plainText).join(', ')
  const others = paper.authors.length > 4 ? ' et al.' : ''
  const title = plainText(paper.title).replace(/[[\]\\]/g, '\\$&')
  const facts = [
    standing.state.replace('-', ' '),
    standing.interest > 0 ? '★'.repeat(standing.interest) : '',
    standing.collections.map(({ name }) => name).join(', '),
    standing.tags.map((tag) => `#${tag.replaceAll(' ', '-')}`).join(' '),
  ].filter(Boolean)
  const notes = standing.notes.map(({ body }) => body.replace(/^/gm, '  > ')).join('\n\n')
  return [
    `- [${title}](${addressOf(paper)})  `,
    `  ${names}${others}, ${paper.publishedAt.slice(0, 4)}. \`${paper.id}\` — ${facts.join(' · ')}`,
    ...(notes ? ['', notes, ''] : []),
  ].join('\n')
}

const inJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

/** What is in a list with commas, and what would open or close a field, stands apart. */
const inBraces = (tag: string) => tag.replace(/[{}\\,]/g, ' ')

const fileName = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/[^\w-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .toLowerCase() || 'library'
