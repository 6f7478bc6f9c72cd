import { sql } from 'kysely'
import type { Store } from '#store'
import type { Reading } from './query.ts'
import type { Hit } from './find.ts'

/**
 * The papers whose titles have all the words of a query, straight from the store: what can be said
 * while there is no index.
 */
export async function findInStore(store: Store, reading: Reading, count: number): Promise<Hit[]> {
  const words = [...reading.spelled.values()].slice(0, 8)
  if (words.length === 0 || reading.filter !== '' || reading.must) return []
  const rows = await store
    .selectFrom('papers')
    .select('id')
    .where('mergedInto', 'is', null)
    .where((where) =>
      where.and(words.map((word) => where(sql<string>`lower(title)`, 'like', `%${word}%`))),
    )
    .orderBy('day', 'desc')
    .orderBy('id', 'desc')
    .limit(count)
    .execute()
  return rows.map(({ id }) => ({ id, score: 1 }))
}
