import { isArxivId } from './id.ts'
import { plainText } from './latex.ts'
import type { Paper } from './paper.ts'

/** What every manner of citing a paper tells of it. */
export function fieldsOf(paper: Paper) {
  const { id, doi, publishedAt, updatedAt, day, journalRef, venue } = paper
  const date = (updatedAt || publishedAt || day).slice(0, 10)
  const own = id.startsWith('doi:') ? id.slice('doi:'.length) : ''
  return {
    title: paper.title.replace(/\s+/g, ' ').trim(),
    names: paper.authors.map((name) => plainText(name)),
    /** When the version appeared that we tell of, as much of the day as is known. */
    date,
    year: date.slice(0, 4),
    journal: journalRef || venue,
    /** The DOI by which it is cited: that of its publisher, or that which arXiv gives to each paper. */
    doi: doi || (isArxivId(id) ? `10.48550/arXiv.${id}` : own),
    url: addressOf(paper),
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

/** Text with what TeX would take for its own made harmless; what is TeX already stays. */
export function texText(text: string): string {
  const balanced = isBalanced(text) ? text : text.replace(/[{}]/g, '')
  return (
    balanced
      .split(/(\$[^$]*\$)/)
      .map((part, i) =>
        i % 2 === 1 ? part : part.replace(/(?<!\\)[&%#_]/g, (sign) => `\\${sign}`),
      )
      .join('')
      .replace(/\s+/g, ' ')
      // A backslash at the end would take the brace after it for a sign of the text.
      .replace(/\\$/, (end) => (text.endsWith('\\\\') ? end : ''))
      .trim()
  )
}

function isBalanced(text: string): boolean {
  let depth = 0
  for (const sign of text.replace(/\\./g, '')) {
    if (sign === '{') depth++
    if (sign === '}' && --depth < 0) return false
  }
  return depth === 0
}
