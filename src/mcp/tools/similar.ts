import { z } from 'zod'
import { heldPaper, Limit, PaperIdShape, PaperShape, showIds } from '../shapes.ts'
import { tool } from '../tool.ts'

export const similar = tool({
  name: 'similar',
  title: 'Papers like one',
  says: 'The papers most like one, the most alike first.',
  input: z.object({ id: PaperIdShape, limit: Limit(50, 10) }),
  output: z.object({ papers: z.array(PaperShape) }),
  async run({ id, limit }, desk) {
    const paper = await heldPaper(desk.site.store, id)
    const near = await desk.site.search.near(paper.id, limit)
    return {
      papers: await showIds(
        desk,
        near.map((hit) => hit.id),
      ),
    }
  },
})
