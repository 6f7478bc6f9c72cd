import { hash } from 'node:crypto'
import type { Context } from 'hono'
import { stateOf } from '#catalog'
import type { Site } from './site.ts'

/** An answer before it goes out. */
export type Made = {
  readonly body: string
  readonly type: string
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer in JSON. */
export const json = (value: unknown, headers: Readonly<Record<string, string>> = {}): Made => ({
  body: JSON.stringify(value),
  type: 'application/json; charset=utf-8',
  headers,
})

/** Leads to the page that follows (RFC 8288), which differs in these parts of the query. */
export function nextPage(c: Context, change: Readonly<Record<string, string>>) {
  const { pathname, search } = new URL(c.req.url)
  const query = new URLSearchParams(search)
  for (const [name, value] of Object.entries(change)) query.set(name, value)
  return { Link: `<${c.get('origin')}${pathname}?${query.toString()}>; rel="next"` }
}

type Answer = Made & { readonly state: string; readonly etag: string }

/** How much memory answers may take, in characters. */
const room = 16 * 1024 * 1024

/**
 * Answers whoever has the newest already that nothing changed, and keeps what was answered of late.
 * That is decided before anything is made: an answer is kept under the state of the store that it
 * was made from, and for a minute at most. The tag is that of the content, so it stays the same on
 * all processes and after a restart.
 */
export function keptAnswers({ store, now }: Pick<Site, 'store' | 'now'>) {
  const kept = new Map<string, Answer>()
  let taken = 0
  const size = (key: string, { body }: Answer) => key.length + body.length + 500
  const drop = (key: string) => {
    const before = kept.get(key)
    if (!before) return
    kept.delete(key)
    taken -= size(key, before)
  }

  return async (c: Context, make: () => Promise<Made>, variant = ''): Promise<Response> => {
    const state = await stateFor(store, now())
    const { pathname, search } = new URL(c.req.url)
    const key = `${variant} ${c.get('origin')}${pathname}${search}`
    const before = kept.get(key)
    const answer = before?.state === state ? before : withTag(state, await make())
    drop(key)
    if (size(key, answer) < room / 8) {
      kept.set(key, answer)
      taken += size(key, answer)
    }
    for (const oldest of kept.keys()) {
      if (taken <= room) break
      drop(oldest)
    }
    c.header('ETag', answer.etag)
    c.header('Cache-Control', c.get('asking').by === 'nobody' ? 'public, max-age=60' : 'private')
    for (const [name, value] of Object.entries(answer.headers ?? {})) c.header(name, value)
    if (has(c.req.header('If-None-Match'), answer.etag)) return c.body(null, 304)
    return c.body(answer.body, 200, { 'Content-Type': answer.type })
  }
}

/** Changes whenever an answer may: papers, pages, what readers did; and once a minute for the rest. */
async function stateFor(store: Site['store'], now: Date): Promise<string> {
  const [state, { signal }] = await Promise.all([
    stateOf(store, 'search'),
    store
      .selectFrom('signals')
      .select(({ fn }) => fn.max('place').as('signal'))
      .executeTakeFirstOrThrow(),
  ])
  return `${state} ${signal ?? 0} ${Math.floor(now.getTime() / 60_000)}`
}

const withTag = (state: string, made: Made): Answer => ({
  ...made,
  state,
  etag: `"${hash('sha256', `${made.type}\n${made.body}`).slice(0, 24)}"`,
})

/** Whether the asker has it already (RFC 9110, 13.1.2). */
const has = (asked: string | undefined, etag: string): boolean =>
  asked !== undefined &&
  asked.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))
