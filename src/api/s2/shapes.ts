import { bibtexOf, fieldOf, isArxivId, type Paper, paperPath, plainText } from '#paper'
import { DomainError } from '#domain-error'

/** The fields of a paper that can be asked for; what we do not know of any paper is null. */
const fields: Readonly<Record<string, (paper: Paper, origin: string) => unknown>> = {
  paperId: ({ id }) => id,
  corpusId: () => null,
  externalIds: (paper) => ({
    ...(isArxivId(paper.id) && { ArXiv: paper.id }),
    ...(paper.id.startsWith('acl:') && { ACL: paper.id.slice(4) }),
    ...((paper.doi || paper.id.startsWith('doi:')) && { DOI: paper.doi || paper.id.slice(4) }),
  }),
  url: ({ id }, origin) => origin + paperPath(id),
  title: ({ title }) => plainText(title),
  abstract: ({ abstract }) => (abstract ? plainText(abstract) : null),
  venue: ({ venue, journalRef, id }) => venue || journalRef || (isArxivId(id) ? 'arXiv.org' : ''),
  publicationVenue: () => null,
  year: ({ publishedAt }) => Number(publishedAt.slice(0, 4)) || null,
  publicationDate: ({ publishedAt }) =>
    /^\d{4}-\d\d-\d\d/.test(publishedAt) ? publishedAt.slice(0, 10) : null,
  journal: ({ journalRef, venue }) => (journalRef || venue ? { name: journalRef || venue } : null),
  referenceCount: () => null,
  citationCount: () => null,
  influentialCitationCount: () => null,
  isOpenAccess: ({ id }) => isArxivId(id),
  openAccessPdf: ({ id }) =>
    isArxivId(id) ? { url: `https://arxiv.org/pdf/${id}`, status: 'GREEN' } : null,
  fieldsOfStudy: ({ categories }) => studiesOf(categories),
  s2FieldsOfStudy: ({ categories }) =>
    studiesOf(categories).map((category) => ({ category, source: 'arxiv' })),
  publicationTypes: ({ journalRef }) => (journalRef ? ['JournalArticle'] : null),
  citationStyles: (paper) => ({ bibtex: bibtexOf(paper) }),
  authors: ({ authors }) => authors.map((name) => ({ authorId: null, name: plainText(name) })),
  tldr: ({ summary }) => (summary ? { model: 'broadsheet', text: plainText(summary) } : null),
  embedding: () => null,
  citations: () => [],
  references: () => [],
}

const studiesOf = (categories: readonly string[]) => [...new Set(categories.map(fieldOf))]

/** Their names of what stands below a field, as `authors.name`, choose the field. */
const top = (name: string) => name.split('.')[0] ?? ''

/** Which fields are asked for; what is none is refused as it is there. */
export function fieldsIn(asked: string | undefined): readonly string[] {
  const names = (asked ?? 'title')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  const wrong = names.filter((name) => !Object.hasOwn(fields, top(name)))
  if (wrong.length > 0) {
    throw new DomainError(
      'invalid',
      `Unrecognized or unsupported fields: [${wrong.join(', ').slice(0, 200)}]`,
    )
  }
  return [...new Set(['paperId', ...names.map(top)])]
}

/** A paper with these fields. */
export const shown = (paper: Paper, names: readonly string[], origin: string) =>
  Object.fromEntries(names.map((name) => [name, fields[name]?.(paper, origin) ?? null]))
