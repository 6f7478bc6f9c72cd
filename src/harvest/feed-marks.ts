import { z } from 'zod'
import type { Day } from '#paper'
import { isDay } from '#paper'
import type { Store } from '#store'
import type { Marks } from './ask.ts'

/** The state in which a feed was last seen, and the day that it was of. */
export type SeenFeed = { readonly marks: Marks; readonly day: Day }

const nameOf = (category: string) => `arxiv:rss:${category}`

export async function marksOfFeed(store: Store, category: string): Promise<SeenFeed | undefined> {
  const row = await store
    .selectFrom('sources')
    .select('place')
    .where('name', '=', nameOf(category))
    .executeTakeFirst()
  return row && seen.parse(JSON.parse(row.place))
}

export async function rememberFeed(
  within: Store,
  category: string,
  { marks, day }: SeenFeed,
  now: Date,
): Promise<void> {
  const name = nameOf(category)
  const visit = { place: JSON.stringify({ marks, day }), harvestedAt: now.toISOString() }
  await within
    .insertInto('sources')
    .values({ name, label: name, ...visit })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(visit))
    .execute()
}

const seen = z.object({
  marks: z
    .object({ etag: z.string(), lastModified: z.string() })
    .partial()
    .transform(({ etag, lastModified }): Marks => ({
      ...(etag !== undefined && { etag }),
      ...(lastModified !== undefined && { lastModified }),
    })),
  day: z.string().refine(isDay),
})

/** Forgets in which state a feed was seen, so that it is read again whole. */
export async function forgetFeed(within: Store, category: string): Promise<void> {
  await within.deleteFrom('sources').where('name', '=', nameOf(category)).execute()
}
