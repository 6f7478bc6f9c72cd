import { characterOf } from './latex-characters.ts'
import {
  accents,
  blackboard,
  functions,
  lowered,
  mathAccents,
  operators,
  raised,
  signs,
} from './latex-signs.ts'

/** Deeper groups than this are written without their inner structure. */
const deepest = 40

/**
 * Mathematics as a line of plain text: `\ell_1` is ℓ₁, `O(n \log n)` is O(n log n), `\frac{a}{b}` is
 * a/b. Commands that nobody knows leave their name behind.
 */
export function mathText(source: string): string {
  const reader: Reader = { source: withScripts(source), at: 0, depth: 0 }
  let text = ''
  while (reader.at < reader.source.length) {
    text += sequence(reader)
    reader.at++ // a brace that closes nothing
  }
  return text.replace(/\s+/g, ' ').trim().normalize()
}

/** A formula whose every underscore an archive has escaped, `Al$\_2$O$\_3$`, with its scripts. */
export const withScripts = (source: string): string =>
  source.includes('\\_') && !/\\(text|math|operatorname|mbox)/.test(source)
    ? source.replaceAll('\\_', '_')
    : source

type Reader = { readonly source: string; at: number; depth: number }

/** What was written last, for the blanks between: a blank after the name of a letter only ends the name. */
type Last = 'start' | 'name' | 'function' | 'operator' | 'spaced operator' | 'other'

/** Everything up to the brace that closes this group, or to the end. */
function sequence(reader: Reader): string {
  let text = ''
  let last: Last = 'start'
  const { source } = reader
  while (reader.at < source.length && source[reader.at] !== '}') {
    const blank = skipBlanks(reader)
    const char = source[reader.at]
    if (char === undefined || char === '}') break
    const name = commandAt(reader)

    if (name === 'over' || name === 'atop' || name === 'choose') {
      text = `${grouped(text.trim())}/`
      reader.at += name.length + 1
      text += grouped(sequence(reader).trim())
      continue
    }
    if (name !== undefined && operators.has(name)) {
      const spaced = blank && text !== ''
      text += (spaced ? ' ' : '') + operators.get(name)
      reader.at += name.length + 1
      last = spaced ? 'spaced operator' : 'operator'
      continue
    }
    if (name !== undefined && functions.has(name)) {
      if (/[\p{L}\p{N})\]|]$/u.test(text)) text += ' '
      text += name.replace('bmod', 'mod')
      reader.at += name.length + 1
      last = 'function'
      continue
    }
    if (last === 'spaced operator' && /[_^]/.test(char)) {
      text = append(text, reader)
      continue
    }
    if (wantsBlank(last, blank, char)) text += ' '
    const known = name !== undefined && signs.has(name)
    text = append(text, reader)
    last = known ? 'name' : 'other'
  }
  return text
}

function wantsBlank(last: Last, blank: boolean, char: string): boolean {
  if (last === 'spaced operator') return true
  if (last === 'function') return /[\p{L}\p{N}\\]/u.test(char)
  if (last === 'name') return blank && !/[\p{L}\p{N}\\,.;_^]/u.test(char)
  return last === 'other' && blank && !/[_^]/.test(char)
}

/** The text with the next atom after it. A script changes what stands before it. */
function append(text: string, reader: Reader): string {
  const char = reader.source[reader.at]
  if (char === '^' || char === '_') {
    reader.at++
    return text + script(char, argument(reader).trim())
  }
  if (char === '\\') return text + command(reader)
  return text + argument(reader)
}

/** What stands raised or lowered, in Unicode's small characters where it has them all. */
function script(mark: '^' | '_', text: string): string {
  if (mark === '^' && /^([°′″*†‡]|st|nd|rd|th|∘|prime)$/.test(text)) {
    return text.replace('∘', '°')
  }
  const small = mark === '^' ? raised : lowered
  if (
    mark === '^'
      ? /^(.|[\dni+\-−=()]+)$/su.test(text)
      : /^(.|[\d+\-−=()]+|[ijkmn]{2})$/su.test(text)
  ) {
    const chars = Array.from(text, (char) => small.get(char))
    if (!chars.includes(undefined)) return chars.join('')
  }
  return text === ''
    ? ''
    : mark +
        (/^[-−+]?[\p{L}\p{N}\p{M}′]+$|^.$|^\([^()]*\)$|^\[[^\]]*\]$/u.test(text)
          ? text
          : `(${text})`)
}

/** One group, one command with its arguments, or one character. */
function argument(reader: Reader): string {
  skipBlanks(reader)
  const char = reader.source[reader.at]
  if (char === undefined || char === '}') return ''
  if (char === '\\') return command(reader)
  if (char !== '{') {
    const whole = String.fromCodePoint(reader.source.codePointAt(reader.at) ?? 32)
    reader.at += whole.length
    if (char === "'") return '′'
    if (char === '$') return ''
    return char === '~' || char === '&' ? ' ' : whole
  }
  reader.at++
  if (reader.depth >= deepest) return ''
  reader.depth++
  const inner = sequence(reader)
  reader.depth--
  reader.at++
  return inner
}

