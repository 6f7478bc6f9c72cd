import { Hono } from 'hono'
import { type Reader, readerNamed } from '#accounts'
import { DomainError } from '#domain-error'
import { frameOf } from '../frame.ts'
import { type Frame, Layout } from '../parts/layout.tsx'
import { Time } from '../parts/time.tsx'
import type { Site } from '../site.ts'
import { words } from '../words/words.ts'

const told = words.account.person

/** A reader as everybody sees them. */
export function person({ store }: Site): Hono {
  return new Hono().get('/people/:handle', async (c) => {
    const handle = c.req.param('handle')
    const found = await readerNamed(store, handle)
    if (!found) throw new DomainError('missing', told.missing(handle.slice(0, 40)))
    if (found.handle !== handle) return c.redirect(`/people/${found.handle}`, 302)
    // A reader's own words change at any time, and no log of papers tells of it.
    c.header('Cache-Control', 'private, no-cache')
    return c.render(<PersonPage frame={frameOf(c)} person={found} />)
  })
}

function PersonPage({ frame, person: one }: { frame: Frame; person: Reader }) {
  return (
    <Layout frame={frame} title={one.name} unlisted>
      <div class="own person">
        <h1 dir="auto">{one.name}</h1>
        <p class="help">
          @{one.handle}
          {one.role !== 'reader' && ` · ${told.roles[one.role]}`}
          {' · '}
          {told.joined} <Time at={one.joinedAt} />
        </p>
        {one.bannedAt && <p class="notice">{told.banned}</p>}
        {one.about.split(/\n{2,}/).map((paragraph) => (
          <p dir="auto">{paragraph}</p>
        ))}
      </div>
    </Layout>
  )
}
