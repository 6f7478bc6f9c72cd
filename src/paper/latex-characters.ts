import { entities, signs } from './latex-signs.ts'

/** The mark between paragraphs in prepared text: Unicode's own, which input loses beforehand. */
export const paragraphMark = '\u2029'

/** A longer text than this is cut: the longest abstract of arXiv has some six thousand characters. */
const longest = 100_000

/**
 * A source with its characters in order: HTML's entities read, no control or invisible characters,
 * line breaks told apart from paragraphs, and at most 100,000 characters long.
 */
export function orderly(source: string): string {
  const whole = source.length > longest ? `${source.slice(0, longest)}…` : source
  const text = /&[#\w]+;/.test(whole) ? decodeEntities(whole) : whole
  return paragraphs(visible(text))
}

/** The text without what cannot be seen but does harm: controls, changes of direction, lone surrogates. */
export const visible = (text: string): string =>
  /^[\n -~]*$/.test(text)
    ? text
    : text
        .toWellFormed()
        .replace(/\r\n?/g, '\n')
        // U+200C and U+200D join letters and emoji, so they stay.
        .replace(/(?!\u200C|\u200D)[\p{Cf}]/gu, '')
        .replace(/[\t\v\f\u2028\u2029\p{Zs}]/gu, ' ')
        .replace(/(?!\n)\p{Cc}/gu, '')

/**
 * arXiv wraps lines, and begins a paragraph with two blanks. Where every line begins with blanks it
 * was somebody's pretty printer.
 */
function paragraphs(text: string): string {
  const inner = text.trim()
  if (!inner.includes('\n')) return inner
  const indented = /\n(?! {2})/.test(inner) ? / *\n( *\n)+ *| *\n {2,}/g : / *\n( *\n)+ */g
  return inner.replace(indented, paragraphMark).replaceAll('\n', ' ')
}

const decodeEntities = (text: string): string =>
  text.replace(/&(#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});/g, (whole, name: string) =>
    name.startsWith('#') ? characterOf(name.slice(1).replace(/^x/i, '0x')) : (named(name) ?? whole),
  )

/** The character of a number. HTML reads the controls 128 to 159 as the letters that Windows has there. */
export function characterOf(number: string): string {
  const code = Number(number)
  if (code >= 128 && code < 160) return windows.decode(Uint8Array.of(code))
  if (!Number.isInteger(code) || code < 0) return '\uFFFD'
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return '\uFFFD'
  return String.fromCodePoint(code)
}

const windows = new TextDecoder('windows-1252')

function named(name: string): string | undefined {
  if (/^(nbsp|ensp|emsp|thinsp)$/.test(name)) return ' '
  const [, letter, mark = ''] = name.match(/^([A-Za-z])([a-z]+)$/) ?? []
  const accent = marks.get(mark)
  if (letter && accent) return (letter + accent).normalize()
  return entities.get(name) ?? (name.length > 1 && greek.test(name) ? signs.get(name) : undefined)
}

const greek =
  /^(alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega)$/i

const marks = new Map([
  ['grave', '\u0300'],
  ['acute', '\u0301'],
  ['circ', '\u0302'],
  ['tilde', '\u0303'],
  ['uml', '\u0308'],
  ['caron', '\u030C'],
  ['cedil', '\u0327'],
])
