import { Hono } from 'hono'
import { change, digestOf, ownerOf, pageOf, recalled, sendTest, type Subscription } from '#digest'
import { noteAct, tally } from '#accounts'
import { DomainError } from '#domain-error'
import { isDay } from '#paper'
import {
  addHook,
  dropHook,
  dropWatch,
  hooksOf,
  keepWatch,
  subjectsOf,
  type WatchKind,
  watchesOf,
} from '#watches'
import { formatIn } from '../feeds/answer.ts'
import { digestFeed } from '../feeds/digest-feed.ts'
import { keptFeeds } from '../feeds/kept-feeds.ts'
import { opmlOf } from '../feeds/opml.ts'
import { frameOf } from '../frame.ts'
import { choicesIn, choicesWith } from '../parts/digest-choices.tsx'
import { DigestPaper } from '../parts/digest-paper.tsx'
import { Layout } from '../parts/layout.tsx'
import type { Site } from '../site.ts'
import { dayInWords } from '../words/words.ts'
import { digest as words } from '../words/digest.ts'
import { fieldsOf, mailDoor } from './mail-door.ts'
import { MailPage } from './mail-page.tsx'

/**
 * Where the links of mails lead. Whoever has a link may read and change what it is about; opening one
 * changes nothing, so that programs which open every link of a mail do no harm.
 */
export function mail(site: Site): Hono {
  const { store, press, now } = site
  const { links } = press
  const { asked, home } = mailDoor(site)
  const write = keptFeeds(now, 'private')
  /** The pages of a reader know what is never to be shown: they are made anew. */
  const made = ({ reader }: Subscription) => reader && noteAct(store, reader)

  return new Hono()
    .get('/mail/:mark', async (c) => {
      const subscription = await asked(c)
      const [watches, hooks, history] = await Promise.all([
        watchesOf(store, ownerOf(subscription)),
        hooksOf(store, ownerOf(subscription)),
        historyOf(site, subscription.id),
      ])
      const { searchParams } = new URL(c.req.url)
      const choices = choicesWith(searchParams, subscription.choices)
      const unsaved = JSON.stringify(choices) !== JSON.stringify(subscription.choices)
      return c.render(
        <MailPage
          frame={frameOf(c)}
          home={home(subscription)}
          {...{ subscription, choices, watches, hooks, history }}
          subjects={await subjectsOf(store, ownerOf(subscription), watches)}
          watch={(c.req.query('watch') ?? '').slice(0, 500)}
          said={
            c.req.query('tested') !== undefined
              ? words.tested
              : c.req.query('saved') !== undefined
                ? words.saved
                : unsaved
                  ? words.unsaved
                  : ''
          }
        />,
      )
    })
    .post('/mail/:mark', async (c) => {
      const subscription = await asked(c)
      await change(store, subscription.id, choicesIn(await fieldsOf(c)), now())
      return c.redirect(`${home(subscription)}?saved`, 303)
    })
    .post('/mail/:mark/watch', async (c) => {
      const subscription = await asked(c)
      const fields = await fieldsOf(c)
      await keepWatch(
        store,
        ownerOf(subscription),
        {
          query: fields.get('query') ?? '',
          kind: kindIn(fields.get('kind')),
          most: Number(fields.get('most') ?? 10),
        },
        now(),
      )
      await made(subscription)
      return c.redirect(`${home(subscription)}?saved#watches`, 303)
    })
    .post('/mail/:mark/test', async (c) => {
      const subscription = await asked(c)
      if (subscription.state !== 'on') throw new DomainError('forbidden', words.state.asked)
      await tally(store, `test digest ${subscription.id}`, { times: 5, within: 3_600_000 }, now())
      await sendTest(press, subscription, now())
      return c.redirect(`${home(subscription)}?tested`, 303)
    })
    .post('/mail/:mark/hook', async (c) => {
      const subscription = await asked(c)
      const { reader } = subscription
      if (!reader) throw new DomainError('forbidden', words.hooks.onlyReaders)
      const [fields, at] = [await fieldsOf(c), now()]
      const given = (name: string) => fields.get(name) ?? ''
      if (given('drop')) await dropHook(store, reader, given('drop'))
      else {
        const hook = { watch: given('watch'), url: given('url'), shape: given('shape') }
        await addHook(store, reader, { ...hook, secret: given('secret') }, at)
      }
      return c.redirect(`${home(subscription)}?saved#hooks`, 303)
    })
    .post('/mail/:mark/drop', async (c) => {
      const subscription = await asked(c)
      await dropWatch(store, ownerOf(subscription), (await fieldsOf(c)).get('watch') ?? '')
      await made(subscription)
      return c.redirect(`${home(subscription)}?saved#watches`, 303)
    })
    .get('/mail/:mark/:name{digests\\.\\w+}', async (c) => {
      const subscription = await asked(c)
      const name = c.req.param('name')
      const [last] = await historyOf(site, subscription.id)
      const state = `${last?.day} ${last?.state}`
      return write(c, state, formatIn(name), () => digestFeed(store, subscription, links, name))
    })
    .get('/mail/:mark/watches.opml', async (c) => {
      const subscription = await asked(c)
      const watches = await watchesOf(store, ownerOf(subscription))
      const { id } = subscription
      const digests = { name: words.choices, feed: links.feed(id), page: links.choices(id) }
      const subjects = await subjectsOf(store, ownerOf(subscription), watches)
      const mark = subscription.reader ? links.feedMark(subscription.reader) : ''
      return c.body(opmlOf({ watches, subjects, site: links.site, mark }, [digests]), 200, {
        'Content-Type': 'text/x-opml; charset=utf-8',
        'Content-Disposition': 'attachment; filename="broadsheet.opml"',
      })
    })
    .get('/mail/:mark/:day', async (c) => {
      const subscription = await asked(c)
      const { day } = c.req.param()
      const known = isDay(day) ? await digestOf(store, subscription.id, day) : undefined
      if (!known?.content || !isDay(day)) throw new DomainError('missing', words.noDay)
      const chosen = await recalled(store, known.content)
      return c.render(
        <Layout frame={frameOf(c)} title={words.ofDay(dayInWords(day))} unlisted>
          <DigestPaper page={pageOf(chosen, subscription, day, links)} />
          <p class="message">
            <a href={home(subscription)}>{words.choices}</a>
          </p>
        </Layout>,
      )
    })
}

/** What became of the last digests, the latest first. */
const historyOf = ({ store }: Site, id: string) =>
  store
    .selectFrom('digests')
    .select(['day', 'state', 'papers', 'fault', 'content'])
    .where('subscription', '=', id)
    .orderBy('day', 'desc')
    .limit(30)
    .execute()

const kindIn = (text: string | null): WatchKind =>
  text === 'pin' || text === 'mute' ? text : 'watch'
