import { randomBytes } from 'node:crypto'
import type { ReaderId, Store } from '#store'
import { hashOf, sessionLasts } from './asking.ts'
import { newId } from './reader.ts'

/** Opens a session of a reader and answers its token, which is kept nowhere but with the reader. */
export async function openSession(
  store: Store,
  reader: ReaderId,
  how: { method: string; userAgent?: string },
  now = new Date(),
): Promise<{ id: string; token: string }> {
  const id = newId()
  const token = randomBytes(32).toString('base64url')
  const at = now.toISOString()
  await store
    .insertInto('sessions')
    .values({
      id,
      reader,
      tokenHash: hashOf(token),
      method: how.method,
      userAgent: (how.userAgent ?? '').slice(0, 300),
      openedAt: at,
      usedAt: at,
      expiresAt: new Date(now.getTime() + sessionLasts).toISOString(),
    })
    .execute()
  return { id, token }
}

/** Ends a session of a reader's. One of somebody else's is not there. */
export async function endSession(store: Store, reader: ReaderId, session: string): Promise<void> {
  await store
    .deleteFrom('sessions')
    .where('id', '=', session)
    .where('reader', '=', reader)
    .execute()
}

export type Session = {
  readonly id: string
  readonly method: string
  readonly userAgent: string
  readonly openedAt: string
  readonly usedAt: string
}

/** The sessions of a reader that are open, the one used last first. */
export function sessionsOf(store: Store, reader: ReaderId, now: Date): Promise<Session[]> {
  return store
    .selectFrom('sessions')
    .select(['id', 'method', 'userAgent', 'openedAt', 'usedAt'])
    .where('reader', '=', reader)
    .where('expiresAt', '>', now.toISOString())
    .orderBy('usedAt', 'desc')
    .execute()
}

/** Ends all sessions of a reader but one. */
export async function endOtherSessions(
  store: Store,
  reader: ReaderId,
  but: string | undefined,
): Promise<void> {
  await store
    .deleteFrom('sessions')
    .where('reader', '=', reader)
    .where('id', '!=', but ?? '')
    .execute()
}

/** Ends the session that a request came with, if it came with one. */
export async function endSessionOf(store: Store, request: Request, cookie: string): Promise<void> {
  const token = cookieIn(request, cookie)
  if (token) await store.deleteFrom('sessions').where('tokenHash', '=', hashOf(token)).execute()
}

export function cookieIn(request: Request, name: string): string | undefined {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}
