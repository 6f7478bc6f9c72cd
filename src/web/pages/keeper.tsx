import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  ban,
  invite,
  openInvitations,
  people,
  readerById,
  setRole,
  setSignUpRule,
  signUpRule,
  unban,
  withdraw,
} from '#accounts'
import { DomainError } from '#domain-error'
import { formIn } from '../read-form.ts'
import { frameOf } from '../frame.ts'
import { signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { words } from '../words/words.ts'
import { KeeperPage } from './keeper-page.tsx'

const Role = z.enum(['reader', 'curator', 'keeper'])
const Invited = z.object({
  email: z.string().max(320).default(''),
  role: Role,
  note: z.string().max(200).default(''),
})

/** What the keeper of a site decides: who may join, who is what, and who may not write. */
export function keeper({ store, accounts, log, now }: Site): Hono {
  const show = async (c: Context, made?: { link: string; mailed: boolean }) => {
    const reader = signedIn(c, { as: 'keeper' })
    c.header('Cache-Control', 'no-store')
    const find = (c.req.query('find') ?? '').slice(0, 200)
    const page = Math.max(1, Math.floor(Number(c.req.query('page'))) || 1)
    const [found, rule, invitations] = await Promise.all([
      people(store, { like: find, page }),
      signUpRule(store),
      openInvitations(store, now()),
    ])
    return c.render(
      <KeeperPage
        frame={frameOf(c)}
        signIn={accounts.signIn}
        {...{ reader, find, page, rule, invitations }}
        {...found}
        {...(made && { made })}
      />,
    )
  }
  const someone = async (id: string) => {
    const person = await readerById(store, id)
    if (!person) throw new DomainError('missing', words.account.keeper.missing)
    return person
  }

  return new Hono()
    .get('/keeper', (c) => show(c))
    .post('/keeper/sign-up', async (c) => {
      signedIn(c, { as: 'keeper' })
      const { rule } = await formIn(c, z.object({ rule: z.enum(['open', 'invited']) }))
      await setSignUpRule(store, rule)
      return c.redirect('/keeper', 303)
    })
    .post('/keeper/invitations', async (c) => {
      const reader = signedIn(c, { as: 'keeper' })
      const asked = await formIn(c, Invited)
      const { code } = await invite(store, reader, asked, now())
      const link = `${frameOf(c).origin}/invitation?code=${code}`
      const sent = asked.email
        ? accounts.doors?.mailInvitation(asked.email, link, reader)
        : undefined
      sent?.catch((error: unknown) => log.error({ err: error }, 'an invitation could not be sent'))
      return show(c, { link, mailed: sent !== undefined })
    })
    .post('/keeper/invitations/:id/withdraw', async (c) => {
      signedIn(c, { as: 'keeper' })
      await withdraw(store, c.req.param('id'))
      return c.redirect('/keeper', 303)
    })
    .post('/keeper/people/:id/role', async (c) => {
      const by = signedIn(c, { as: 'keeper' })
      const { role } = await formIn(c, z.object({ role: Role }))
      await setRole(store, by.id, (await someone(c.req.param('id'))).id, role, now())
      return c.redirect('/keeper', 303)
    })
    .post('/keeper/people/:id/ban', async (c) => {
      const by = signedIn(c, { as: 'keeper' })
      const { reason } = await formIn(c, z.object({ reason: z.string().max(1000) }))
      await ban(store, by.id, (await someone(c.req.param('id'))).id, reason, now())
      return c.redirect('/keeper', 303)
    })
    .post('/keeper/people/:id/unban', async (c) => {
      const by = signedIn(c, { as: 'keeper' })
      await unban(store, by.id, (await someone(c.req.param('id'))).id, now())
      return c.redirect('/keeper', 303)
    })
}
