import { bibtexOf, cslOf, jsonLdOf, type Paper, risOf } from '#paper'
import type { Made } from '../kept.ts'

/** A format of citations: how it is called in addresses and by unAPI, and in HTTP. */
export type Format = {
  readonly name: string
  readonly ending: string
  readonly type: string
  readonly docs: string
  readonly write: (papers: readonly Paper[], origin: string) => string
}

/** The formats that need no style. */
export const formats: readonly Format[] = [
  {
    name: 'bibtex',
    ending: 'bib',
    type: 'application/x-bibtex',
    docs: 'https://ctan.org/pkg/bibtex',
    write: (papers) => papers.map((paper) => bibtexOf(paper)).join('\n'),
  },
  {
    name: 'ris',
    ending: 'ris',
    type: 'application/x-research-info-systems',
    docs: 'https://en.wikipedia.org/wiki/RIS_(file_format)',
    write: (papers) => papers.map((paper) => risOf(paper)).join('\r\n'),
  },
  {
    name: 'csl',
    ending: 'json',
    type: 'application/vnd.citationstyles.csl+json',
    docs: 'https://docs.citationstyles.org/',
    write: (papers) => JSON.stringify(papers.map(cslOf), undefined, 1),
  },
  {
    name: 'jsonld',
    ending: 'jsonld',
    type: 'application/ld+json',
    docs: 'https://schema.org/ScholarlyArticle',
    write: (papers, origin) =>
      JSON.stringify(
        papers.length === 1
          ? jsonLdOf(papers[0]!, origin)
          : papers.map((one) => jsonLdOf(one, origin)),
        undefined,
        1,
      ),
  },
]

export const made = (
  { write, type, ending }: Format,
  papers: readonly Paper[],
  origin: string,
): Made => ({
  body: write(papers, origin),
  type: `${type}; charset=utf-8`,
  headers: {
    'Content-Disposition': `inline; filename="${papers.length === 1 ? papers[0]!.id.replace(/[^\w.-]/g, '-') : 'papers'}.${ending}"`,
  },
})
