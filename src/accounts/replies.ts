import { DomainError } from '#domain-error'
import { joined, type ReaderId, type Store } from '#store'
import { hashOf } from './asking.ts'

/** What a program was answered. */
export type Reply = { readonly status: number; readonly body: string }

/** So long a key is remembered, in milliseconds. */
export const keyLasts = 24 * 60 * 60_000

/**
 * Does something once under a key that a reader's program chose, and answers again what was answered
 * then. The doing and the answer are one transaction: stopped halfway, nothing was done. A key that was
 * used for another request is answered with `undefined`.
 */
export async function once(
  store: Store,
  { reader, key, request }: { reader: ReaderId; key: string; request: string },
  act: (within: Store) => Promise<Reply>,
  now = new Date(),
): Promise<(Reply & { readonly again: boolean }) | undefined> {
  if (key.length < 1 || key.length > 200) {
    throw new DomainError('invalid', 'An Idempotency-Key is a text of 1 to 200 characters.')
  }
  const asked = { key: hashOf(`${reader} ${key}`), request: hashOf(request) }
  return store.transaction().execute(async (within) => {
    await within
      .deleteFrom('replies')
      .where('key', '=', asked.key)
      .where('at', '<', new Date(now.getTime() - keyLasts).toISOString())
      .execute()
    const first = await within
      .insertInto('replies')
      .values({ ...asked, reader, status: 0, body: '', at: now.toISOString() })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirst()
    if (first.numInsertedOrUpdatedRows === 0n) {
      const {
        status,
        body,
        request: before,
      } = await within
        .selectFrom('replies')
        .select(['status', 'body', 'request'])
        .where('key', '=', asked.key)
        .executeTakeFirstOrThrow()
      return before === asked.request ? { status, body, again: true } : undefined
    }
    const { status, body } = await act(joined(within))
    await within.updateTable('replies').set({ status, body }).where('key', '=', asked.key).execute()
    return { status, body, again: false }
  })
}
