import { authorsIn } from './author-list.ts'

/**
 * The names in BibTeX's `author`: “Last, First and von Last, Jr, First and {A Collaboration} and
 * others”, each as it is said. LaTeX stays; braces go that only hold a name together. A line that
 * forgot its “and” is read as other lines of authors are.
 */
export function bibtexNames(line: string): string[] {
  return apart(line, ' and').flatMap((name) => {
    if (/^(others|et\.? al\.?|)$/i.test(name)) return []
    const [last = '', first = '', given, ...more] = apart(name, ',')
    if (given === undefined) return said(first, last)
    return more.length === 0 && suffix.test(first) ? said(given, last, first) : authorsIn(name)
  })
}

const suffix = /^\{?(jr|sr|I{1,3}|IV|\d(st|nd|rd|th))\.?\}?$/i

function said(...parts: readonly string[]): string[] {
  const name = parts.map(unbraced).join(' ').replace(/\s+/g, ' ').trim()
  return /\p{L}/u.test(name) ? [name] : []
}

/** Splits where no brace is open. */
function apart(text: string, separator: ',' | ' and'): string[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const [piece] of ` ${text} `.replace(/\s+/g, ' ').matchAll(/\\.| and(?= )|[^]/giu)) {
    if (piece === '{') depth++
    if (piece === '}') depth--
    const ends = depth <= 0 && piece.toLowerCase() === separator
    if (ends) parts.push(part.trim())
    part = ends ? '' : part + piece
  }
  return [...parts, part.trim()]
}

/** `{van der Ort}` is van der Ort, but in `{\"O}rn` and `\c{c}` the braces are LaTeX's. */
const unbraced = (part: string): string =>
  part
    .replace(/(?<!\\[a-zA-Z]{0,20}|\\.)\{([^{}\\]*)\}/g, '$1')
    .replace(/^\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}$/, '$1')
