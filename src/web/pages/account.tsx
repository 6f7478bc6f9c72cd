import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  addressInToken,
  addressOf,
  endOtherSessions,
  endSession,
  eraseReader,
  exportOf,
  identitiesOf,
  passkeysOf,
  removeKey,
  sessionsOf,
  setProfile,
  zip,
} from '#accounts'
import { DomainError } from '#domain-error'
import { formIn, jsonIn } from '../read-form.ts'
import { frameOf } from '../frame.ts'
import { askingOf, onThisSite, signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { words } from '../words/words.ts'
import { AccountPage, AddressPage, DeletePage, GonePage } from './account-pages.tsx'
import { SessionsPage } from './sessions-page.tsx'
import { elsewhere } from './sign-in.tsx'

const Profile = z.object({
  name: z.string().max(200),
  handle: z.string().max(100),
  about: z.string().max(2000).default(''),
})

/** Whoever may not write still has what is theirs. */
const own = (c: Context) => signedIn(c, { banned: 'write' })

const One = z.object({
  email: z.string().max(320).default(''),
  link: z.string().max(2000).default(''),
  handle: z.string().max(100).default(''),
})

/** What is a reader's own: name, address, keys, sessions, the way to take it along and to delete it. */
export function account({ store, accounts, holdings, log, now }: Site): Hono {
  const doorsOf = () => {
    if (accounts.doors) return accounts.doors
    throw new DomainError('missing', words.account.signIn.noDoor)
  }
  const show = async (c: Context, notice?: string) => {
    const reader = own(c)
    const { doors } = accounts
    const [email, passkeys, identities] = await Promise.all([
      addressOf(store, reader.id),
      passkeysOf(store, reader.id),
      identitiesOf(store, reader.id),
    ])
    const from = c.req.query('from')
    return c.render(
      <AccountPage
        frame={frameOf(c)}
        {...{ reader, email, passkeys, identities }}
        {...(doors && { doors })}
        {...(from !== undefined && { from: onThisSite(from) })}
        {...(notice && { notice })}
      />,
    )
  }

  return new Hono()
    .use('/account/*', async (c, next) => {
      await next()
      c.header('Cache-Control', 'no-store')
    })
    .get('/account', (c) => {
      c.header('Cache-Control', 'no-store')
      return show(c, c.req.query('saved') === '' ? words.account.yours.saved : undefined)
    })
    .post('/account', async (c) => {
      await setProfile(store, own(c).id, await formIn(c, Profile), now())
      return c.redirect('/account?saved', 303)
    })
    .post('/account/address', async (c) => {
      const email = (await formIn(c, One)).email
      const { sent } = await doorsOf().askForAddress(own(c).id, email)
      sent.catch((error: unknown) => log.error({ err: error }, 'a letter could not be sent'))
      return show(c, words.account.yours.addressSent(email))
    })
    .get('/account/address', (c) => {
      own(c)
      const token = c.req.query('token') ?? ''
      return c.render(
        <AddressPage frame={frameOf(c)} token={token} email={addressInToken(token)} />,
      )
    })
    .post('/account/address/take', async (c) => {
      await doorsOf().takeAddress(own(c).id, (await formIn(c, One)).link)
      return c.redirect('/account?saved', 303)
    })
    .post('/account/passkeys/challenge', async (c) => {
      const { handle } = own(c)
      const asked = { for: 'adding', handle } as const
      const { options, cookies } = await doorsOf().passkeyChallenge(
        c.req.raw,
        asked,
        askingOf(c).network,
      )
      for (const line of cookies) c.header('Set-Cookie', line, { append: true })
      return c.json(options)
    })
    .post('/account/passkeys', async (c) => {
      own(c)
      const Answer = z.object({ response: z.unknown(), name: z.string().max(200).default('') })
      const { response, name } = await jsonIn(c, Answer)
      await doorsOf().addPasskey(c.req.raw, response, name)
      return c.json({ to: '/account?saved' })
    })
    .post('/account/passkeys/:id/remove', async (c) => {
      await removeKey(store, own(c).id, 'passkeys', c.req.param('id'))
      return c.redirect('/account?saved', 303)
    })
    .post('/account/identities/:id/remove', async (c) => {
      await removeKey(store, own(c).id, 'identities', c.req.param('id'))
      return c.redirect('/account?saved', 303)
    })
    .post('/account/link/:provider', async (c) => {
      own(c)
      const id = c.req.param('provider')
      const { network } = askingOf(c)
      const asked = { from: '/account?saved', link: true, network } as const
      const { url, cookies } = await doorsOf().goTo(c.req.raw, id, asked)
      return elsewhere(c, { url, cookies, name: doorsOf().nameOf(id) })
    })
    .get('/account/sessions', async (c) => {
      const sessions = await sessionsOf(store, own(c).id, now())
      const { door } = askingOf(c)
      return c.render(
        <SessionsPage
          frame={frameOf(c)}
          sessions={sessions}
          nameOf={(id) => accounts.doors?.nameOf(id) ?? id}
          {...(door && { here: door })}
        />,
      )
    })
    .post('/account/sessions/others/end', async (c) => {
      await endOtherSessions(store, own(c).id, askingOf(c).door)
      return c.redirect('/account/sessions', 303)
    })
    .post('/account/sessions/:id/end', async (c) => {
      await endSession(store, own(c).id, c.req.param('id'))
      return c.redirect('/account/sessions', 303)
    })
    .get('/account/export', async (c) => {
      const { id, handle } = own(c)
      const files = await exportOf(store, holdings, id, now())
      const folder = `broadsheet-${handle}`
      const inFolder = files.map(({ name, text }) => ({ name: `${folder}/${name}`, text }))
      return c.body(new Uint8Array(zip(inFolder, now())), 200, {
        'Content-Type': 'application/zip',
        'Content-Disposition': `attachment; filename="${folder}.zip"`,
      })
    })
    .get('/account/delete', (c) => {
      const { handle } = own(c)
      return c.render(<DeletePage frame={frameOf(c)} {...{ handle, holdings }} />)
    })
    .post('/account/delete', async (c) => {
      const { id, handle } = own(c)
      if ((await formIn(c, One)).handle.trim().replace(/^@/, '').toLowerCase() !== handle) {
        throw new DomainError('invalid', words.account.delete.wrong)
      }
      await eraseReader(store, holdings, id, now())
      for (const line of accounts.doors?.goodbye() ?? []) {
        c.header('Set-Cookie', line, { append: true })
      }
      const { reader: _, ...frame } = frameOf(c)
      return c.render(<GonePage frame={{ ...frame, formToken: '' }} />)
    })
}
