import { isArxivId } from './id.ts'
import { plainText } from './latex.ts'
import { nameKey } from './name.ts'
import { lastFirst, nameParts } from './name-parts.ts'
import type { Paper } from './paper.ts'

/**
 * A paper as BibTeX. One of arXiv's reads as arXiv prints it (`formatting/cite.py` of arxiv-browse),
 * so that nobody sees a difference; `more` are further fields, which must not hold lone braces.
 */
export function bibtexOf(paper: Paper, more: Readonly<Record<string, string>> = {}): string {
  const fields = {
    title: texText(paper.title),
    author: paper.authors.map(texText).join(' and '),
    year: yearOf(paper),
    ...(isArxivId(paper.id)
      ? {
          eprint: paper.id,
          archivePrefix: 'arXiv',
          primaryClass: paper.categories[0] ?? '',
          doi: paper.doi && `https://doi.org/${paper.doi}`,
        }
      : { journal: texText(paper.journalRef || paper.venue), doi: paper.doi || ownDoi(paper) }),
    url: addressOf(paper),
    ...more,
  }
  const lines = Object.entries(fields)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `      ${name}={${value}}, \n`)
  const kind = isArxivId(paper.id) ? 'misc' : 'article'
  return `@${kind}{${citationKey(paper)},\n${lines.join('')}}\n`
}

/** A paper as RIS, which knows no preprints: those of arXiv are published by arXiv. */
export function risOf(paper: Paper, more: readonly (readonly [string, string])[] = []): string {
  const lines: (readonly [string, string])[] = [
    ['TY', isArxivId(paper.id) ? 'GEN' : 'JOUR'],
    ['TI', plainText(paper.title)],
    ...paper.authors.map((name) => ['AU', lastFirst(plainText(name))] as const),
    ['PY', yearOf(paper)],
    ['DA', paper.publishedAt.slice(0, 10).replaceAll('-', '/')],
    ['PB', isArxivId(paper.id) ? 'arXiv' : ''],
    ['JO', plainText(paper.journalRef || paper.venue)],
    ['AB', plainText(paper.abstract)],
    ['DO', paper.doi || ownDoi(paper)],
    ['UR', addressOf(paper)],
    ...more,
  ]
  const text = lines
    .filter(([, value]) => value !== '')
    .map(([tag, value]) => `${tag}  - ${value.replace(/\s+/g, ' ')}\r\n`)
  return `${text.join('')}ER  - \r\n`
}

/** A paper as an entry of CSL-JSON. */
export function cslOf(paper: Paper): Readonly<Record<string, unknown>> {
  const arxiv = isArxivId(paper.id)
  const date = paper.publishedAt.slice(0, 10).split('-').filter(Boolean).map(Number)
  return {
    id: paper.id,
    type: arxiv ? 'article' : 'article-journal',
    ...(arxiv && { genre: 'preprint', publisher: 'arXiv', number: `arXiv:${paper.id}` }),
    title: plainText(paper.title),
    author: paper.authors.map((name) => cslName(plainText(name))),
    ...(date.length > 0 && { issued: { 'date-parts': [date] } }),
    ...(paper.abstract && { abstract: plainText(paper.abstract) }),
    ...((paper.journalRef || paper.venue) && {
      'container-title': plainText(paper.journalRef || paper.venue),
    }),
    DOI: paper.doi || (arxiv ? `10.48550/arXiv.${paper.id}` : ownDoi(paper)) || undefined,
    URL: addressOf(paper) || undefined,
  }
}

/** Where a paper is read: an address outside of this site; the empty text where none is known. */
export function addressOf({ id, doi }: Pick<Paper, 'id' | 'doi'>): string {
  if (isArxivId(id)) return `https://arxiv.org/abs/${id}`
  const value = id.slice(id.indexOf(':') + 1)
  if (id.startsWith('doi:')) return `https://doi.org/${value}`
  if (id.startsWith('acl:')) return `https://aclanthology.org/${value}`
  if (id.startsWith('openreview:')) return `https://openreview.net/forum?id=${value}`
  return doi && `https://doi.org/${doi}`
}

const ownDoi = ({ id }: Paper) => (id.startsWith('doi:') ? id.slice('doi:'.length) : '')

const yearOf = ({ publishedAt }: Paper) => publishedAt.slice(0, 4)

/** `vaswani2017attentionneed`: name, year, and what is said of the first four words. */
function citationKey({ authors, title, publishedAt, id }: Paper): string {
  const last = nameKey(nameParts(plainText(authors[0] ?? '')).family)
  const words = plainText(title)
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => !stopWords.has(word))
    .slice(0, 4)
    .join('')
  const key = `${last}${publishedAt.slice(0, 4)}${words}`.replace(/[^a-z0-9]/g, '')
  return key || id.replace(/[^a-z0-9]/gi, '')
}

const stopWords = new Set(
  'a an and are as at be by for from in is it of on or that the to with'.split(' '),
)

function cslName(name: string): Readonly<Record<string, string>> {
  const { family, given, suffix } = nameParts(name)
  if (given === '') return { literal: family }
  return { family, given, ...(suffix && { suffix }) }
}

/** Text with what TeX would take for its own made harmless; what is TeX already stays. */
function texText(text: string): string {
  const balanced = isBalanced(text) ? text : text.replace(/[{}]/g, '')
  return balanced
    .split(/(\$[^$]*\$)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/(?<!\\)[&%#_]/g, (sign) => `\\${sign}`)))
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
}

function isBalanced(text: string): boolean {
  let depth = 0
  for (const sign of text.replace(/\\./g, '')) {
    if (sign === '{') depth++
    if (sign === '}' && --depth < 0) return false
  }
  return depth === 0
}
