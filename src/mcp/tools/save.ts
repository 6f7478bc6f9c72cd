import { z } from 'zod'
import { collect, readStates, save as saveIn, savedOf, setState, tag, unsave } from '#library'
import { DomainError } from '#domain-error'
import { heldPaper, PaperIdShape } from '../shapes.ts'
import { readerIn, tool } from '../tool.ts'

export const save = tool({
  name: 'save',
  title: 'Save a paper',
  says: 'Saves a paper in this reader’s library, and says how far they are with it, tags it or puts it into a collection; with remove it is taken out. Saving twice is saving once.',
  who: 'reader',
  scope: 'write',
  changes: true,
  input: z.object({
    id: PaperIdShape,
    state: z.enum(readStates).optional(),
    tags: z.array(z.string().min(1).max(100)).max(20).optional(),
    collection: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('By its name; made where there is none.'),
    remove: z.boolean().default(false),
  }),
  output: z.object({
    id: z.string(),
    saved: z.boolean(),
    state: z.string().nullable(),
    tags: z.array(z.string()),
  }),
  async run({ id: text, state, tags = [], collection, remove }, desk) {
    const { store } = desk.site
    const reader = readerIn(desk).id
    const { id } = await heldPaper(store, text)
    if (remove && (state !== undefined || tags.length > 0 || collection !== undefined)) {
      throw new DomainError('invalid', 'Remove a paper, or say how it is to stand: not both.')
    }
    if (remove) await unsave(store, reader, id, desk.now)
    else await saveIn(store, reader, id, desk.now)
    if (state !== undefined) await setState(store, reader, [id], state, desk.now)
    for (const name of tags) await tag(store, reader, [id], name, desk.now)
    if (collection !== undefined) await collect(store, reader, [id], { name: collection }, desk.now)
    const stand = (await savedOf(store, reader, [id])).get(id)
    return {
      id,
      saved: stand !== undefined,
      state: stand?.state ?? null,
      tags: [...(stand?.tags ?? [])],
    }
  },
})
