import { z } from 'zod'
import { addressOf, setProfile, tokensOf } from '#accounts'
import { papersOf } from '#catalog'
import {
  change,
  end,
  subscribe,
  type Subscription,
  subscriptionOfReader,
  usualChoices,
} from '#digest'
import { DomainError } from '#domain-error'
import { talliesOf, takeBack, vote, votesBy } from '#votes'
import type { Store } from '#store'
import { countUpTo, Cursor, nextAfter, readCursor, Skipping } from './cursor.ts'
import { readerIn, route } from './route.ts'
import { allOf, listOf, Paper, PaperPath, textUpTo } from './shapes.ts'
import { heldPaper, showPapers } from './show-papers.ts'

const Me = z
  .object({
    handle: z.string(),
    name: z.string(),
    about: z.string(),
    role: z.enum(['reader', 'curator', 'keeper']),
    joinedAt: z.string(),
    scopes: z.array(z.string()).describe('What the token that asks is good for; empty for none.'),
  })
  .meta({ id: 'Me' })

const Vote = z.object({ votes: z.int(), voted: z.boolean() }).meta({ id: 'Vote' })

const Choices = z.object({
  days: z
    .string()
    .regex(/^[1-7]{1,7}$/)
    .describe('The days of the week on which it comes: 12345; Monday is 1.'),
  hour: z.int().min(0).max(23),
  zone: z.string().max(60).describe('As Europe/Berlin.'),
  front: z.int().min(0).max(50).describe('How many papers of the front page it has at most.'),
  trending: z.int().min(0).max(50),
  forYou: z.int().min(0).max(50).describe('Papers you may like, of those that came in.'),
  least: z.number().min(0).max(1000).describe('The score that a trending paper must have.'),
  ifNone: z.enum(['word', 'nothing']).describe('What comes on a day without papers.'),
})

const Digest = Choices.extend({
  state: z.enum(['none', 'asked', 'on', 'ended', 'stopped']),
  dueAt: z.string().describe('When the next one is due; empty for none.'),
}).meta({ id: 'Digest', description: 'When your digest comes, and what stands in it.' })

