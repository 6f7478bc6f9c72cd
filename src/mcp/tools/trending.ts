import { z } from 'zod'
import { DomainError } from '#domain-error'
import { isCategory } from '#paper'
import { daysIn, trending as ranking, windows } from '#trending'
import { Limit, listed, PaperShape, showIds, standing, Start } from '../shapes.ts'
import { tool } from '../tool.ts'

export const trending = tool({
  name: 'trending',
  title: 'What readers care for',
  says: 'The papers that readers care for most, by their votes: of a day, a week, a month or all time.',
  input: z.object({
    window: z.enum(windows).default('week'),
    category: z.string().max(40).optional().describe('As cs.LG.'),
    limit: Limit(50, 10),
    start: Start,
  }),
  output: z.object({
    papers: z.array(PaperShape),
    ...listed,
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
  async run({ window, category, limit, start }, desk) {
    if (category !== undefined && !isCategory(category)) {
      throw new DomainError('invalid', `“${category}” is not one of arXiv’s categories, as cs.LG.`)
    }
    const span = await daysIn(desk.site.store, window, desk.now)
    const all = await ranking(desk.site.store, { span, category })
    if (all.length === 0) {
      const wider = window === 'all' ? 'daily tells what is new.' : 'Try a wider window, or daily.'
      throw new DomainError('missing', `Nobody has voted for anything there yet. ${wider}`)
    }
    const ids = all.slice(start, start + limit).map(({ paper }) => paper)
    return {
      papers: await showIds(desk, ids),
      ...standing(start, limit, all.length),
      from: span?.from ?? null,
      to: span?.to ?? null,
    }
  },
})
