/** Mathematics found in a text. */
export type Formula = {
  /** What stands between the delimiters. */
  readonly source: string
  readonly display: boolean
  /** Where the text goes on. */
  readonly end: number
}

/** No formula of an abstract is longer; a delimiter whose partner is farther away has none. */
const longest = 3000

const environments =
  /\\begin\{((?:equation|align|alignat|gather|multline|eqnarray|displaymath|math|split|array|[pbvBV]?matrix|cases)\*?)\}/y

/** Finds the formula that begins at a place in one text, or `undefined` if none does. Asked for rising places. */
export type FormulaFinder = (at: number) => Formula | undefined

export function formulasOf(text: string): FormulaFinder {
  const next = seeker(text)

  const between = (at: number, open: string, close: string, display: boolean) => {
    const start = at + open.length
    const end = next(close, start)
    if (end - start > longest) return undefined
    return { source: text.slice(start, end), display, end: end + close.length }
  }

  return (at) => {
    if (text[at] === '$') return inDollars(text, at, next)
    if (text.startsWith('\\(', at)) return between(at, '\\(', '\\)', false)
    if (text.startsWith('\\[', at)) return between(at, '\\[', '\\]', true)
    environments.lastIndex = at
    const [open, name] = environments.exec(text) ?? []
    if (!open) return undefined
    const found = between(at, open, `\\end{${name}}`, true)
    return found && { ...found, source: text.slice(at, found.end) }
  }
}

function inDollars(text: string, at: number, next: Seeker): Formula | undefined {
  const display = text[at + 1] === '$'
  const start = at + (display ? 2 : 1)
  let end = next('$', start)
  while (inWords(text.slice(start, Math.min(end, start + longest)))) {
    const inner = next('$', end + 1)
    if (inner - start > longest) break
    end = next('$', inner + 1)
  }
  // A dollar after a backslash is one of money, unless the backslash is itself one of a line break.
  while (text[end - 1] === '\\' && text[end - 2] !== '\\') end = next('$', end + 1)
  if (end - start > longest) return undefined
  const source = text.slice(start, end)
  if (source.trim() === '' || source.includes('\u2029')) return undefined
  if (!display)
    return isPrice(source, text[end + 1]) ? undefined : { source, display, end: end + 1 }
  return text[end + 1] === '$' ? { source, display, end: end + 2 } : undefined
}

/** Whether a formula breaks off inside words, `\text{for $`, where dollars enclose one of their own. */
const inWords = (source: string) => /\\(?:text[a-z]*|[mh]box)\s*\{[^{}]*$/.test(source)

/**
 * Whether what stands between two dollars is no mathematics: “$5 and $10”, or prose after a dollar
 * whose partner got lost.
 */
function isPrice(source: string, follower = ''): boolean {
  if (/[\\^_{}]/.test(source)) return prose.test(source)
  if (prose.test(source)) return true
  if (/^[\d.,]+[kKMB]?[-–/]$/.test(source)) return /\d/.test(follower)
  return /^\d[\d,.]*[kKMB]?[\s,.;:)].*\s$|^\d[\d,.]*[kKMB]?\s$/s.test(source) && /\w/.test(follower)
}

/** Three words in a row that are no commands: formulas have them in \text only. */
const prose = /^[^{\\]*(?<![\\{\w])[A-Za-z]{2,} +[a-zA-Z]{2,},? +[a-zA-Z]{2,}/

/** Where a mark stands next, at a place or after it; infinitely far where there is none. */
type Seeker = (mark: string, from: number) => number

/** Looks for each mark once only over the whole text, however often it is asked, for places that rise. */
function seeker(text: string): Seeker {
  const found = new Map<string, number>()
  return (mark, from) => {
    const last = found.get(mark)
    if (last !== undefined && last >= from) return last
    const place = text.indexOf(mark, from)
    const answer = place === -1 ? Infinity : place
    found.set(mark, answer)
    return answer
  }
}
