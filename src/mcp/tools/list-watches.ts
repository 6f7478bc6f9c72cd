import { z } from 'zod'
import { watchesOf } from '#watches'
import { readerIn, tool } from '../tool.ts'
import { shownWatch, WatchShape } from '../watch-shape.ts'

export const listWatches = tool({
  name: 'list_watches',
  title: 'List watches',
  says: 'What this reader watches: topics, people and groups.',
  who: 'reader',
  input: z.object({}),
  output: z.object({ watches: z.array(WatchShape) }),
  async run(_, desk) {
    const all = await watchesOf(desk.site.store, readerIn(desk).id)
    return { watches: all.filter(({ kind }) => kind !== 'mute').map(shownWatch) }
  },
})
