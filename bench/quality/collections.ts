import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

/** A test collection: documents, queries, and which documents answer which query. */
export type Collection = {
  readonly name: string
  readonly documents: readonly Document[]
  readonly queries: readonly { readonly id: string; readonly text: string }[]
  /** By query, the documents that answer it and how well (1 and up). */
  readonly judged: ReadonlyMap<string, ReadonlyMap<string, number>>
}

export type Document = {
  readonly id: string
  readonly title: string
  readonly abstract: string
  readonly authors: readonly string[]
}

export const shared = (path: string): string =>
  fileURLToPath(new URL(`../../../shared/data/${path}`, import.meta.url))

/** The classic collections beside the checkout, in the order of their names. */
export function classics(): Collection[] {
  const folder = shared('retrieval')
  if (!existsSync(folder)) return []
  return readdirSync(folder).map((name) => {
    const test = existsSync(`${folder}/${name}/queries.test.jsonl`) ? '.test' : ''
    return collection(
      name,
      lines(`${folder}/${name}/corpus.jsonl.gz`).map(document),
      `${folder}/${name}/queries${test}.jsonl`,
      `${folder}/${name}/qrels${test}.tsv`,
    )
  })
}

/** Curated lists of papers: a section's title is the query, its papers answer it. */
export function topics(): Collection {
  const files = ['arxiv-2025', 'arxiv-2023', 'acl']
  const documents = new Map<string, Document>()
  for (const file of files) {
    for (const line of lines(shared(`corpus/${file}.jsonl.gz`))) {
      const read = document(line)
      if (read.abstract) documents.set(read.id, read)
    }
  }
  return collection(
    'topics',
    [...documents.values()],
    shared('topics/queries.jsonl'),
    shared('topics/qrels.tsv'),
  )
}

function collection(
  name: string,
  documents: readonly Document[],
  queryFile: string,
  judgmentFile: string,
): Collection {
  const known = new Set(documents.map(({ id }) => id))
  const judged = new Map<string, Map<string, number>>()
  for (const line of readFileSync(judgmentFile, 'utf8').trim().split('\n').slice(1)) {
    const [query = '', id = '', score = ''] = line.split('\t')
    if (!known.has(id) || Number(score) <= 0) continue
    const of = judged.get(query) ?? new Map<string, number>()
    judged.set(query, of.set(id, Number(score)))
  }
  const queries = lines(queryFile)
    .map((line) => ({ id: String(line['id']), text: String(line['text']) }))
    .filter(({ id }) => judged.has(id))
  return { name, documents, queries, judged }
}

type Line = Record<string, unknown>

function lines(file: string): Line[] {
  const bytes = readFileSync(file)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

const document = (line: Line): Document => ({
  id: String(line['id']),
  title: textIn(line, 'title'),
  abstract: textIn(line, 'abstract') || textIn(line, 'text'),
  authors: Array.isArray(line['authors']) ? line['authors'].map(String) : [],
})

function textIn(line: Line, name: string): string {
  const text = line[name]
  return typeof text === 'string' ? text : ''
}
