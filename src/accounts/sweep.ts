import type { Store } from '#store'
import { keyLasts } from './replies.ts'

/**
 * Deletes what has run out and is of no use to anybody: sessions, links, invitations, counts, keys of requests, and
 * tokens a month after their end, so that their reader still sees what became of them.
 */
export async function sweep(store: Store, now = new Date()): Promise<void> {
  const at = now.toISOString()
  const monthAgo = new Date(now.getTime() - 30 * 86_400_000).toISOString()
  await store.deleteFrom('sessions').where('expiresAt', '<', at).execute()
  await store.deleteFrom('verifications').where('expiresAt', '<', at).execute()
  await store
    .deleteFrom('invitations')
    .where('expiresAt', '<', at)
    .where('usedAt', 'is', null)
    .execute()
  const dayAgo = new Date(now.getTime() - keyLasts).toISOString()
  await store.deleteFrom('replies').where('at', '<', dayAgo).execute()
  await store.deleteFrom('tallies').where('until', '<', at).execute()
  await store
    .deleteFrom('tokens')
    .where('expiresAt', '!=', '')
    .where('expiresAt', '<', monthAgo)
    .execute()
}
