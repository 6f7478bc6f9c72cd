import { Hono } from 'hono'
import { isOwn, remoteAddress } from '#accounts'
import { paperOf } from '#catalog'
import { readPaperId } from '#paper'
import { takeBack, vote } from '#votes'
import { fieldsIn } from '../fields.ts'
import { entryId } from '../parts/vote.tsx'
import { askingOf, onThisSite, signedIn } from '../reader.ts'
import type { Site } from '../site.ts'

/**
 * Casts a vote and takes it back. A form names the paper in the field `cast` or `take`, so that
 * sending it twice does nothing more; a script is told how many votes there are now.
 */
export function votes({ store, proxies, now }: Site): Hono {
  return new Hono().post('/votes', async (c) => {
    const reader = signedIn(c)
    const field = await fieldsIn(c)
    const cast = field('cast')
    const paper = readPaperId(cast || field('take'))
    // Neighbours in one house or lab are no ring for that.
    const network = isOwn(remoteAddress(c, proxies)) ? '' : askingOf(c).network
    const tally =
      cast === ''
        ? await takeBack(store, reader.id, paper, now())
        : await vote(store, reader.id, paper, { network }, now())

    if (c.req.header('Accept')?.includes('application/json')) return c.json({ paper, ...tally })
    const stands = await paperOf(store, paper)
    return c.redirect(`${onThisSite(field('from'))}#${entryId(stands?.id ?? paper)}`, 303)
  })
}
