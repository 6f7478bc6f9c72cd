import { Hono } from 'hono'
import { moderates, rulings } from '#discussion'
import { DomainError } from '#domain-error'
import { enter, roomIn } from '#groups'
import { frameOf } from '../frame.ts'
import { GroupPage } from '../parts/group.tsx'
import { Pager, pageOf, sliceOf } from '../parts/pager.tsx'
import { groupPath } from '../parts/paths.ts'
import { signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { groups as words } from '../words/groups.ts'
import { talk } from '../words/talk.ts'
import { namesOf, Rulings, Waiting, waitingFor } from './moderation.tsx'

/** What waits for those who moderate a group, and what was decided there, for its readers. */
export function groupModeration({ store }: Site): Hono {
  return new Hono().get('/groups/:group/moderation', async (c) => {
    const reader = signedIn(c)
    const group = await enter(store, c.req.param('group'), reader, 'guest')
    const speaker = { ...reader, room: await roomIn(store, group) }
    if (!moderates(speaker)) throw new DomainError('forbidden', words.moderation.owners)
    const page = pageOf(c.req.query('page'))
    const [waiting, log] = await Promise.all([
      waitingFor(store, speaker),
      rulings(store, sliceOf(page), group.id),
    ])
    const names = await namesOf(store, {
      papers: log.rulings.map(({ paper }) => paper),
      actors: log.rulings.map((one) => one.reader),
    })
    const frame = frameOf(c)
    c.header('Cache-Control', 'private, no-cache')
    return c.render(
      <GroupPage {...{ frame, group }} here="moderation" title={words.moderation.heading}>
        <div class="own">
          <h1>{words.moderation.heading}</h1>
          <p>{words.moderation.intro}</p>
          <Waiting frame={frame} {...waiting} />
          <section>
            <h2>{talk.moderation.log}</h2>
            {log.total === 0 && <p class="help">{talk.moderation.logNone}</p>}
            <Rulings rulings={log.rulings} names={names} />
            <Pager address={`${groupPath(group.id)}/moderation`} page={page} total={log.total} />
          </section>
        </div>
      </GroupPage>,
    )
  })
}
