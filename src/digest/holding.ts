import type { Holding } from '#accounts'
import { collectionsOf } from '#library'
import { dropFollowers, dropWatches, watchesOf } from '#watches'
import { forget, subscriptionOfReader } from './subscription.ts'

/** What we hold of a reader's digests, and of what the reader watches. */
export const digestHolding: Holding = {
  name: 'digests',
  kept: 'When your digest comes and what stands in it, the queries you watch and the people, groups and lists you follow, how far programs of yours were told, and which papers each digest told you of, so that none tells you the same twice; which letters told you what happened to you here, and what your mail server said when it refused one. No letter tells us whether you opened it.',
  async tell(store, reader) {
    const mine = await subscriptionOfReader(store, reader)
    const digests = mine
      ? await store
          .selectFrom('digests')
          .select(['day', 'state', 'content', 'sentAt', 'fault'])
          .where('subscription', '=', mine.id)
          .orderBy('day', 'desc')
          .execute()
      : []
    return {
      choices: mine?.choices,
      address: mine?.address,
      watches: await watchesOf(store, reader),
      notices: await store
        .selectFrom('noticeLetters')
        .select(['state', 'writtenAt', 'sentAt', 'fault'])
        .where('reader', '=', reader)
        .execute(),
      digests: digests.map(({ content, ...rest }) => ({
        ...rest,
        content: content === '' ? undefined : parsed(content),
      })),
    }
  },
  async erase(within, reader) {
    const mine = await subscriptionOfReader(within, reader)
    if (mine) await forget(within, mine.id)
    await within.deleteFrom('noticeLetters').where('reader', '=', reader).execute()
    await dropWatches(within, reader)
    await dropFollowers(within, 'person', reader)
    for (const { id } of await collectionsOf(within, reader)) {
      await dropFollowers(within, 'list', id)
    }
  },
}

const parsed = (text: string): unknown => JSON.parse(text)
