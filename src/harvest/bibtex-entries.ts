/** An entry of a BibTeX file, as it stands there. */
export type BibtexEntry = {
  /** The line it begins on, counted from 1. */
  readonly line: number
  /** In lower case: `article`, `string`, `comment`. */
  readonly type: string
  readonly text: string
  /** What is wrong with how it stands there, and what to do. */
  readonly fault?: string
}

/** No entry has more characters, with its abstract; nor braces within braces so deep. */
const longest = 200_000
const deepest = 40

/**
 * Cuts a file into its entries. Where one is not closed, it ends at the next line that begins
 * another, so that it costs no other. What stands between entries is a comment, unless it looks
 * like a field: then the entry above was closed too early.
 */
export function* bibtexEntriesIn(text: string): Generator<BibtexEntry> {
  const opening = /(?<![\w.])@\s*([a-z]+)\s*[{(]/gi
  let at = 0
  let line = 1
  while (true) {
    opening.lastIndex = at
    const match = opening.exec(text)
    const start = match?.index ?? text.length
    const [stray] = text.slice(at, start).match(/^[ \t,]*[a-z]+[ \t]*=[ \t]*[{"\d].*$/im) ?? []
    if (stray) yield { line, type: 'stray', text: stray.trim(), fault: closedTooEarly }
    if (!match) return
    line += breaksIn(text, at, start)
    const { end, fault } = endOf(text, start, opening.lastIndex)
    const entry = { line, type: match[1]?.toLowerCase() ?? '', text: text.slice(start, end) }
    yield fault ? { ...entry, fault } : entry
    line += breaksIn(text, start, end)
    at = end
  }
}

/** Where an entry ends that begins at `start` and whose content begins at `from`. */
function endOf(text: string, start: number, from: number): { end: number; fault?: string } {
  const inParentheses = text[from - 1] === '('
  const next = /\\.|[{})]|\n(?=[ \t]*@[a-z]+\s*[{(]\s*[^\s{}(),="]+\s*,)/gis
  next.lastIndex = from
  let depth = inParentheses ? 0 : 1
  for (let found = next.exec(text); found; found = next.exec(text)) {
    const { 0: sign, index } = found
    if (sign === '\n') return { end: index, fault: notClosed }
    if (sign === '{') depth++
    if (sign === '}') depth--
    if (depth === 0 && sign === (inParentheses ? ')' : '}')) {
      return index - start > longest ? { end: index + 1, fault: tooLong } : { end: index + 1 }
    }
    if (depth > deepest) return { end: nextLine(text, index), fault: tooDeep }
  }
  return { end: text.length, fault: notClosed }
}

/** The beginning of the next line that begins an entry. */
function nextLine(text: string, from: number): number {
  const next = /\n(?=[ \t]*@[a-z]+\s*[{(])/gi
  next.lastIndex = from
  return next.exec(text)?.index ?? text.length
}

function breaksIn(text: string, from: number, to: number): number {
  let breaks = 0
  for (let i = text.indexOf('\n', from); i >= 0 && i < to; i = text.indexOf('\n', i + 1)) breaks++
  return breaks
}

const closedTooEarly =
  'a field stands outside of any entry: the one above has a closing brace too many. Take it out'
const notClosed =
  'the entry is not closed: add the brace that is missing, or see whether it was cut'
const tooLong = `the entry has more than ${longest.toLocaleString('en')} characters: see whether something else slipped into it`
const tooDeep = `the entry has braces ${deepest} deep, and no text needs that: take some out`
