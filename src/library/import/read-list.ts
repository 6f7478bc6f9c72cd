import { DomainError } from '#domain-error'
import { citationsIn } from '#harvest'
import { citationItems } from './citations.ts'
import { idItems } from './ids.ts'
import type { List } from './item.ts'
import { jsonList } from './json.ts'
import { looksLikeZoteroRdf, zoteroRdf } from './zotero-rdf.ts'

/** So many papers one import may have. */
const most = 100_000

/**
 * Reads a list of papers, whatever it is: Zotero's RDF, CSL-JSON, BibTeX, RIS, an export of ours or
 * of Hugging Face or Semantic Scholar, or ids and links in any text. What is broken in it costs
 * nothing else; what is no list at all is refused.
 */
export function readList(text: string): List {
  const trimmed = text.replace(/^\uFEFF/, '')
  if (trimmed.includes('\0')) {
    throw new DomainError('invalid', 'This is no text: export a list as RDF, BibTeX, RIS or JSON.')
  }
  if (!trimmed.trim()) throw new DomainError('invalid', 'There is nothing in it: send a list.')
  const list = listIn(trimmed)
  if (list.items.length === 0 && !list.collections?.length) {
    throw new DomainError('invalid', `There is no paper in this ${list.kind}.`)
  }
  if (list.items.length > most) {
    throw new DomainError(
      'too-many',
      `One import takes ${most.toLocaleString('en')} papers; this has ${list.items.length.toLocaleString('en')}. Send it in parts.`,
    )
  }
  return list
}

function listIn(text: string): List {
  if (looksLikeZoteroRdf(text)) return zoteroRdf(text)
  const json = /^\s*[[{]/.test(text) ? jsonList(text) : undefined
  if (json) return json
  const citations = citationsIn(text)
  if (citations) return citationItems(citations.name, citations.entries)
  return idItems(text)
}
