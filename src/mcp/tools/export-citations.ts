import { z } from 'zod'
import { papersOf } from '#catalog'
import { styled } from '#citations'
import { DomainError } from '#domain-error'
import { bibtexOf, cslOf, risOf } from '#paper'
import { idIn, PaperIdShape } from '../shapes.ts'
import { tool } from '../tool.ts'

export const exportCitations = tool({
  name: 'export_citations',
  title: 'Export citations',
  says: 'Cites papers: as BibTeX, RIS or CSL-JSON, or as a list in a style such as apa, vancouver or harvard1.',
  input: z.object({
    ids: z.array(PaperIdShape).min(1).max(100),
    format: z.enum(['bibtex', 'ris', 'csl-json', 'style']).default('bibtex'),
    style: z.string().max(100).default('apa').describe('Where the format is style.'),
  }),
  output: z.object({
    untrusted: z
      .object({ citations: z.string() })
      .describe('Titles and names, as their authors wrote them.'),
    cited: z.array(z.string()),
    missing: z.array(z.string()).describe('What is not held here, and so not cited.'),
  }),
  async run({ ids, format, style }, { site }) {
    const wanted = [...new Set(ids.map(idIn))]
    const papers = await papersOf(site.store, wanted)
    if (papers.length === 0) {
      throw new DomainError('missing', 'None of them is held here. search_papers finds what is.')
    }
    const text = {
      bibtex: () => papers.map((paper) => bibtexOf(paper)).join('\n\n'),
      ris: () => papers.map((paper) => risOf(paper)).join('\n'),
      'csl-json': () => JSON.stringify(papers.map(cslOf), null, 1),
      style: () => styled(papers, { name: style }, { folder: site.styles ?? '' }),
    }
    const held = new Set<string>(papers.map(({ id }) => id))
    return {
      untrusted: { citations: await text[format]() },
      cited: [...held],
      missing: wanted.filter((id) => !held.has(id)),
    }
  },
})
