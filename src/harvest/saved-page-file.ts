import { isUtf8 } from 'node:buffer'
import { DomainError } from '#domain-error'
import { packingOf } from './lines.ts'

/** Refuses a file that is no text, or a text that is plainly something else, and says what to do. */
export function refuseOther(file: string, bytes: Buffer): void {
  const fault = faultOf(bytes)
  if (fault) throw new DomainError('invalid', `${file} ${fault}`)
}

function faultOf(bytes: Buffer): string | undefined {
  const beginning = bytes.subarray(0, 4000).toString('latin1').trimStart()
  if (bytes.length === 0 || bytes.toString('latin1').trim() === '') {
    return 'is empty: save the page again, as text.'
  }
  if (/^(ÿþ|þÿ)/.test(beginning)) return 'is text in UTF-16: save it again as UTF-8.'
  if (packingOf(bytes) !== 'plain' || beginning.startsWith('PK')) {
    return 'is packed: unpack it first, then import the text inside.'
  }
  if (beginning.startsWith('%PDF') || beginning.includes('\0')) {
    return 'is no text: open the page in a browser and save or copy it as plain text.'
  }
  if (/^(ï»¿)?\s*(<!doctype html|<html|<\?xml|<head|<body|<div|<!--)/i.test(beginning)) {
    return 'is HTML, line 1: open it in a browser, select all, and save what you copied as plain text.'
  }
  return undefined
}

/** The lines of a page, whatever ends them. Bytes that are no UTF-8 become replacement characters. */
export const linesOfPage = (bytes: Buffer): string[] =>
  bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)

/** The lines with bytes that are no UTF-8, counted from 1. */
export function faultyLines(bytes: Buffer): number[] {
  if (isUtf8(bytes)) return []
  // Line ends are the same bytes in UTF-8 and in Latin 1, which takes any byte.
  return bytes
    .toString('latin1')
    .split(/\r\n|\n|\r/)
    .flatMap((line, i) => (isUtf8(Buffer.from(line, 'latin1')) ? [] : [i + 1]))
}
