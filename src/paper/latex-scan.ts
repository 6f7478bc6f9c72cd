import { addressAt, unescaped } from './latex-address.ts'
import { orderly, paragraphMark } from './latex-characters.ts'
import { readCommand } from './latex-commands.ts'
import { mathText } from './latex-math.ts'
import {
  closeGroup,
  endRun,
  here,
  openGroup,
  rawGroup,
  type Reader,
  readerOf,
  type Run,
  type Style,
} from './latex-reader.ts'

/**
 * Takes a source apart into words and formulas, in one pass and in time that grows with its length
 * alone. Whatever comes, it comes to an end: braces that do not match mean nothing, and no command
 * is carried out.
 */
export function scan(source: string): Run[] {
  const reader = readerOf(orderly(source))
  const { text } = reader
  while (reader.at < text.length) {
    stop.lastIndex = reader.at
    const place = stop.exec(text)?.index ?? text.length
    addProse(reader, place)
    if (place < text.length) readSpecial(reader)
  }
  while (reader.groups.length > 1) closeGroup(reader, here(reader).closedBy)
  endRun(reader)
  return reader.runs
}

/** Where something may begin that is more than a character. */
const stop = /[\\${}<]|[_^]\{|https?:\/\//gi

function readSpecial(reader: Reader): void {
  const { text, at } = reader
  const char = text[at] ?? ''
  const formula = char === '$' || char === '\\' ? reader.formulaAt(at) : undefined
  if (formula) {
    endRun(reader)
    if (onlyWords.test(formula.source)) reader.runs.push(...scan(formula.source))
    else reader.runs.push({ kind: 'formula', source: formula.source, display: formula.display })
    reader.at = formula.end
    return
  }
  if (char === '\\') return readCommand(reader)
  if (char === '<' && readTag(reader)) return
  if (char === '{' || char === '}') return readBrace(reader, char)
  const address = addressAt(text, at)
  if (address) return readAddress(reader, address)
  reader.at++
  const script = char === '_' || char === '^' ? rawGroup(reader) : undefined
  reader.words += script === undefined ? char : mathText(`${char}{${script}}`)
}

/** A formula in name alone: `$\texttt{name}$`, `$\href{https://…}{…}$`. */
const onlyWords = /^\s*\\(?:href|url|text[a-z]{2}|emph)\s*(?:\{(?:[^{}$]|\{[^{}$]*\})*\}){1,2}\s*$/

/** Braces group, but for a set of numbers, which authors write without the backslashes. */
function readBrace(reader: Reader, char: '{' | '}'): void {
  set.lastIndex = reader.at
  const [numbers] = set.exec(reader.text) ?? []
  reader.at += numbers?.length ?? 1
  if (numbers) reader.words += numbers
  else if (char === '{') openGroup(reader)
  else closeGroup(reader, '}')
}

const set = /\{\s?[+-]?[\w.]{1,3}(?:\s?,\s?(?:[+-]?[\w.]{1,3}|\.{3}|…)){1,9}\s?\}/y

function readAddress(reader: Reader, address: string): void {
  const href = unescaped(address)
  openGroup(reader, { href, closedBy: 'address' })
  reader.words += href
  closeGroup(reader, 'address')
  reader.at += address.length
}

/** Reads one of HTML's few tags for words, where it has its partner: `a<b>c` is no tag. */
function readTag(reader: Reader): boolean {
  tag.lastIndex = reader.at
  const [whole, slash, name = ''] = tag.exec(reader.text) ?? []
  if (whole === undefined) return false
  const kind = name.toLowerCase()
  const partner = `</${kind}>`
  if (kind === 'br' || kind === 'p') {
    reader.words += paragraphMark
  } else if (slash) {
    if (!closeGroup(reader, partner)) return false
  } else {
    const near = reader.text.slice(reader.at, reader.at + 500).toLowerCase()
    const style = tags.get(kind)
    if (!style || !near.includes(partner)) return false
    openGroup(reader, { style, closedBy: partner })
  }
  reader.at += whole.length
  return true
}

const tag = /<(\/?)(i|em|b|strong|sub|sup|p|br|tt|code)\s*\/?>/iy

const tags = new Map<string, Style>([
  ['i', 'em'],
  ['em', 'em'],
  ['b', 'strong'],
  ['strong', 'strong'],
  ['tt', 'code'],
  ['code', 'code'],
  ['sub', 'sub'],
  ['sup', 'sup'],
])

/** Adds the words up to a place, with the marks that typists make turned into those of print. */
function addProse(reader: Reader, end: number): void {
  const { text, at } = reader
  const words = text.slice(at, end)
  reader.at = end
  if (!/[~`]|''|--/.test(words) || here(reader).styles.includes('code')) {
    reader.words += words
    return
  }
  reader.words += words
    .replace(/~/g, (_, place: number) => tieOrAbout(text, at + place))
    .replace(/``([^"`'“”]{1,200})"/g, '“$1”')
    .replaceAll('``', '“')
    .replaceAll("''", '”')
    .replace(/`(\S[^`'’]{0,80})'(?!\w)/g, '‘$1’')
    .replace(/-{2,}/g, dash)
}

/** Two or three hyphens are a dash, but not in a line of them, an arrow `-->` or an option `--help`. */
function dash(hyphens: string, place: number, words: string): string {
  if (hyphens.length > 3 || words[place + hyphens.length] === '>') return hyphens
  if (hyphens.length === 3) return '—'
  const isOption = /^\s$/.test(words[place - 1] ?? '') && /^[a-z]$/.test(words[place + 2] ?? '')
  return isOption ? hyphens : '–'
}

/** A tilde between two words ties them; before a number, after a blank, it says “about”. */
function tieOrAbout(text: string, place: number): string {
  const before = text[place - 1] ?? ' '
  return /[\s([,]/.test(before) && /[\d$.\\]/.test(text[place + 1] ?? '') ? '~' : ' '
}
