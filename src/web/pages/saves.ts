import { Hono } from 'hono'
import { paperOf } from '#catalog'
import { save, unsave } from '#library'
import { readPaperId } from '#paper'
import { fieldsIn } from '../fields.ts'
import { entryId } from '../parts/vote.tsx'
import { onThisSite, signedIn } from '../reader.ts'
import type { Site } from '../site.ts'

/**
 * Saves a paper and takes it out again. A form names the paper in the field `save` or `unsave`, so
 * that sending it twice does nothing more; a script is told how the paper stands now.
 */
export function saves({ store, now }: Site): Hono {
  return new Hono().post('/saves', async (c) => {
    const reader = signedIn(c)
    const field = await fieldsIn(c)
    const wanted = field('save')
    const paper = readPaperId(wanted || field('unsave'))
    if (wanted) await save(store, reader.id, paper, now())
    else await unsave(store, reader.id, paper, now())

    if (c.req.header('Accept')?.includes('application/json')) {
      return c.json({ paper, saved: wanted !== '' })
    }
    const stands = await paperOf(store, paper)
    return c.redirect(`${onThisSite(field('from'))}#${entryId(stands?.id ?? paper)}`, 303)
  })
}
