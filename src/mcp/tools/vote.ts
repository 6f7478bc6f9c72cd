import { z } from 'zod'
import { takeBack, vote as cast } from '#votes'
import { heldPaper, PaperIdShape } from '../shapes.ts'
import { readerIn, tool } from '../tool.ts'

export const vote = tool({
  name: 'vote',
  title: 'Vote for a paper',
  says: 'Casts this reader’s vote for a paper, or takes it back. Voting twice is voting once. Vote only where the reader says so.',
  who: 'reader',
  scope: 'write',
  changes: true,
  input: z.object({ id: PaperIdShape, take_back: z.boolean().default(false) }),
  output: z.object({ id: z.string(), votes: z.number(), voted: z.boolean() }),
  async run({ id: text, take_back: back }, desk) {
    const { store } = desk.site
    const reader = readerIn(desk).id
    const { id } = await heldPaper(store, text)
    const { network } = desk.asking
    const { votes, voted } = back
      ? await takeBack(store, reader, id, desk.now)
      : await cast(store, reader, id, { network }, desk.now)
    return { id, votes, voted }
  },
})
