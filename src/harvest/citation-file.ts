import { DomainError } from '#domain-error'
import { aclEntries, looksLikeAcl } from './acl.ts'
import { bibtexEntries, looksLikeBibtex } from './bibtex.ts'
import { cslEntries, looksLikeCsl } from './csl.ts'
import { batchesOf, type Entry } from './entries.ts'
import { looksLikeRis, risEntries } from './ris.ts'
import type { Source } from './source.ts'
import { wholeFile } from './whole-file.ts'

const kinds = [
  { name: 'ACL Anthology', looksLike: looksLikeAcl, entries: aclEntries, origin: 'acl' },
  { name: 'BibTeX', looksLike: looksLikeBibtex, entries: bibtexEntries, origin: 'citation' },
  { name: 'RIS', looksLike: looksLikeRis, entries: risEntries, origin: 'citation' },
  { name: 'CSL-JSON', looksLike: looksLikeCsl, entries: cslEntries, origin: 'citation' },
] as const

/** Whether the beginning of a file is of a list of citations. */
export const looksLikeCitations = (beginning: string): boolean =>
  kinds.some(({ looksLike }) => looksLike(beginning))

/** The entries of a text that is a list of citations, and what it is; nothing where it is none. */
export function citationsIn(
  text: string,
): { readonly name: string; readonly entries: Iterable<Entry> } | undefined {
  const kind = kinds.find(({ looksLike }) => looksLike(text.slice(0, 65536)))
  return kind && { name: kind.name, entries: kind.entries(text) }
}

/**
 * The papers of a list of citations: BibTeX, RIS, CSL-JSON or the ACL Anthology's XML, plain or
 * packed. It is cut into entries first, so that one that is broken costs no other; its name in the
 * store is that of its content.
 */
export function citationFile(file: string, { batchSize = 500 } = {}): Source {
  const whole = wholeFile(file)
  return {
    name: whole.name,
    origin: 'citation',
    async *batches(after, signal) {
      const text = whole.text()
      const kind = kinds.find(({ looksLike }) => looksLike(text.slice(0, 65536)))
      if (!kind) throw new DomainError('invalid', `${file} is no list of citations`)
      const { name, origin } = kind
      let entries = 0
      for (const batch of batchesOf(kind.entries(text), after, { batchSize, signal })) {
        entries++
        yield { ...batch, origin }
      }
      if (entries === 0) throw new DomainError('invalid', `${file}: this ${name} has no entries`)
    },
  }
}