function command(reader: Reader): string {
  const name = commandAt(reader) ?? ''
  reader.at += name.length + 1
  if (reader.depth >= deepest) return ''
  reader.depth++
  const text = meaning(name, reader)
  reader.depth--
  return text
}

function meaning(name: string, reader: Reader): string {
  const sign = signs.get(name) ?? operators.get(name)
  if (sign !== undefined) return sign
  const accent = mathAccents.get(name) ?? (/^[^A-Za-z]$/.test(name) ? accents.get(name) : undefined)
  if (accent) return accented(argument(reader), accent)
  if (fractions.has(name)) return `${grouped(argument(reader))}/${grouped(argument(reader))}`
  if (literal.has(name)) return literalText(reader)
  if (dropped.has(name)) return (argument(reader), '')
  if (/^(mathbb|Bbb|mathds)$/.test(name)) {
    return Array.from(argument(reader), (char) => blackboard.get(char) ?? char).join('')
  }
  switch (name) {
    case 'sqrt':
      return root(reader)
    case 'binom':
      return `(${argument(reader)} ${argument(reader)})`
    case 'begin':
      if (/^(array|tabular|alignat)/.test(argument(reader))) argument(reader) // its columns
      return ''
    case 'unicode':
      return characterOf(argument(reader).replace('x', '0x'))
    case 'pmod':
      return ` (mod ${argument(reader)})`
    case 'stackrel':
    case 'overset':
    case 'underset':
      return (argument(reader), argument(reader))
    case 'left':
    case 'right':
      // A dot stands for a bracket that is not there.
      if (reader.source[reader.at] === '.') reader.at++
      return ''
    case '\\':
      return '; '
    case '|':
      return '‖'
    case '!':
    case '-':
    case '/':
      return ''
    case 'quad':
    case 'qquad':
      return ' '
  }
  if (/^[^A-Za-z]?$/.test(name)) return /^[,;:>\s]?$/.test(name) ? ' ' : name
  if (silent.test(name)) return ''
  return reader.source[reader.at] === '{' ? argument(reader) : name
}

const fractions = new Set(['frac', 'dfrac', 'tfrac', 'cfrac', 'sfrac', 'nicefrac'])
const literal = new Set(
  'text textrm textit textbf textsc textsf texttt textup textnormal mbox hbox emph'.split(' '),
)
const dropped = new Set(
  'label tag color hspace vspace mspace phantom hphantom vphantom end hskip kern'.split(' '),
)

/** Commands that change looks alone. */
const silent =
  /^(displaystyle|textstyle|scriptstyle|rm|bf|it|cal|sf|tt|em|sl|sc|frak|mit|boldmath|unboldmath|limits|nolimits|nonumber|notag|[bB]ig+[lrm]?|middle|xspace|ensuremath|protect|operatorname|mathop|mathrel|mathbin|small|large|normalsize|hfill|noindent|math(rm|bf|it|sf|tt|cal|scr|frak|ord|normal)|bm|boldsymbol|centering|hline)$/

/** Words inside a formula: their blanks count, and mathematics among them is read as such. */
function literalText(reader: Reader): string {
  if (reader.source[reader.at] !== '{') return argument(reader)
  const rest = reader.source.slice(reader.at + 1)
  const [plain] = rest.match(/^[^{}\\$_^]*(?=\})/) ?? []
  if (plain === undefined) return argument(reader)
  reader.at += plain.length + 2
  return plain
}

function root(reader: Reader): string {
  const [degree = ''] =
    reader.source.slice(reader.at, reader.at + 20).match(/^\[[^\]]{0,10}\]/) ?? []
  reader.at += degree.length
  const small = Array.from(degree.slice(1, -1), (char) => raised.get(char) ?? char).join('')
  return `${small}√${grouped(argument(reader))}`
}

/** A lone letter gets its accent; over several Unicode has none. */
function accented(text: string, accent: string): string {
  const plain = text.replace('ı', 'i').replace('ȷ', 'j')
  return /^.$/su.test(plain) ? (plain + accent).normalize() : text
}

const grouped = (text: string) => (/^[\p{L}\p{N}\p{M}.]*$/u.test(text) ? text : `(${text})`)

/** The name of the command at the reader's place: letters, or the one character after the backslash. */
function commandAt({ source, at }: Reader): string | undefined {
  if (source[at] !== '\\') return undefined
  names.lastIndex = at + 1
  return names.exec(source)?.[0] ?? ''
}

const names = /[A-Za-z]+|[^]/y

function skipBlanks(reader: Reader): boolean {
  const before = reader.at
  while (/\s/.test(reader.source[reader.at] ?? '')) reader.at++
  return reader.at > before
}
