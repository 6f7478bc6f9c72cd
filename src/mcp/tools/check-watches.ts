import { z } from 'zod'
import { checkWatches as check } from '#watches'
import { Limit, PaperShape, showIds } from '../shapes.ts'
import { readerIn, tool } from '../tool.ts'
import { shownWatch, WatchShape } from '../watch-shape.ts'

export const checkWatches = tool({
  name: 'check_watches',
  title: 'Check watches',
  says: 'What is new for this reader’s watches since an assistant asked last; the first time, what the latest day brought. If an answer was lost, ask again with its since.',
  who: 'reader',
  input: z.object({
    watch_id: z.string().max(100).optional().describe('One watch; without it, all.'),
    since: z.string().max(40).optional().describe('A mark of an earlier answer.'),
    limit: Limit(50, 10),
  }),
  output: z.object({
    news: z.array(z.object({ watch: WatchShape, papers: z.array(PaperShape), more: z.number() })),
    mark: z.string(),
    since: z.string(),
  }),
  async run({ watch_id: watch, since, limit }, desk) {
    const { store, press } = desk.site
    const means = { store, windowOf: press.windowOf, now: () => desk.now }
    const asked = { asker: 'mcp', watch, since, most: limit }
    const { mark, since: from, news } = await check(means, readerIn(desk).id, asked)
    return {
      news: await Promise.all(
        news.map(async ({ watch: one, found, more }) => ({
          watch: shownWatch(one),
          papers: await showIds(
            desk,
            found.map(({ paper }) => paper),
          ),
          more,
        })),
      ),
      mark,
      since: from,
    }
  },
})
