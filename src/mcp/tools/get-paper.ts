import { z } from 'zod'
import { editionsWith, otherIds, versionsOf } from '#catalog'
import { placesOf } from '#curation'
import { labOf } from '#labs'
import { heldPaper, PaperIdShape, PaperShape, showPapers } from '../shapes.ts'
import { tool } from '../tool.ts'

export const getPaper = tool({
  name: 'get_paper',
  title: 'Get a paper',
  says: 'All that is held of one paper: its abstract, versions, where it was picked, and whether its method can be run here.',
  input: z.object({ id: PaperIdShape }),
  output: z.object({
    paper: PaperShape.extend({
      updated_at: z.string(),
      journal_ref: z.string(),
      doi: z.string(),
      license: z.string(),
      venue: z.string(),
      other_ids: z.array(z.string()),
    }),
    versions: z.array(z.object({ number: z.number(), at: z.string(), withdrawn: z.boolean() })),
    editions: z.array(z.object({ id: z.string(), name: z.string(), day: z.string() })),
    picked: z.array(z.object({ topic: z.string(), day: z.string() })),
    lab: z.string().nullable().describe('The method that run_lab runs.'),
  }),
  async run({ id }, desk) {
    const { store } = desk.site
    const paper = await heldPaper(store, id)
    const [[shown], versions, editions, others, places, lab] = await Promise.all([
      showPapers(desk, [paper], { whole: true }),
      versionsOf(store, paper.id),
      editionsWith(store, paper.id),
      otherIds(store, paper.id),
      placesOf(store, paper.id),
      labOf(paper.id),
    ])
    if (!shown) throw new Error('a paper that was held is gone')
    const { updatedAt, journalRef, doi, license, venue } = paper
    return {
      paper: {
        ...shown,
        updated_at: updatedAt,
        journal_ref: journalRef,
        doi,
        license,
        venue,
        other_ids: others,
      },
      versions: versions.map(({ number, at, withdrawn }) => ({ number, at, withdrawn })),
      editions: editions.map(({ id: edition, name, day }) => ({ id: edition, name, day })),
      picked: places.picks.map(({ topic, day }) => ({ topic, day })),
      lab: lab?.method ?? null,
    }
  },
})
