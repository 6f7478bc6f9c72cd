import { markedIn } from '#search'

/**
 * Highlights in HTML of ours the words that were searched for. A word may go through tags
 * (`<em>na</em>ïve`) and is then marked in parts; tags, entities and formulas stay whole.
 */
export function marked(html: string, marks: readonly string[]): string {
  if (marks.length === 0) return html
  const runs = runsOf(html)
  const found = markedIn(runs.map(({ seen }) => seen).join(''), marks)
  if (found.length === 0) return html

  let result = ''
  let at = 0 // place in what is seen
  for (const { html: piece, seen } of runs) {
    const end = at + seen.length
    let done = at
    for (const { from, to } of seen === piece ? found : []) {
      const [first, last] = [Math.max(from, at), Math.min(to, end)]
      if (first >= last) continue
      result += `${piece.slice(done - at, first - at)}<mark>${piece.slice(first - at, last - at)}</mark>`
      done = last
    }
    result += piece.slice(done - at)
    at = end
  }
  return result
}

/** A piece of HTML with what a reader sees of it; a full stop for what no word goes through. */
type Run = { readonly html: string; readonly seen: string }

const runsOf = (html: string): Run[] =>
  Array.from(html.matchAll(shape), ([piece]) => {
    if (piece.startsWith('<math') || /^&.+;$/.test(piece)) return { html: piece, seen: '.' }
    return { html: piece, seen: piece.startsWith('<') ? '' : piece }
  })

const shape = /<math[\s>].*?<\/math>|<[^>]*>|&(?:#\d+|#x[\da-f]+|\w+);|[^<&]+|&/gis
