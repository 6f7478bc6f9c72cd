import { z } from 'zod'
import { DomainError } from '#domain-error'
import { dropWatch, watchOf } from '#watches'
import { readerIn, tool } from '../tool.ts'

export const unwatch = tool({
  name: 'unwatch',
  title: 'End a watch',
  says: 'Ends one of this reader’s watches. list_watches tells which there are.',
  who: 'reader',
  scope: 'write',
  changes: true,
  input: z.object({ watch_id: z.string().max(100) }),
  output: z.object({ ended: z.string() }),
  async run({ watch_id: id }, desk) {
    const { store } = desk.site
    const watch = await watchOf(store, id)
    if (watch?.owner !== readerIn(desk).id) {
      throw new DomainError(
        'missing',
        'There is no such watch. list_watches tells which there are.',
      )
    }
    await dropWatch(store, watch.owner, watch.id)
    return { ended: watch.id }
  },
})
