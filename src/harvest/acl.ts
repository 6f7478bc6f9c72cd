import { DomainError } from '#domain-error'
import type { PaperRecord } from '#paper'
import { Garbled } from './ask.ts'
import { bareDoi, idIn, withoutGaps } from './corpus-record.ts'
import { dateIn } from './dates.ts'
import type { Entry } from './entries.ts'
import { monthIn } from './month.ts'
import { folded, isRow, paragraphsIn, proper, type Row, titleIn } from './text.ts'
import { asList, isBomb, readXml, textOf } from './xml.ts'

export const looksLikeAcl = (beginning: string): boolean =>
  /^\uFEFF?\s*(<\?xml[^<>]*>\s*)?<collection\b/.test(beginning)

/**
 * The papers of a collection of the ACL Anthology (`data/xml/N19.xml` of its repository; the shape is
 * that of its schema.rnc, read 2026-11-20, and of a recorded file). Each is read by itself, so a file
 * that is cut gives what is whole. The front matter of a volume is no paper.
 */
export function* aclEntries(file: string): Generator<Entry> {
  if (isBomb(file)) {
    throw new DomainError('invalid', 'the file declares entities of its own, which none needs')
  }
  const xml = file.replace(/<!--[^]*?(?:-->|$)/g, (comment) => comment.replace(/[^\n]/g, ''))
  let collection = ''
  let volume: Volume = { id: '', meta: () => ({}) }
  let line = 1
  let at = 0
  for (const { 0: text, index } of xml.matchAll(pieces)) {
    for (let i = xml.indexOf('\n', at); i >= 0 && i < index; i = xml.indexOf('\n', i + 1)) line++
    at = index
    if (text.startsWith('<collection')) collection = attribute(text, 'id')
    else if (text.startsWith('<volume')) volume = { id: attribute(text, 'id'), meta: () => ({}) }
    else if (text.startsWith('<meta')) volume = { ...volume, meta: once(() => metaIn(text)) }
    else {
      const of = { collection, volume }
      yield { line, text, read: () => readPaper(text, of) }
    }
  }
}

type Volume = { readonly id: string; meta(): Row }

function once<T>(find: () => T): () => T {
  let found: { value: T } | undefined
  return () => (found ??= { value: find() }).value
}

/** A paper or a meta that is not closed ends where the next begins, so that this never goes back. */
const pieces =
  /<(?:collection|volume)\b[^<>]*>|<meta>[^]*?(?:<\/meta>|(?=<(?:meta|paper|volume)\b)|$)|<paper\b[^]*?(?:<\/paper>|(?=<(?:paper|volume)\b)|$)/g

const attribute = (tag: string, name: string): string =>
  tag.match(new RegExp(`\\b${name}="([^"<>]{0,100})"`))?.[1] ?? ''

/** Of a volume whose description is broken the papers are still good. */
function metaIn(text: string): Row {
  try {
    const { meta } = readXml(flat(text))
    return isRow(meta) ? meta : {}
  } catch (error) {
    if (error instanceof Garbled) return {}
    throw error
  }
}

type Place = { readonly collection: string; readonly volume: Volume }

function readPaper(text: string, { collection, volume }: Place): PaperRecord {
  const { paper } = parse(text)
  if (!isRow(paper)) throw new DomainError('invalid', 'the paper is empty: it is left out')
  const meta = volume.meta()
  const title = titleIn({ title: textOf(paper['title']) })
  const url = textOf(paper['url'])
  const id = /^[\w.-]+$/.test(url) ? url : anthologyId(collection, volume.id, paper['@id'])
  const year = textOf(paper['year']) || textOf(meta['year'])
  const month = monthIn(textOf(paper['month']) || textOf(meta['month']))
  return withoutGaps({
    id: idIn({ id: `acl:${id}` }),
    title,
    abstract: paragraphsIn({ abstract: textOf(paper['abstract']) }, 'abstract'),
    authors: asList(paper['author']).flatMap(nameIn),
    publishedAt: dateIn({ year: year && [year, month].filter(Boolean).join('-') }, 'year'),
    comments: withdrawalIn(paper),
    standing: withdrawalIn(paper) ? 'withdrawn' : undefined,
    doi: bareDoi(textOf(paper['doi'])),
    venue: folded(proper(textOf(paper['journal']) || textOf(meta['booktitle']))),
  })
}

function parse(text: string): Row {
  try {
    return readXml(flat(text))
  } catch (error) {
    if (!(error instanceof Garbled)) throw error
    throw new DomainError('invalid', `${error.message}: get the file again, or mend it`)
  }
}

/**
 * Titles and abstracts without elements inside of them: case is no matter of ours, mathematics gets
 * its dollars back (and a dollar that is money its backslash), emphasis stays as HTML has it, which
 * all our texts may.
 */
const flat = (text: string): string =>
  text.replace(
    /(<(title|abstract|booktitle)>)([^]*?)(<\/\2>|$)/g,
    (_, open: string, _name: string, inner: string, close: string) =>
      open +
      inner
        .replace(/\$/g, '\\$')
        .replace(/<\/?tex-math>/g, '$$')
        .replace(/<\/?(?:fixed-case|url|span)>/g, '')
        .replace(/<par\s*\/>/g, '\n\n')
        .replace(/<(\/?[bi])>/g, '&lt;$1&gt;') +
      close,
  )

/** Before 2020 an id was the letters of the venue, the year, and four digits; see bin/anthology/utils.py there. */
function anthologyId(collection: string, volume: string, paper: unknown): string {
  const number = String(paper)
  if (/^\d/.test(collection)) return `${collection}-${volume}.${number}`
  const wide = /^(W|C69$)/.test(collection) || (collection === 'D19' && Number(volume) >= 5)
  return wide
    ? `${collection}-${volume.padStart(2, '0')}${number.padStart(2, '0')}`
    : `${collection}-${volume}${number.padStart(3, '0')}`
}

/** A name in Latin letters; its variant in another script is the same person's. */
function nameIn(author: unknown): string[] {
  if (!isRow(author)) return []
  const name = folded(proper(`${textOf(author['first'])} ${textOf(author['last'])}`))
  return name === '' ? [] : [name]
}

/** What became of a paper that was taken back. It stays, and its comments say so. */
function withdrawalIn(paper: Row): string | undefined {
  for (const [kind, word] of [
    ['retracted', 'Retracted'],
    ['removed', 'Removed'],
  ] as const) {
    const notice = paper[kind]
    if (notice === undefined) continue
    const date = isRow(notice) ? textOf(notice['@date']) : ''
    const why = folded(proper(textOf(notice))).slice(0, 1000)
    return `${word} from the ACL Anthology${date && ` on ${date}`}${why && `: ${why}`}`
  }
  return undefined
}
