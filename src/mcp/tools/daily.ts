import { z } from 'zod'
import { countsByCategory, countsByDay, dayWithPapers, papersIn, papersOf } from '#catalog'
import { picksOf } from '#curation'
import { DomainError } from '#domain-error'
import { addDays, dayOf } from '#paper'
import { dayIn, Limit, listed, PaperShape, showPapers, standing, Start } from '../shapes.ts'
import { tool } from '../tool.ts'

export const daily = tool({
  name: 'daily',
  title: 'A day of papers',
  says: 'What a day brought: what curators picked for its front page, how many papers each category has, and the papers themselves, in parts. Without a date, the last day that has papers.',
  input: z.object({
    date: z.string().max(40).optional().describe('A day, as 2026-11-20.'),
    category: z.string().max(40).optional().describe('As cs.LG.'),
    limit: Limit(50, 10),
    start: Start,
  }),
  output: z.object({
    date: z.string(),
    picks: z.array(PaperShape.extend({ line: z.string().describe('What a curator wrote.') })),
    papers: z.array(PaperShape),
    ...listed,
    categories: z.array(z.object({ category: z.string(), papers: z.number() })),
    earlier: z.string().nullable().describe('The nearest day before it that has papers.'),
  }),
  async run({ date, category, limit, start }, desk) {
    const { store } = desk.site
    const today = dayOf(desk.now)
    const day = date === undefined ? await dayWithPapers(store, { upTo: today }) : dayIn(date)
    if (!day) throw new DomainError('missing', 'There are no papers here yet.')
    const span = { from: day, to: day }
    const [counts, categories, papers, picks, earlier] = await Promise.all([
      countsByDay(store, span, category),
      countsByCategory(store, span),
      papersIn(store, span, { skip: start, count: limit }, category),
      start === 0 ? picksOf(store, day, category ?? '') : [],
      dayWithPapers(store, { upTo: addDays(day, -1) }),
    ])
    const total = counts[0]?.papers ?? 0
    if (total === 0) {
      throw new DomainError(
        'missing',
        `There are no papers of ${day}${category ? ` in ${category}` : ''}. ${
          earlier ? `The nearest day before it that has papers is ${earlier}.` : ''
        }`,
      )
    }
    const lines = new Map<string, string>(picks.map(({ paper, line }) => [paper, line]))
    const picked = await showPapers(
      desk,
      await papersOf(
        store,
        picks.map(({ paper }) => paper),
      ),
    )
    return {
      date: day,
      picks: picked.map((paper) => ({ ...paper, line: lines.get(paper.id) ?? '' })),
      papers: await showPapers(desk, papers),
      ...standing(start, limit, total),
      categories,
      earlier: earlier ?? null,
    }
  },
})
