import { fieldsOf } from './cite.ts'
import { isArxivId, paperPath } from './id.ts'
import { plainText } from './latex.ts'
import type { Paper } from './paper.ts'

/** A paper as schema.org has it, https://schema.org/ScholarlyArticle; `origin` is where our page is. */
export function jsonLdOf(paper: Paper, origin: string): object {
  const { names, doi, url } = fieldsOf(paper)
  const { publishedAt, updatedAt, journalRef, license, abstract, summary, categories } = paper
  return {
    '@context': 'https://schema.org',
    '@type': 'ScholarlyArticle',
    '@id': origin + paperPath(paper.id),
    headline: plainText(paper.title).slice(0, 300),
    name: plainText(paper.title),
    author: names.map((name) => ({ '@type': 'Person', name })),
    ...(publishedAt && { datePublished: publishedAt.slice(0, 10) }),
    ...(updatedAt && { dateModified: updatedAt.slice(0, 10) }),
    ...((abstract || summary) && { abstract: plainText(abstract || summary) }),
    ...(categories.length > 0 && { keywords: categories.join(', ') }),
    ...(license && { license }),
    ...(journalRef && { isPartOf: { '@type': 'Periodical', name: plainText(journalRef) } }),
    ...(isArxivId(paper.id) && { publisher: { '@type': 'Organization', name: 'arXiv' } }),
    identifier: [paper.id, ...(doi ? [`https://doi.org/${doi}`] : [])],
    url: origin + paperPath(paper.id),
    ...(url && { sameAs: url }),
    isAccessibleForFree: true,
  }
}
