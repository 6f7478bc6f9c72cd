import { z } from 'zod'
import { keepWatch } from '#watches'
import { readerIn, tool } from '../tool.ts'
import { shownWatch, WatchShape } from '../watch-shape.ts'

export const watchTopic = tool({
  name: 'watch_topic',
  title: 'Watch a topic',
  says: 'Keeps a query for this reader: check_watches tells what is new for it. Watching the same again changes nothing.',
  who: 'reader',
  scope: 'write',
  changes: true,
  input: z.object({
    query: z.string().min(1).max(500).describe('In the language of search_papers.'),
    name: z.string().max(100).optional(),
  }),
  output: z.object({ watch: WatchShape }),
  async run({ query, name }, desk) {
    const wish = { query, ...(name !== undefined && { name }) }
    return {
      watch: shownWatch(await keepWatch(desk.site.store, readerIn(desk).id, wish, desk.now)),
    }
  },
})
