import { z } from 'zod'
import { forYou as recommended, type Reason } from '#recommend'
import { Limit, PaperShape, showPapers } from '../shapes.ts'
import { readerIn, tool } from '../tool.ts'

export const forYou = tool({
  name: 'for_you',
  title: 'For you',
  says: 'What this reader may like, the best first, each with its reasons: from what they save, vote for and read.',
  who: 'reader',
  input: z.object({ limit: Limit(50, 10) }),
  output: z.object({
    papers: z.array(PaperShape.extend({ reasons: z.array(z.string()) })),
    cold: z
      .boolean()
      .describe('Nothing is known of the reader yet: this is what is new and esteemed.'),
  }),
  async run({ limit }, desk) {
    const { store, search } = desk.site
    const { papers, cold } = await recommended({ store, search }, readerIn(desk).id, {
      count: limit,
      now: desk.now,
    })
    const shown = await showPapers(
      desk,
      papers.map(({ paper }) => paper),
    )
    return {
      papers: shown.map((paper, i) => ({
        ...paper,
        reasons: (papers[i]?.reasons ?? []).map(inWords),
      })),
      cold,
    }
  },
})

function inWords(reason: Reason): string {
  switch (reason.kind) {
    case 'like':
      return `like ${reason.papers.join(', ')}`
    case 'authors':
      return `by ${reason.names.join(', ')}`
    case 'words':
      return `about ${reason.words.join(', ')}`
    case 'together':
      return `kept together by ${reason.readers} readers`
    case 'votes':
      return `${reason.votes} votes`
    case 'new':
      break
  }
  return 'new'
}