export const yours = [
  route({
    name: 'getMe',
    method: 'get',
    path: '/me',
    tag: 'Yours',
    says: 'Who you are, and what your token is good for',
    who: 'reader',
    answer: Me,
    async run({ asking, ...ask }) {
      const { handle, name, about, role, joinedAt } = readerIn(ask)
      return { handle, name, about, role, joinedAt, scopes: [...(asking.scopes ?? [])] }
    },
  }),
  route({
    name: 'changeMe',
    method: 'patch',
    path: '/me',
    tag: 'Yours',
    says: 'Change your name, your handle, or what you say of yourself',
    body: z.object({
      name: textUpTo(80).optional(),
      handle: z.string().max(40).optional(),
      about: z.string().max(500).optional(),
    }),
    answer: Me,
    async run({ body, store, now, asking, ...ask }) {
      const reader = readerIn(ask)
      const profile = {
        name: body.name ?? reader.name,
        handle: body.handle ?? reader.handle,
        about: body.about ?? reader.about,
      }
      await setProfile(store, reader.id, profile, now)
      const row = await store
        .selectFrom('readers')
        .select(['handle', 'name', 'about'])
        .where('id', '=', reader.id)
        .executeTakeFirstOrThrow()
      const { role, joinedAt } = reader
      return { ...row, role, joinedAt, scopes: [...(asking.scopes ?? [])] }
    },
  }),
  route({
    name: 'listTokens',
    method: 'get',
    path: '/me/tokens',
    tag: 'Yours',
    says: 'Your tokens, without what opens anything',
    more: 'They are made and revoked on the site alone, under /account/tokens.',
    who: 'reader',
    answer: allOf(
      z.object({
        name: z.string(),
        scopes: z.array(z.string()),
        madeAt: z.string(),
        usedAt: z.string(),
        expiresAt: z.string().describe('Empty for one that lasts.'),
      }),
    ),
    async run({ store, ...ask }) {
      const all = await tokensOf(store, readerIn(ask).id)
      return {
        items: all.map(({ name, scopes, madeAt, usedAt, expiresAt }) => ({
          name,
          scopes: [...scopes],
          madeAt,
          usedAt,
          expiresAt,
        })),
      }
    },
  }),
  route({
    name: 'listVotes',
    method: 'get',
    path: '/me/votes',
    tag: 'Yours',
    says: 'What you voted for, the latest first',
    who: 'reader',
    query: z.object({ count: countUpTo(100, 30), cursor: Cursor }),
    answer: listOf(z.object({ paper: Paper, castAt: z.string() })),
    async run({ query, store, origin, ...ask }) {
      const { skip } = readCursor(query.cursor, Skipping) ?? { skip: 0 }
      const all = await votesBy(store, readerIn(ask).id)
      const some = all.slice(skip, skip + query.count)
      const papers = await papersOf(
        store,
        some.map(({ paper }) => paper),
      )
      const castAt = new Map<string, string>(some.map((one) => [one.paper, one.castAt]))
      const shown = await showPapers(store, papers, origin)
      return {
        items: shown.map((paper) => ({ paper, castAt: castAt.get(paper.id) ?? '' })),
        next: nextAfter(skip, query.count, all.length),
      }
    },
  }),
  route({
    name: 'getVote',
    method: 'get',
    path: '/papers/{id}/vote',
    tag: 'Yours',
    says: 'How many voted for a paper, and whether you did',
    who: 'reader',
    params: PaperPath,
    missing: true,
    answer: Vote,
    async run({ path, store, ...ask }) {
      const { id } = await heldPaper(store, path.id)
      const tally = (await talliesOf(store, [id], readerIn(ask).id)).get(id)
      return { votes: tally?.votes ?? 0, voted: tally?.voted ?? false }
    },
  }),
  route({
    name: 'castVote',
    method: 'put',
    path: '/papers/{id}/vote',
    tag: 'Yours',
    says: 'Vote for a paper. Voting twice is voting once',
    params: PaperPath,
    missing: true,
    answer: Vote,
    async run({ path, store, now, asking, ...ask }) {
      const { network } = asking
      const { votes, voted } = await vote(store, readerIn(ask).id, path.id, { network }, now)
      return { votes, voted }
    },
  }),
  route({
    name: 'takeVoteBack',
    method: 'delete',
    path: '/papers/{id}/vote',
    tag: 'Yours',
    says: 'Take your vote back',
    params: PaperPath,
    missing: true,
    answer: Vote,
    async run({ path, store, now, ...ask }) {
      const { votes, voted } = await takeBack(store, readerIn(ask).id, path.id, now)
      return { votes, voted }
    },
  }),
  route({
    name: 'getDigest',
    method: 'get',
    path: '/me/digest',
    tag: 'Yours',
    says: 'When your digest comes, and what stands in it',
    who: 'reader',
    answer: Digest,
    run: async ({ store, ...ask }) =>
      shownDigest(await subscriptionOfReader(store, readerIn(ask).id)),
  }),
  route({
    name: 'setDigest',
    method: 'put',
    path: '/me/digest',
    tag: 'Yours',
    says: 'Have a digest, or have it otherwise',
    more: 'What is left out stays as it is. It goes to the address of your account, which you must have confirmed.',
    body: Choices.partial(),
    answer: Digest,
    async run({ body, store, now, site, ...ask }) {
      const { id } = readerIn(ask)
      const known = await subscriptionOfReader(store, id)
      const wish = Object.fromEntries(
        Object.entries(body).filter(([, value]) => value !== undefined),
      )
      if (known?.state === 'on') {
        await change(store, known.id, wish, now)
        return shownDigest(await subscriptionOfReader(store, id))
      }
      const address = known?.address ?? (await confirmedAddress(store, id))
      if (address === undefined && site.accounts.signIn === 'on') {
        throw new DomainError(
          'invalid',
          'A digest goes to an address that you confirmed. Give your account one, under /account.',
        )
      }
      return shownDigest(await subscribe(store, { id, address: address ?? '' }, wish, now))
    },
  }),
  route({
    name: 'endDigest',
    method: 'delete',
    path: '/me/digest',
    tag: 'Yours',
    says: 'End your digest; what you chose is kept',
    status: 204,
    answer: z.null(),
    async run({ store, now, ...ask }) {
      const known = await subscriptionOfReader(store, readerIn(ask).id)
      if (known) await end(store, known.id, 'by the reader', now)
      return null
    },
  }),
]

function shownDigest(mine: Subscription | undefined): z.infer<typeof Digest> {
  if (!mine) return { ...usualChoices, state: 'none', dueAt: '' }
  const { days, hour, zone, front, trending, forYou, least, ifNone } = mine.choices
  const { state, dueAt } = mine
  return { days, hour, zone, front, trending, forYou, least, ifNone, state, dueAt }
}

/** The address of a reader, where it is known to be theirs. */
async function confirmedAddress(
  store: Store,
  reader: Subscription['reader'],
): Promise<string | undefined> {
  if (!reader) return undefined
  const row = await store
    .selectFrom('readers')
    .select('emailVerified')
    .where('id', '=', reader)
    .executeTakeFirst()
  return row?.emailVerified ? await addressOf(store, reader) : undefined
}
