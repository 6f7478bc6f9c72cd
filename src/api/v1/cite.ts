import { z } from 'zod'
import { papersOf } from '#catalog'
import { styled } from '#citations'
import { DomainError } from '#domain-error'
import { bibtexOf, cslOf, type Paper, risOf } from '#paper'
import { route } from './route.ts'
import { PaperIdShape } from './shapes.ts'

export const cite = [
  route({
    name: 'exportCitations',
    method: 'get',
    path: '/citations',
    tag: 'Papers',
    says: 'Citations of papers, as BibTeX, RIS, CSL-JSON, or in a style',
    more: '/cite gives the same as files, with the media types that programs of citations ask for.',
    query: z.object({
      id: z.array(PaperIdShape).min(1).max(200),
      format: z.enum(['bibtex', 'ris', 'csl', 'style']).default('bibtex'),
      style: z.string().max(100).default('apa').describe('Where the format is `style`.'),
    }),
    freshness: 'catalog',
    missing: true,
    answer: z
      .object({
        text: z.string(),
        missing: z.array(z.string()).describe('What is not held here, and so not cited.'),
      })
      .meta({ id: 'Citations' }),
    async run({ query, store, site }) {
      const papers = await papersOf(store, query.id)
      if (papers.length === 0) throw new DomainError('missing', 'None of them is held here.')
      const held = new Set<string>(papers.map(({ id }) => id))
      const style = { name: query.style, folder: site.styles ?? '' }
      return {
        text: await citationsIn(query.format, papers, style),
        missing: query.id.filter((id) => !held.has(id)),
      }
    },
  }),
]

async function citationsIn(
  format: 'bibtex' | 'ris' | 'csl' | 'style',
  papers: readonly Paper[],
  { name, folder }: { readonly name: string; readonly folder: string },
): Promise<string> {
  if (format === 'bibtex') return papers.map((paper) => bibtexOf(paper)).join('\n\n')
  if (format === 'ris') return papers.map((paper) => risOf(paper)).join('\n')
  if (format === 'csl') return JSON.stringify(papers.map(cslOf))
  return styled(papers, { name }, { folder })
}
