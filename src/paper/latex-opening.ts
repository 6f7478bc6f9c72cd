import { formulasOf } from './latex-formula.ts'

/**
 * Divides an abstract after the sentence that ends nearest to a length, so that a page can show the
 * opening and fold the rest. Both parts are source text, cut neither inside mathematics nor inside
 * braces. A text that is little longer than that stays whole.
 */
export function opening(source: string, length: number): { opening: string; rest: string } {
  const whole = { opening: source, rest: '' }
  if (source.length <= length * 1.3) return whole

  const ends = sentenceEnds(source, length * 3)
  const best = ends.toSorted((a, b) => Math.abs(a - length) - Math.abs(b - length))[0]
  if (best === undefined || best > source.length - length * 0.2) return whole
  return { opening: source.slice(0, best).trimEnd(), rest: source.slice(best).trimStart() }
}

/** Where sentences end, up to a place: outside mathematics, braces and abbreviations. */
function sentenceEnds(source: string, last: number): number[] {
  const formulaAt = formulasOf(source)
  const ends: number[] = []
  let depth = 0
  const part = source.slice(0, last)
  const next = /[$\\{}.!?]/g
  for (let found = next.exec(part); found; found = next.exec(part)) {
    let at = found.index
    const [char] = found
    if (char === '$' || char === '\\') {
      const formula = formulaAt(at)
      at = formula ? formula.end - 1 : char === '\\' ? at + 1 : at
    } else if (char === '{') depth++
    else if (char === '}') depth = Math.max(0, depth - 1)
    else if (depth === 0) {
      const end = endOfSentence(source, at)
      if (end !== undefined) ends.push(end)
    }
    next.lastIndex = at + 1
  }
  return ends
}

/** The place after the sentence, if the mark at a place ends one. */
function endOfSentence(source: string, at: number): number | undefined {
  afterMark.lastIndex = at + 1
  const [closing] = afterMark.exec(source) ?? []
  if (closing === undefined) return undefined
  if (source[at] === '.' && abbreviation.test(source.slice(Math.max(0, at - 12), at)))
    return undefined
  return at + 1 + closing.length
}

/** What closes with the sentence; then a blank, and what may begin another. */
const afterMark = /["'”’)\]]*(?=\s+["'“‘([`$\\{\p{Lu}\p{Lo}\d])/uy

const abbreviation =
  /(?:^|[\s(~])(?:[A-Z]|e\.g|i\.e|etc|cf|vs|al|resp|approx|ca|Fig|Figs|Eq|Eqs|Sec|Ref|Refs|Tab|No|Dr|Prof|Mr|Mrs|St|Thm|Prop|Lem|Ch|Vol|pp|U\.S)$/
