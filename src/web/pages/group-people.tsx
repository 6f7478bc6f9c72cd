import { type Context, Hono } from 'hono'
import { readersOf } from '#accounts'
import { DomainError } from '#domain-error'
import {
  answerAsk,
  asksOf,
  askToJoin,
  declineGroup,
  deleteGroup,
  endMembership,
  enter,
  type Group,
  type GroupFound,
  groupOfCode,
  groupsOf,
  invitationsOf,
  inviteByLink,
  invitePerson,
  joinGroup,
  membersOf,
  setClosed,
  setMemberRole,
  setTerms,
  withdrawInvitation,
} from '#groups'
import { fieldsIn } from '../fields.ts'
import { frameOf } from '../frame.ts'
import { Form } from '../parts/form.tsx'
import { MembersPage } from '../parts/group-members.tsx'
import { JoinForm } from '../parts/group-join.tsx'
import { GroupPage } from '../parts/group.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { groupPath } from '../parts/paths.ts'
import { formIn } from '../read-form.ts'
import { readerOf, signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { groups as all } from '../words/groups.ts'
import { Terms, TermsForm } from './groups.tsx'

/** Who is in a group, how one gets in and out, and what its owners decide. */
export function groupPeople({ store, now }: Site): Hono {
  const show = async (c: Context, made?: string) => {
    const reader = readerOf(c)
    const group = await enter(store, c.req.param('group') ?? '', reader, 'guest')
    const owns = group.as === 'owner'
    const [members, asks, invitations] = await Promise.all([
      membersOf(store, group.id),
      owns ? asksOf(store, group.id) : [],
      owns ? invitationsOf(store, group.id, now()) : [],
    ])
    const known = await readersOf(store, [
      ...members.map((one) => one.reader),
      ...asks.map((one) => one.reader),
      ...invitations.flatMap((one) => one.reader || []),
    ])
    const people = new Map(known.map((one) => [one.id, one]))
    c.header('Cache-Control', 'no-store')
    return c.render(
      <MembersPage
        frame={frameOf(c)}
        {...{ group, members, asks, invitations, people }}
        {...(made && { made })}
      />,
    )
  }
  return new Hono()
    .get('/groups/:group/join', async (c) => {
      const { group, code = '' } = { ...c.req.param(), ...c.req.query() }
      const reader = readerOf(c)
      const found = await groupOfCode(store, group, code, now())
      const named = reader && (await groupsOf(store, reader.id)).invited
      const invited = named?.find(({ id }) => id === group)
      const to = found ?? invited
      if (!to) throw new DomainError('missing', all.door.gone)
      c.header('Cache-Control', 'no-store')
      c.header('Referrer-Policy', 'no-referrer')
      return c.render(
        <DoorPage
          frame={frameOf(c)}
          group={to}
          asked={false}
          invited={invited !== undefined}
          {...(found && { code })}
        />,
      )
    })
    .post('/groups/:group/join', async (c) => {
      const reader = signedIn(c)
      const field = await fieldsIn(c)
      const group = c.req.param('group')
      if (field('act') === 'decline') {
        await declineGroup(store, reader, group)
        return c.redirect('/groups', 303)
      }
      await joinGroup(store, reader, { group, code: field('code') }, now())
      return c.redirect(groupPath(group), 303)
    })
    .post('/groups/:group/ask', async (c) => {
      const reader = signedIn(c)
      const group = c.req.param('group')
      await askToJoin(store, reader, group, (await fieldsIn(c))('text'), now())
      return c.redirect(groupPath(group), 303)
    })
    .get('/groups/:group/members', (c) => show(c))
    .post('/groups/:group/invitations', async (c) => {
      const owner = signedIn(c)
      const group = c.req.param('group')
      const field = await fieldsIn(c)
      if (field('act') === 'withdraw') {
        await withdrawInvitation(store, owner, group, field('invitation'))
      } else if (field('handle')) {
        await invitePerson(store, owner, group, field('handle'), now())
      } else {
        const code = await inviteByLink(store, owner, group, now())
        return show(c, `${frameOf(c).origin}${groupPath(group)}/join?code=${code}`)
      }
      return c.redirect(`${groupPath(group)}/members`, 303)
    })
    .post('/groups/:group/members', async (c) => {
      const owner = signedIn(c)
      const field = await fieldsIn(c)
      const whom = { group: c.req.param('group'), reader: field('reader') }
      const act = field('act')
      if (act === 'admit' || act === 'refuse') {
        await answerAsk(store, owner, whom, act === 'admit' ? 'yes' : 'no', now())
      } else if (act === 'owner' || act === 'member') {
        await setMemberRole(store, owner, whom, act)
      } else await endMembership(store, owner, whom)
      return c.redirect(`${groupPath(whom.group)}/members`, 303)
    })
    .post('/groups/:group/leave', async (c) => {
      const reader = signedIn(c, { banned: 'write' })
      await endMembership(store, reader, { group: c.req.param('group'), reader: reader.id })
      return c.redirect('/groups', 303)
    })
    .get('/groups/:group/settings', async (c) => {
      const owner = signedIn(c)
      const group = await enter(store, c.req.param('group'), owner, 'owner')
      c.header('Cache-Control', 'no-store')
      return c.render(<SettingsPage frame={frameOf(c)} group={group} />)
    })
    .post('/groups/:group/settings', async (c) => {
      const owner = signedIn(c)
      const group = c.req.param('group')
      await enter(store, group, owner, 'owner')
      const field = await fieldsIn(c)
      const act = field('act')
      if (act === 'delete') {
        await deleteGroup(store, owner, group, field('typed'))
        return c.redirect('/groups', 303)
      }
      if (act === 'close') await setClosed(store, owner, group, 'closed', now())
      else if (act === 'open') await setClosed(store, owner, group, 'open', now())
      else await setTerms(store, owner, group, await formIn(c, Terms))
      return c.redirect(groupPath(group), 303)
    })
}

/** What somebody outside sees of a private group: its name, what it says of itself, and the bell. */
export function DoorPage(props: {
  frame: Frame
  group: Group
  asked: boolean
  invited?: boolean
  code?: string
}) {
  const { frame, group } = props
  return (
    <Layout frame={frame} title={group.name} unlisted>
      <div class="own narrow">
        <h1 dir="auto">{group.name}</h1>
        {group.about.split(/\n{2,}/).map((paragraph) => (
          <p dir="auto">{paragraph}</p>
        ))}
        <section>
          <h2>{all.door.heading}</h2>
          {group.openness === 'private' && <p class="help">{all.door.private}</p>}
          <JoinForm {...props} />
        </section>
      </div>
    </Layout>
  )
}

function SettingsPage({ frame, group }: { frame: Frame; group: GroupFound }) {
  const told = all.settings
  const path = `${groupPath(group.id)}/settings`
  return (
    <GroupPage frame={frame} group={group} here="settings" title={told.heading}>
      <div class="own">
        <h1>{told.heading}</h1>
        <TermsForm action={path} button={all.terms.save} group={group} />
        <section>
          <Form action={path}>
            <button name="act" value={group.closedAt ? 'open' : 'close'}>
              {group.closedAt ? told.open : told.close}
            </button>{' '}
            <span class="help">{told.closeHelp}</span>
          </Form>
        </section>
        <section>
          <h2>{told.delete}</h2>
          <p class="help">{told.deleteHelp}</p>
          <Form action={path} class="sheet">
            <label>
              {told.typed(group.name)}
              <input name="typed" required maxlength={100} autocomplete="off" />
            </label>
            <button class="grave" name="act" value="delete">
              {told.delete}
            </button>
          </Form>
        </section>
      </div>
    </GroupPage>
  )
}
