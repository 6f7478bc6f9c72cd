import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { Garbled } from './ask.ts'
import { isRow, type Row } from './text.ts'

/** Reads XML that must be well-formed and declare nothing; anything else is refused as garbled. */
export function readXml(xml: string): Row {
  if (isBomb(xml)) throw new Garbled('it declares entities of its own, which no answer needs', xml)
  const control = xml.search(forbidden)
  if (control >= 0) throw new Garbled(`it has a character at ${control} that XML forbids`, xml)
  const valid = XMLValidator.validate(xml)
  if (valid !== true) throw new Garbled(`it is not well-formed XML: ${valid.err.msg}`, xml)
  try {
    const document: unknown = parser.parse(xml)
    return isRow(document) ? document : {}
  } catch (error) {
    throw new Garbled(`it cannot be parsed: ${error instanceof Error ? error.message : ''}`, xml)
  }
}

// oxlint-disable-next-line no-control-regex -- these are what it is about
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/

/** Nothing of ours has a document type, and with one come entities that grow without end. */
export const isBomb = (xml: string) => /<!(DOCTYPE|ENTITY)/i.test(xml)

/** Elements that are a list even where there is but one of them. */
const several = new Set(['record', 'version', 'author', 'entry', 'category'])

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // Entities are decoded below, and only those that XML itself has.
  processEntities: false,
  isArray: (name) => several.has(name),
})

/** The text of an element, with or without attributes. */
export function textOf(element: unknown): string {
  const text = isRow(element) ? element['#text'] : element
  return typeof text === 'string' ? decodeEntities(text).trim() : ''
}

/** The five entities of XML, and characters by their number. Anything else stays as it is. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi,
    (whole, name: string | undefined, decimal: string | undefined, hex: string | undefined) => {
      if (name) return named[name] ?? whole
      const code = decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** One element or several, as several. */
export const asList = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]
