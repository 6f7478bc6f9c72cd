import { z } from 'zod'
import { isCategory } from '#paper'
import { DomainError } from '#domain-error'
import { dayIn, DayText, Limit, listed, PaperShape, showIds, standing, Start } from '../shapes.ts'
import { tool } from '../tool.ts'

export const searchPapers = tool({
  name: 'search_papers',
  title: 'Search papers',
  says: 'Finds papers by words and by meaning, the best first. The query may hold "phrases", ti: au: abs: cat: id:, before: after: on:, has:code, is:picked, AND OR NOT, and ~ before what counts for its meaning.',
  input: z.object({
    query: z.string().min(1).max(2000),
    from: DayText.optional(),
    to: DayText.optional(),
    categories: z.array(z.string().max(40)).max(20).optional().describe('As cs.LG.'),
    sort: z.enum(['relevance', 'date', 'trending']).default('relevance'),
    limit: Limit(50, 10),
    start: Start,
  }),
  output: z.object({
    papers: z.array(PaperShape),
    ...listed,
    notes: z.array(z.string()).describe('What was assumed or left out.'),
    meant: z.string().nullable().describe('Another spelling of the query.'),
  }),
  async run({ query, from, to, categories = [], sort, limit, start }, desk) {
    const unknown = categories.find((code) => !isCategory(code))
    if (unknown !== undefined) {
      throw new DomainError('invalid', `“${unknown}” is not one of arXiv’s categories, as cs.LG.`)
    }
    const found = await desk.site.search.find({
      text: query,
      ...(from !== undefined && { from: dayIn(from) }),
      ...(to !== undefined && { to: dayIn(to) }),
      ...(categories.length > 0 && { categories }),
      sort,
      as: 'papers',
      skip: start,
      count: limit,
    })
    const papers = await showIds(
      desk,
      found.hits.map(({ id }) => id),
    )
    return {
      papers,
      ...standing(start, limit, found.total),
      notes: [
        ...found.notes,
        ...(found.ready ? [] : ['The index is being made: more will be found in a while.']),
      ],
      meant: found.spelling?.text ?? null,
    }
  },
})
