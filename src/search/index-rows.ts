import {
  Binary,
  Bool,
  Field,
  FixedSizeList,
  Float32,
  Int32,
  List,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Utf8,
  vectorFromArray,
} from 'apache-arrow'
import { type Paper, type PaperId, plainText } from '#paper'
import { type Embedder, paperVector } from './embedder.ts'
import { writeCard } from './card.ts'
import { type TermText, textOfTerms } from './term-text.ts'
import { nameTerms, termsOf } from './words.ts'

/** A paper as the index holds it. */
export type IndexRow = {
  readonly id: PaperId
  readonly doi: string
  /** The terms of title and abstract (or summary), in their order, with spaces between. */
  readonly words: string
  readonly title: string
  readonly names: string
  readonly comments: string
  readonly journal: string
  /** 20261120; of a day that is not known, 0. */
  readonly day: number
  /** Categories, and the archives they belong to: `cs.LG` and `cs`. */
  readonly categories: readonly string[]
  readonly hasAbstract: boolean
  readonly hasCode: boolean
  readonly vector: Float32Array
  /** See `Card`. */
  readonly card: Uint8Array
  /** What is counted in the lexicon. */
  readonly terms: TermText
}

export function indexRow(paper: Paper, embedder: Embedder): IndexRow {
  const text = textOf(paper)
  const title = termsOf(text.title)
  const terms = [...title, ...termsOf(text.body)]
  const names = paper.authors.flatMap(nameTerms)
  const numbers = textOfTerms(terms)
  const vector = embedder.elsewhere
    ? embedder.embed(embeddedText(paper))
    : paperVector(embedder, terms, title.length)
  const day = dayNumber(paper.day || paper.publishedAt.slice(0, 10))
  return {
    id: paper.id,
    doi: paper.doi.toLowerCase(),
    words: terms.join(' '),
    title: title.join(' '),
    names: names.join(' '),
    comments: termsOf(paper.comments).join(' '),
    journal: termsOf(`${paper.journalRef} ${paper.venue}`).join(' '),
    day,
    categories: withArchives(paper.categories),
    hasAbstract: paper.abstract !== '',
    hasCode: namesCode(paper),
    vector,
    card: writeCard({
      id: paper.id,
      day,
      words: numbers,
      title: title.length,
      names: textOfTerms(names),
      vector,
    }),
    terms: numbers,
  }
}

/** Whether a paper says where its code is. */
export const namesCode = ({ abstract, comments }: Pick<Paper, 'abstract' | 'comments'>): boolean =>
  /\b(github|gitlab|bitbucket|codeberg)\.(com|org|io)\b/i.test(`${abstract} ${comments}`)

/** What of a paper is given to an embedder that takes whole texts. */
export function embeddedText(paper: Paper): string {
  const { title, body } = textOf(paper)
  return `${title}\n${body}`
}

/** What is searched of a paper: its title and abstract, or summary, without LaTeX. */
export function textOf(paper: Paper): { title: string; body: string } {
  return { title: plainText(paper.title), body: plainText(paper.abstract || paper.summary) }
}

/** A day, or as much of one as is known, as a number that sorts: 2026-11 is 20261100. */
export const dayNumber = (day: string): number =>
  Number(day.replaceAll('-', '').padEnd(8, '0')) || 0

export const withArchives = (categories: readonly string[]) => [
  ...new Set(categories.flatMap((name) => [name, name.replace(/\..*$/, '')])),
]

export const schemaOf = (dimension: number): Schema =>
  new Schema([
    new Field('id', new Utf8(), false),
    new Field('doi', new Utf8(), false),
    new Field('words', new Utf8(), false),
    new Field('title', new Utf8(), false),
    new Field('names', new Utf8(), false),
    new Field('comments', new Utf8(), false),
    new Field('journal', new Utf8(), false),
    new Field('day', new Int32(), false),
    new Field('categories', new List(new Field('item', new Utf8(), true)), false),
    new Field('hasAbstract', new Bool(), false),
    new Field('hasCode', new Bool(), false),
    new Field('card', new Binary(), false),
    new Field('vector', vectorType(dimension), false),
  ])

const vectorType = (dimension: number) =>
  new FixedSizeList(dimension, new Field('item', new Float32(), true))

/** Rows column by column, as Lance takes them without looking at each value. */
export function arrowTable(rows: readonly IndexRow[], dimension: number): Table {
  const flat = new Float32Array(rows.length * dimension)
  rows.forEach(({ vector }, i) => flat.set(vector, i * dimension))
  const texts = (of: (row: IndexRow) => string) =>
    vectorFromArray(rows.map(of), new Utf8()).data[0]!
  const flags = (of: (row: IndexRow) => boolean) =>
    vectorFromArray(rows.map(of), new Bool()).data[0]!
  const schema = schemaOf(dimension)
  const children = [
    texts(({ id }) => id),
    texts(({ doi }) => doi),
    texts(({ words }) => words),
    texts(({ title }) => title),
    texts(({ names }) => names),
    texts(({ comments }) => comments),
    texts(({ journal }) => journal),
    makeData({ type: new Int32(), data: Int32Array.from(rows, ({ day }) => day) }),
    vectorFromArray(
      rows.map(({ categories }) => categories),
      new List(new Field('item', new Utf8(), true)),
    ).data[0]!,
    flags(({ hasAbstract }) => hasAbstract),
    flags(({ hasCode }) => hasCode),
    bytes(rows.map(({ card }) => card)),
    makeData({
      type: vectorType(dimension),
      length: rows.length,
      nullCount: 0,
      child: makeData({ type: new Float32(), data: flat }),
    }),
  ]
  const data = makeData({
    type: new Struct(schema.fields),
    length: rows.length,
    nullCount: 0,
    children,
  })
  return new Table(schema, new RecordBatch(schema, data))
}

function bytes(values: readonly Uint8Array[]) {
  const valueOffsets = new Int32Array(values.length + 1)
  values.forEach((value, i) => (valueOffsets[i + 1] = valueOffsets[i]! + value.length))
  const data = new Uint8Array(valueOffsets[values.length]!)
  values.forEach((value, i) => data.set(value, valueOffsets[i]))
  return makeData({ type: new Binary(), length: values.length, nullCount: 0, valueOffsets, data })
}
