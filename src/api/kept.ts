import { hash } from 'node:crypto'
import type { Context } from 'hono'
import type { freshness } from './freshness.ts'
import type { Site } from './site.ts'

declare module 'hono' {
  interface ContextVariableMap {
    fresh: ReturnType<typeof freshness>
  }
}

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

type Answer = Made & { readonly state: string; readonly content: string }

/** How much memory answers may take, in characters. */
const room = 16 * 1024 * 1024

/**
 * Keeps what was answered of late, under the state of the store that it was made from and for a
 * minute at most. A tag has two halves: what the content hashes to, which stays the same on all
 * processes and after a restart, and the state that it was made from. Whoever comes with the present
 * state was answered already by `unchanged`; where the content alone is the same still, that is found
 * here, and the tag that is told holds the present state.
 */
export function keptAnswers({ now }: Pick<Site, 'now'>) {
  const kept = new Map<string, Answer>()
  let taken = 0
  const size = (key: string, { body }: Answer) => key.length + body.length + 500
  const drop = (key: string) => {
    const before = kept.get(key)
    if (!before) return
    kept.delete(key)
    taken -= size(key, before)
  }

  return async (
    c: Context,
    make: () => Promise<Made | Response>,
    variant = '',
  ): Promise<Response> => {
    const moment = now()
    const state = await c.get('fresh').lookAnew('readers')
    const minute = `${state} ${slot(moment, 1)}`
    const { pathname, search } = new URL(c.req.url)
    const key = `${variant} ${c.get('origin')}${pathname}${search}`
    const before = kept.get(key)
    const made = before?.state === minute ? before : await make()
    // What there is not has no tag.
    if (made instanceof Response) return made
    const answer = made === before ? before : withContent(minute, made)
    drop(key)
    if (size(key, answer) < room / 8) {
      kept.set(key, answer)
      taken += size(key, answer)
    }
    for (const oldest of kept.keys()) {
      if (taken <= room) break
      drop(oldest)
    }
    c.header('ETag', `"${answer.content}.${stateTag(c, state, moment)}"`)
    c.header('Cache-Control', c.get('asking').by === 'nobody' ? forAll : forOne)
    for (const [name, value] of Object.entries(answer.headers ?? {})) c.header(name, value)
    if (tagsIn(c).some(([content]) => content === '*' || content === answer.content)) {
      return c.body(null, 304)
    }
    return c.body(answer.body, 200, { 'Content-Type': answer.type })
  }
}

/**
 * Answers whoever has the answer to this request from the present state of the store already, before
 * it is found out who asks or anything is made. What no state tells, as the name of a reader or the
 * words of an edited comment, is looked at again after ten minutes at most.
 */
export async function unchanged(
  c: Context,
  { accounts, now }: Site,
): Promise<Response | undefined> {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return undefined
  if (c.req.header('Authorization') !== undefined) return undefined
  const tags = tagsIn(c)
  if (!tags.some(([, state]) => state !== undefined)) return undefined
  const state = stateTag(c, await c.get('fresh').tag('readers'), now())
  const tag = tags.find((one) => one[1] === state)
  if (!tag) return undefined
  c.header('ETag', `"${tag.join('.')}"`)
  const isNobody = accounts.signIn === 'on' && c.req.header('Cookie') === undefined
  c.header('Cache-Control', isNobody ? forAll : forOne)
  return c.body(null, 304)
}

const forAll = 'public, max-age=60'
const forOne = 'private'

const slot = (now: Date, minutes: number) => Math.floor(now.getTime() / (minutes * 60_000))

/** Stands for what would be answered to this request: what is asked, how, and of which state. */
function stateTag(c: Context, state: string, now: Date): string {
  const asked = `${c.req.header('Accept') ?? ''} ${c.get('origin')} ${c.req.url}`
  return hash('sha256', `${state} ${slot(now, 10)} ${asked}`, 'base64url').slice(0, 16)
}

const withContent = (state: string, made: Made): Answer => ({
  ...made,
  state,
  content: hash('sha256', `${made.type}\n${made.body}`, 'base64url').slice(0, 22),
})

/** The tags that the asker has already (RFC 9110, 13.1.2), in their halves. */
const tagsIn = (c: Context): [content: string, state?: string][] =>
  (c.req.header('If-None-Match') ?? '').split(',').map((tag) => {
    const [content = '', state] = tag.trim().replace(/^W\//, '').replaceAll('"', '').split('.')
    return state === undefined ? [content] : [content, state]
  })
