import { type Context, Hono } from 'hono'
import { noteAct, readerById } from '#accounts'
import { paperOf } from '#catalog'
import { end, release, type Subscription, turnOn } from '#digest'
import { DomainError } from '#domain-error'
import { save } from '#library'
import { paperPath, plainText, readPaperId } from '#paper'
import { vote } from '#votes'
import { frameOf } from '../frame.ts'
import { Form } from '../parts/form.tsx'
import { Layout } from '../parts/layout.tsx'
import type { Site } from '../site.ts'
import { digest as words, rhythmInWords } from '../words/digest.ts'
import { fieldsOf, mailDoor } from './mail-door.ts'

/**
 * What the links of a letter do: begin, leave, vote, save. Opening one shows a page with a button and
 * changes nothing.
 */
export function mailActs(site: Site): Hono {
  const { store, press, now } = site
  const { links } = press
  const { asked, home } = mailDoor(site)

  return new Hono()
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
    .get('/mail/:mark/:act{vote|save}/:paper', async (c) => {
      const { reader, id } = await asked(c)
      const paper = await paperOf(store, readPaperId(c.req.param('paper')))
      if (!paper || !reader) throw new DomainError('missing', words.missing)
      const act = c.req.param('act') === 'save' ? 'save' : 'vote'
      return c.render(
        <Question
          frame={frameOf(c)}
          title={words.acts[act].question}
          text={plainText(paper.title)}
          action={new URL(links[act](id, paper.id)).pathname}
          button={words.acts[act].button}
        />,
      )
    })
    .post('/mail/:mark/:act{vote|save}/:paper', async (c) => {
      const { reader } = await asked(c)
      const paper = await paperOf(store, readPaperId(c.req.param('paper')))
      const known = reader ? await readerById(store, reader) : undefined
      if (!known || !paper) throw new DomainError('missing', words.missing)
      if (c.req.param('act') === 'save') await save(store, known.id, paper.id, now())
      else if (known.bannedAt) throw new DomainError('forbidden', words.voteBanned)
      else await vote(store, known.id, paper.id, {}, now())
      await noteAct(store, known.id)
      return c.redirect(paperPath(paper.id), 303)
    })

  function leftOf(c: Context, subscription: Subscription) {
    const action = new URL(links.confirm(subscription.id)).pathname
    return { frame: frameOf(c), address: subscription.address, action }
  }
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
