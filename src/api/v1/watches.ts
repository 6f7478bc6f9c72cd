import { z } from 'zod'
import { papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import {
  addHook,
  checkWatches,
  dropHook,
  dropWatch,
  type Hook,
  hooksOf,
  keepWatch,
  type Watch,
  watchesOf,
  watchOf,
} from '#watches'
import { type Ask, readerIn, route } from './route.ts'
import { allOf, Paper, textUpTo } from './shapes.ts'
import { showPapers } from './show-papers.ts'

const kinds = ['watch', 'pin', 'mute'] as const

const shapesOfHooks = ['json', 'slack', 'discord', 'telegram', 'feishu'] as const

const WatchShape = z
  .object({
    id: z.string(),
    kind: z.enum(kinds),
    about: z.enum(['query', 'person', 'group', 'list']).describe('What it is on.'),
    name: z.string(),
    query: z
      .string()
      .describe('In the language of the search; of a person, a group or a list, its id.'),
    most: z.int().describe('How many of its papers a digest has at most.'),
    madeAt: z.string(),
  })
  .meta({
    id: 'Watch',
    description:
      'A query that is kept. `watch`: tell of what it finds; `pin`: whatever else there is; `mute`: never show it.',
  })

const WebhookShape = z
  .object({
    id: z.string(),
    watch: z.string(),
    url: z.string(),
    shape: z.enum(shapesOfHooks),
    fault: z.string().describe('Why it could not be told the last time.'),
    toldAt: z.string().describe('When it was last told something; empty if never.'),
    stoppedAt: z
      .string()
      .nullable()
      .describe('Since when it is told nothing, because it failed too often.'),
  })
  .meta({ id: 'Webhook', description: 'A program that is told what a watch finds.' })

const WatchPath = z.object({ watch: z.string().max(100) })

export const watches = [
  route({
    name: 'listWatches',
    method: 'get',
    path: '/watches',
    tag: 'Watches',
    says: 'What you watch',
    who: 'reader',
    answer: allOf(WatchShape),
    async run({ store, ...ask }) {
      return { items: (await watchesOf(store, readerIn(ask).id)).map(shown) }
    },
  }),
  route({
    name: 'keepWatch',
    method: 'post',
    path: '/watches',
    tag: 'Watches',
    says: 'Watch a query. The same one kept again is changed, not doubled',
    body: z.object({
      query: textUpTo(500).describe('In the language of the search.'),
      kind: z.enum(kinds).default('watch'),
      name: textUpTo(100).optional(),
      most: z.int().min(1).max(50).default(10),
    }),
    status: 201,
    answer: WatchShape,
    async run({ body, store, now, ...ask }) {
      const { query, kind, name, most: papers } = body
      const wish = { query, kind, most: papers, ...(name !== undefined && { name }) }
      return shown(await keepWatch(store, readerIn(ask).id, wish, now))
    },
  }),
  route({
    name: 'dropWatch',
    method: 'delete',
    path: '/watches/{watch}',
    tag: 'Watches',
    says: 'End a watch, and the webhooks that hang on it',
    params: WatchPath,
    missing: true,
    status: 204,
    answer: z.null(),
    async run({ path, store, ...ask }) {
      const watch = await own({ store, ...ask }, path.watch)
      await dropWatch(store, watch.owner, watch.id)
      return null
    },
  }),
  route({
    name: 'checkWatches',
    method: 'post',
    path: '/watches/check',
    tag: 'Watches',
    says: 'What is new for your watches since you asked last',
    more: 'The first time that is the latest day of papers, and a week of what people did. Programs are told apart by `asker`. Whoever lost an answer asks with its `since`, and is told the same and what came since.',
    pure: true,
    body: z.object({
      watch: z.string().max(100).optional().describe('One of your watches; without it, all.'),
      since: z.string().max(40).optional().describe('A `mark` of an earlier answer.'),
      asker: textUpTo(100).default('').describe('What this program calls itself.'),
      most: z.int().min(1).max(100).default(20).describe('Papers of each watch, at most.'),
    }),
    missing: true,
    answer: z
      .object({
        mark: z.string().describe('How far this told.'),
        since: z.string().describe('Where this began.'),
        news: z.array(z.object({ watch: WatchShape, papers: z.array(Paper), more: z.int() })),
      })
      .meta({ id: 'WatchNews' }),
    async run({ body, store, now, site, origin, ...ask }) {
      const means = { store, windowOf: site.press.windowOf, now: () => now }
      const { mark, since, news } = await checkWatches(means, readerIn(ask).id, body)
      const ids = news.flatMap(({ found }) => found.map(({ paper }) => paper))
      const papers = await showPapers(store, await papersOf(store, [...new Set(ids)]), origin)
      const byId = new Map<string, (typeof papers)[number]>(papers.map((one) => [one.id, one]))
      return {
        mark,
        since,
        news: news.map(({ watch, found, more }) => ({
          watch: shown(watch),
          papers: found.flatMap(({ paper }) => byId.get(paper) ?? []),
          more,
        })),
      }
    },
  }),
  route({
    name: 'listWebhooks',
    method: 'get',
    path: '/webhooks',
    tag: 'Watches',
    says: 'The programs that are told what your watches find',
    who: 'reader',
    answer: allOf(WebhookShape),
    async run({ store, ...ask }) {
      return { items: (await hooksOf(store, readerIn(ask).id)).map(shownHook) }
    },
  }),
  route({
    name: 'addWebhook',
    method: 'post',
    path: '/webhooks',
    tag: 'Watches',
    says: 'Let a program be told of what a watch finds from now on',
    more: 'Each message is signed: X-Broadsheet-Signature: t=…,v1=… is the instant in seconds, and in hexadecimal digits the HMAC with SHA-256 of `t`, a dot and the body, by the secret that this answer names, once. What is not taken is sent again for a day; X-Broadsheet-Delivery is the same then.',
    body: z.object({
      watch: z.string().max(100),
      url: z.string().max(2000),
      shape: z.enum(shapesOfHooks).default('json'),
      secret: z.string().max(200).optional(),
    }),
    missing: true,
    status: 201,
    answer: WebhookShape.extend({ secret: z.string() }).meta({ id: 'NewWebhook' }),
    async run({ body, store, now, ...ask }) {
      const { watch, url, shape, secret } = body
      const wish = { watch, url, shape, ...(secret !== undefined && { secret }) }
      const hook = await addHook(store, readerIn(ask).id, wish, now)
      return { ...shownHook(hook), secret: hook.secret }
    },
  }),
  route({
    name: 'dropWebhook',
    method: 'delete',
    path: '/webhooks/{webhook}',
    tag: 'Watches',
    says: 'Tell a program nothing more',
    params: z.object({ webhook: z.string().max(100) }),
    missing: true,
    status: 204,
    answer: z.null(),
    async run({ path, store, ...ask }) {
      const { id } = readerIn(ask)
      const all = await hooksOf(store, id)
      if (!all.some((hook) => hook.id === path.webhook)) {
        throw new DomainError('missing', 'There is no such webhook of yours.')
      }
      await dropHook(store, id, path.webhook)
      return null
    },
  }),
]

/** A watch of whoever asks. One of somebody else is not there. */
async function own(
  { store, ...ask }: Pick<Ask<unknown, unknown, unknown>, 'store' | 'reader'>,
  id: string,
): Promise<Watch> {
  const watch = await watchOf(store, id)
  if (watch?.owner !== readerIn(ask).id) {
    throw new DomainError('missing', 'There is no such watch of yours.')
  }
  return watch
}

const shown = ({ id, kind, about, name, query, most: papers, madeAt }: Watch) => ({
  id,
  kind,
  about,
  name,
  query,
  most: papers,
  madeAt,
})

const shownHook = ({ id, watch, url, shape, fault, saidAt, stoppedAt }: Hook) => ({
  id,
  watch,
  url,
  shape,
  fault,
  toldAt: saidAt,
  stoppedAt,
})
