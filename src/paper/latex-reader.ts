import { type FormulaFinder, formulasOf } from './latex-formula.ts'

/** How words are set off, each style at most once, the outermost first. */
export type Style = 'em' | 'strong' | 'code' | 'sup' | 'sub'

/** A stretch of a text that is all of one kind. */
export type Run =
  | {
      readonly kind: 'words'
      readonly text: string
      readonly styles: readonly Style[]
      /** A web address, where the words lead to one. */
      readonly href: string
    }
  | { readonly kind: 'formula'; readonly source: string; readonly display: boolean }

/** A text that is being read, and what was read of it so far. */
export type Reader = {
  readonly text: string
  at: number
  /** Words read, not yet in a run. */
  words: string
  readonly runs: Run[]
  /** The groups that are open, the whole text first. */
  readonly groups: [Group, ...Group[]]
  readonly formulaAt: FormulaFinder
  /** Which brace closes which, found out when first asked. */
  partners?: Int32Array
}

/** What holds inside a group, and what closes it. */
type Group = {
  styles: readonly Style[]
  readonly href: string
  readonly closedBy: string
  /** Words to add at its end. */
  readonly tail: string
}

export const readerOf = (text: string): Reader => ({
  text,
  at: 0,
  words: '',
  runs: [],
  groups: [{ styles: [], href: '', closedBy: '', tail: '' }],
  formulaAt: formulasOf(text),
})

/** The innermost group that is open. */
export const here = ({ groups }: Reader): Group => groups.at(-1) ?? groups[0]

/** Ends a run of words, before others of another style begin. */
export function endRun(reader: Reader): void {
  if (reader.words === '') return
  const { styles, href } = here(reader)
  reader.runs.push({ kind: 'words', text: reader.words, styles, href })
  reader.words = ''
}

/** Opens a group inside the present one. A link inside a link leads where the outer one does. */
export function openGroup(
  reader: Reader,
  { style, href = '', closedBy = '}', tail = '' }: Partial<Group> & { style?: Style } = {},
): void {
  endRun(reader)
  const outer = here(reader)
  reader.groups.push({
    styles: withStyle(outer.styles, style),
    href: outer.href || href,
    closedBy,
    tail,
  })
}

/** Closes the innermost group if the mark is what closes it. */
export function closeGroup(reader: Reader, mark: string): boolean {
  const { closedBy, tail } = here(reader)
  if (reader.groups.length === 1 || closedBy !== mark) return false
  reader.words += tail
  endRun(reader)
  reader.groups.pop()
  return true
}

/** Sets the rest of the innermost group in a style. The text itself is no group: it would have no end. */
export function declareStyle(reader: Reader, style: Style): void {
  if (reader.groups.length === 1) return
  endRun(reader)
  const group = here(reader)
  group.styles = withStyle(group.styles, style)
}

const withStyle = (styles: readonly Style[], style: Style | undefined): readonly Style[] =>
  style === undefined || styles.includes(style) ? styles : [...styles, style]

/** Goes behind the brace that follows, or stays where it is and says that none does. */
export function entersBrace(reader: Reader): boolean {
  brace.lastIndex = reader.at
  if (!brace.test(reader.text)) return false
  reader.at = brace.lastIndex
  return true
}

const brace = /\s{0,2}\{/y

/** The group that follows as it is written, or `undefined`, staying, where none does. */
export function rawGroup(reader: Reader): string | undefined {
  const { text, at } = reader
  if (text[at] !== '{') return undefined
  reader.partners ??= partnersOf(text)
  const end = reader.partners[at] ?? 0
  if (end === 0 || end - at > longestGroup) return undefined
  reader.at = end + 1
  return text.slice(at + 1, end)
}

/** No argument of a command is longer: it is a brace gone astray. */
const longestGroup = 3000

/** Goes past the options `[…]` that follow, if any do. */
export function skipOptions(reader: Reader): void {
  options.lastIndex = reader.at
  if (options.test(reader.text)) reader.at = options.lastIndex
}

const options = /(?:\s?\[[^\][{}]{0,200}\]){1,2}/y

/** For each brace that opens the place of the one that closes it, or 0. */
function partnersOf(text: string): Int32Array {
  const partners = new Int32Array(text.length)
  const open: number[] = []
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (char === '\\') i++
    else if (char === '{') open.push(i)
    else if (char === '}') partners[open.pop() ?? 0] = i
  }
  return partners
}
