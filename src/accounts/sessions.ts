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
