import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { endSession, invitationOf, type SignIn } from '#accounts'
import { DomainError } from '#domain-error'
import { formIn, jsonIn } from '../read-form.ts'
import { frameOf } from '../frame.ts'
import { askingOf, onThisSite, readerOf } from '../reader.ts'
import type { Site } from '../site.ts'
import { words } from '../words/words.ts'
import { ElsewherePage, LinkPage, LookPage, NoDoorPage, SignInPage } from './sign-in-pages.tsx'

const Fields = z.object({
  email: z.string().max(320).default(''),
  from: z.string().max(2000).default('/'),
  link: z.string().max(200).default(''),
  invitation: z.string().max(100).default(''),
})

/** The way in, by a link, a passkey or a house elsewhere, and the way out. */
export function signIn({ store, accounts, log, now }: Site): Hono {
  const door = (): SignIn => {
    if (accounts.doors) return accounts.doors
    throw new DomainError('missing', words.account.signIn.noDoor)
  }
  const show = async (c: Context, code: string) => {
    const from = onThisSite(c.req.query('from'))
    if (readerOf(c)) return c.redirect(from, 303)
    c.header('Cache-Control', 'no-store')
    const { doors } = accounts
    if (!doors) return c.render(<NoDoorPage frame={frameOf(c)} signIn={accounts.signIn} />)
    const invitation = code ? await invitationOf(store, code, now()) : undefined
    return c.render(
      <SignInPage
        frame={frameOf(c)}
        {...{ doors, from, code }}
        {...(invitation && { invitation })}
        gone={code !== '' && !invitation}
      />,
    )
  }

  return new Hono()
    .get('/sign-in', (c) => show(c, ''))
    .get('/invitation', (c) => show(c, c.req.query('code') ?? ''))
    .post('/sign-in', async (c) => {
      const asked = await fieldsOf(c)
      const { sent } = await door().askForLink(c.req.raw, asked)
      sent.catch((error: unknown) => log.error({ err: error }, 'a link could not be sent'))
      c.header('Cache-Control', 'no-store')
      return c.render(<LookPage frame={frameOf(c)} email={asked.email} folder={door().toFolder} />)
    })
    .get('/sign-in/link', async (c) => {
      const { token = '', from = '/', invitation = '' } = c.req.query()
      c.header('Cache-Control', 'no-store')
      c.header('Referrer-Policy', 'no-referrer')
      const email = await door().addressOfLink(token)
      return c.render(
        <LinkPage frame={frameOf(c)} {...{ token, from, invitation }} {...(email && { email })} />,
      )
    })
    .post('/sign-in/link', async (c) => {
      const { link, ...asked } = await fieldsOf(c)
      return cameIn(c, await door().openLink(c.req.raw, { ...asked, token: link }))
    })
    .post('/sign-in/with/:provider', async (c) => {
      const id = c.req.param('provider')
      const { link: _, ...asked } = await fieldsOf(c)
      const { url, cookies } = await door().goTo(c.req.raw, id, asked)
      return elsewhere(c, { url, cookies, name: door().nameOf(id) })
    })
    .get('/sign-in/callback/:provider', async (c) => {
      const { network } = askingOf(c)
      return cameIn(c, await door().comeBack(c.req.raw, c.req.param('provider'), network))
    })
    .post('/sign-in/passkey/challenge', async (c) => {
      const { network } = askingOf(c)
      const asked = { for: 'signing in' } as const
      const { options, cookies } = await door().passkeyChallenge(c.req.raw, asked, network)
      give(c, cookies)
      return c.json(options)
    })
    .post('/sign-in/passkey', async (c) => {
      const { response } = await jsonIn(c, z.object({ response: z.unknown() }))
      const { network } = askingOf(c)
      const { cookies, to } = await door().openWithPasskey(c.req.raw, response, network)
      give(c, cookies)
      return c.json({ to })
    })
    .post('/sign-out', async (c) => {
      const { reader, door: session } = askingOf(c)
      if (reader && session) await endSession(store, reader.id, session)
      give(c, accounts.doors?.goodbye() ?? [])
      return c.redirect('/', 303)
    })
}

async function fieldsOf(c: Context) {
  const { from, invitation, ...rest } = await formIn(c, Fields)
  const { network } = askingOf(c)
  return { ...rest, from: onThisSite(from), network, ...(invitation && { invitation }) }
}

function cameIn(c: Context, { cookies, to }: { cookies: readonly string[]; to: string }) {
  give(c, cookies)
  return c.redirect(onThisSite(to), 303)
}

/** Another house is gone to from a page, since the policy lets no form lead anywhere else. */
export function elsewhere(
  c: Context,
  { url, cookies, name }: { url: URL; cookies: readonly string[]; name: string },
): Response | Promise<Response> {
  give(c, cookies)
  c.header('Cache-Control', 'no-store')
  return c.render(<ElsewherePage frame={frameOf(c)} url={url.href} name={name} />)
}

const give = (c: Context, cookies: readonly string[]) => {
  for (const line of cookies) c.header('Set-Cookie', line, { append: true })
}
