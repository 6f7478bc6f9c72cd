import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { noteEvents } from '#digest'
import { DomainError } from '#domain-error'
import type { Site } from '../site.ts'

const statusOf = {
  invalid: 400,
  'signed-out': 401,
  forbidden: 403,
  missing: 404,
  'too-many': 429,
} as const

/**
 * Where services that carry our letters tell what became of them. No form of ours leads here: each
 * report is known for its service's own by how it is signed.
 */
export function mailReports({ store, press, reports, log, now }: Site): Hono {
  const pages = new Hono()
  pages.onError((error, c) => {
    if (error instanceof DomainError) return c.json({ error: error.message }, statusOf[error.kind])
    log.error({ err: error, path: c.req.path }, 'a report could not be read')
    return c.json({ error: 'This could not be read just now. Send it again later.' }, 503)
  })
  return pages.post('/mail/reports/:service', bodyLimit({ maxSize: 4_000_000 }), async (c) => {
    const read = reports?.get(c.req.param('service'))
    if (!read) throw new DomainError('missing', 'BROADSHEET_MAIL_REPORTS names no such service.')
    const posted = { header: (name: string) => c.req.header(name) ?? '', body: await c.req.text() }
    const events = await read(posted, now())
    return c.json({ noted: await noteEvents(store, events, press.links, now()) })
  })
}
