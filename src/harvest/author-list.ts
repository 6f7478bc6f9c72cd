/**
 * The names in a line of authors as arXiv has it: “A. One, B. Two Jr. (Somewhere) and C. Three (for
 * the LAMP Collaboration)”. Affiliations in parentheses fall out, a collaboration is an author, and
 * “et al.” is nobody. TeX stays as it is.
 */
export function authorsIn(line: string): string[] {
  const { outside, inside } = apart(eachCollaboration(line.replace(/\s+/g, ' ')))
  const names: string[] = []
  for (const part of split(outside)) {
    const name = asName(part)
    if (isSuffix(name)) names.push(`${names.pop() ?? ''} ${name}`.trim())
    else names.push(name)
  }
  const spokenFor = collaborationsIn(inside).filter((name) => !names.includes(name))
  return [...names, ...new Set(spokenFor)].filter(isSomebody)
}

/** “The CMS and LHCb Collaborations” are two. */
const eachCollaboration = (line: string) =>
  line.replace(/(\S+) and (\S+) (Collaboration)s\b/gi, '$1 $3, $2 $3')

/** What stands outside of parentheses, and what inside. */
function apart(line: string): { outside: string; inside: string[] } {
  const partner = partnersIn(line)
  const inside: string[] = []
  let outside = ''
  for (let i = 0; i < line.length; i++) {
    const end = partner.get(i)
    if (end !== undefined) {
      inside.push(line.slice(i + 1, end))
      outside += ' '
      i = end
    } else if (line[i] === '(') {
      // Somebody forgot to close it: then it is what comes up to the next author.
      const comma = line.indexOf(',', i)
      i = comma < 0 ? line.length : comma - 1
    } else if (line[i] !== ')') {
      outside += line[i]
    }
  }
  return { outside, inside }
}

/** Where the parenthesis ends that begins at a place, for those that end at all. */
function partnersIn(line: string): Map<number, number> {
  const partner = new Map<number, number>()
  const open: number[] = []
  for (let i = 0; i < line.length; i++) {
    if (line[i] === '(') open.push(i)
    const start = line[i] === ')' ? open.pop() : undefined
    if (start !== undefined) partner.set(start, i)
  }
  return partner
}

/** Splits at commas, semicolons, “and” and “&”, but not inside of braces and not in TeX's `\,` and `\&`. */
function split(line: string): string[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const [piece] of line.matchAll(/\\.|[{}]|[,;]| (?:and|AND|&|\\&) |^and |:(?= )|./gu)) {
    if (piece === '{') depth++
    if (piece === '}') depth--
    const ends = depth <= 0 && /^([,;:]| ?and | AND | &| \\&)/.test(piece)
    if (ends) parts.push(part)
    part = ends ? '' : part + piece
  }
  return [...parts, part]
}

function asName(part: string): string {
  const name = part
    .replace(/\\,|~/g, ' ')
    .replace(/^\s*(and|by)\s+/i, '')
    .replace(/\bet\s*\.?\s*al\b\.?.*$/i, '')
    .replace(/\s+/g, ' ')
    .trim()
  // “R.B.Palmer” has forgotten its spaces.
  const spaced = name.replace(/(?<![\p{L}\\{])(\p{Lu})\.(?=\p{L}|\\|\{)/gu, '$1. ')
  return collaborationsIn([spaced])[0] ?? spaced
}

const isSuffix = (name: string) => /^(Jr|Sr|II|III|IV|Esq|Ph\.? ?D)\.?$/i.test(name)

/** A name has a letter; “et al.”, a number or a mark alone is nobody. */
const isSomebody = (name: string) => /\p{L}/u.test(name.replace(/\\[a-zA-Z]+/g, 'a'))

/** The collaboration that somebody speaks for: “for the STAR Collaboration” is the STAR Collaboration. */
function collaborationsIn(texts: readonly string[]): string[] {
  return texts.flatMap((text) => {
    const [, name] =
      text.match(
        /^\s*(?:on behalf of|for|representing|from)\s+(?:the\s+)?(.*\bcollaborations?)\b/i,
      ) ?? []
    return name ?? []
  })
}
