import { type Context, Hono } from 'hono'
import {
  change,
  digestOf,
  end,
  ownerOf,
  pageOf,
  recalled,
  release,
  sendTest,
  type Subscription,
  subscriptionOf,
  turnOn,
} from '#digest'
import { noteAct, readerById, tally } from '#accounts'
import { DomainError } from '#domain-error'
import { paperOf } from '#catalog'
import { isDay, paperPath, plainText, readPaperId } from '#paper'
import { vote } from '#votes'
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
import { digestFeed } from '../feeds/digest-feed.ts'
import { opmlOf } from '../feeds/opml.ts'
import { frameOf } from '../frame.ts'
import { choicesIn } from '../parts/digest-choices.tsx'
import { DigestPaper } from '../parts/digest-paper.tsx'
import { Form } from '../parts/form.tsx'
import { Layout } from '../parts/layout.tsx'
import type { Site } from '../site.ts'
import { dayInWords } from '../words/words.ts'
import { digest as words, rhythmInWords } from '../words/digest.ts'
import { MailPage } from './mail-page.tsx'

/**
 * Where the links of mails lead. Whoever has a link may read and change what it is about; opening one
 * changes nothing, so that programs which open every link of a mail do no harm.
 */
export function mail(site: Site): Hono {
  const { store, press, now } = site
  const { links } = press
  const asked = async (c: Context): Promise<Subscription> => {
    c.header('Cache-Control', 'no-store')
    c.header('Referrer-Policy', 'no-referrer')
    c.header('X-Robots-Tag', 'noindex')
    const id = links.read(c.req.param('mark') ?? '')
    const subscription = id === undefined ? undefined : await subscriptionOf(store, id)
    if (!subscription) throw new DomainError('missing', words.missing)
    return subscription
  }
  /** The pages of a reader know what is never to be shown: they are made anew. */
  const made = ({ reader }: Subscription) => reader && noteAct(store, reader)
  const home = ({ id }: Subscription) => new URL(links.choices(id)).pathname

  return new Hono()
    .get('/mail/:mark', async (c) => {
      const subscription = await asked(c)
      const [watches, hooks, history] = await Promise.all([
        watchesOf(store, ownerOf(subscription)),
        hooksOf(store, ownerOf(subscription)),
        historyOf(site, subscription.id),
      ])
      return c.render(
        <MailPage
          frame={frameOf(c)}
          home={home(subscription)}
          {...{ subscription, watches, hooks, history }}
          subjects={await subjectsOf(store, watches)}
          watch={(c.req.query('watch') ?? '').slice(0, 500)}
          said={
            c.req.query('tested') !== undefined
              ? words.tested
              : c.req.query('saved') !== undefined
                ? words.saved
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
    .get('/mail/:mark/confirm', async (c) => {
      const subscription = await asked(c)
      if (subscription.state === 'on') return c.redirect(home(subscription), 303)
      const { address, choices } = subscription
      return c.render(
        <Question
          frame={frameOf(c)}
          title={words.confirm}
          text={words.confirmHelp(address, rhythmInWords(choices))}
          action={new URL(links.confirm(subscription.id)).pathname}
          button={words.confirmButton}
        />,
      )
    })
    .post('/mail/:mark/confirm', async (c) => {
      const subscription = await asked(c)
      await store.transaction().execute(async (within) => {
        await release(within, subscription.address)
        await turnOn(within, subscription.id, now())
      })
      return c.redirect(home(subscription), 303)
    })
    .get('/mail/:mark/leave', async (c) => {
      const subscription = await asked(c)
      if (subscription.state === 'ended') return c.render(<LeftPage {...leftOf(c, subscription)} />)
      return c.render(
        <Question
          frame={frameOf(c)}
          title={words.leave}
          text={words.leaveHelp(subscription.address)}
          action={new URL(links.leave(subscription.id)).pathname}
          button={words.leaveButton}
        />,
      )
    })
    .post('/mail/:mark/leave', async (c) => {
      const subscription = await asked(c)
      const oneClick = (await fieldsOf(c)).get('List-Unsubscribe') === 'One-Click'
      await end(store, subscription.id, oneClick ? 'by one click' : 'by the reader', now())
      return c.render(<LeftPage {...leftOf(c, subscription)} />)
    })
    .get('/mail/:mark/digests.atom', async (c) => {
      const subscription = await asked(c)
      const body = await digestFeed(store, subscription, links)
      return c.body(body, 200, { 'Content-Type': 'application/atom+xml; charset=utf-8' })
    })
    .get('/mail/:mark/watches.opml', async (c) => {
      const subscription = await asked(c)
      const watches = await watchesOf(store, ownerOf(subscription))
      const { id } = subscription
      const digests = { name: words.choices, feed: links.feed(id), page: links.choices(id) }
      const subjects = await subjectsOf(store, watches)
      const mark = subscription.reader ? links.feedMark(subscription.reader) : ''
      return c.body(opmlOf({ watches, subjects, site: links.site, mark }, [digests]), 200, {
        'Content-Type': 'text/x-opml; charset=utf-8',
        'Content-Disposition': 'attachment; filename="broadsheet.opml"',
      })
    })
    .get('/mail/:mark/vote/:paper', async (c) => {
      const { reader, id } = await asked(c)
      const paper = await paperOf(store, readPaperId(c.req.param('paper')))
      if (!paper || !reader) throw new DomainError('missing', words.missing)
      return c.render(
        <Question
          frame={frameOf(c)}
          title={words.vote}
          text={plainText(paper.title)}
          action={new URL(links.vote(id, paper.id)).pathname}
          button={words.voteButton}
        />,
      )
    })
    .post('/mail/:mark/vote/:paper', async (c) => {
      const { reader } = await asked(c)
      const paper = readPaperId(c.req.param('paper'))
      const known = reader ? await readerById(store, reader) : undefined
      if (!known) throw new DomainError('missing', words.missing)
      if (known.bannedAt) throw new DomainError('forbidden', words.voteBanned)
      await vote(store, known.id, paper, {}, now())
      return c.redirect(paperPath(paper), 303)
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

  function leftOf(c: Context, subscription: Subscription) {
    const action = new URL(links.confirm(subscription.id)).pathname
    return { frame: frameOf(c), address: subscription.address, action }
  }
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

async function fieldsOf(c: Context): Promise<URLSearchParams> {
  const fields = new URLSearchParams()
  for (const [name, value] of await c.req.formData()) {
    if (typeof value === 'string') fields.append(name, value)
  }
  return fields
}

type Frame = ReturnType<typeof frameOf>

/** A page with one button: what it does is done by pressing it, and not before. */
function Question(props: {
  frame: Frame
  title: string
  text: string
  action: string
  button: string
}) {
  return (
    <Layout frame={props.frame} title={props.title} unlisted>
      <div class="message">
        <h1>{props.title}</h1>
        <p>{props.text}</p>
        <Form action={props.action}>
          <button class="main">{props.button}</button>
        </Form>
      </div>
    </Layout>
  )
}

function LeftPage({ frame, address, action }: { frame: Frame; address: string; action: string }) {
  return (
    <Layout frame={frame} title={words.left} unlisted>
      <div class="message">
        <h1>{words.left}</h1>
        <p>{words.leftHelp(address)}</p>
        <Form action={action}>
          <button>{words.back}</button>
        </Form>
      </div>
    </Layout>
  )
}
