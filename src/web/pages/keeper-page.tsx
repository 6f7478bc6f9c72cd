import { type Invitation, type Person, perPage, type Reader, type Role } from '#accounts'
import { Form } from '../parts/form.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { Pager } from '../parts/pager.tsx'
import { Time } from '../parts/time.tsx'
import { words } from '../words/words.ts'

const told = words.account.keeper
const { roles } = words.account.person

export function KeeperPage(props: {
  frame: Frame
  reader: Reader
  signIn: 'on' | 'off'
  rule: 'open' | 'invited'
  invitations: readonly Invitation[]
  people: readonly Person[]
  total: number
  find: string
  page: number
  made?: { link: string; mailed: boolean }
}) {
  const { frame, signIn, rule, invitations, made } = props
  return (
    <Layout frame={frame} title={told.heading} unlisted>
      <div class="own">
        <h1>{told.heading}</h1>
        {made && (
          <div class="notice" role="status">
            {told.made} <code class="shown-once">{made.link}</code>
            {made.mailed && <p class="help">{told.mailed}</p>}
          </div>
        )}
        {signIn === 'off' ? (
          <p>{told.alone}</p>
        ) : (
          <>
            <Joining rule={rule} />
            <Invitations invitations={invitations} />
            <People {...props} />
          </>
        )}
      </div>
    </Layout>
  )
}

function Joining({ rule }: { rule: 'open' | 'invited' }) {
  return (
    <section>
      <h2>{told.joining}</h2>
      <Form class="sheet" action="/keeper/sign-up">
        <fieldset>
          <legend class="unseen">{told.joining}</legend>
          {(['invited', 'open'] as const).map((one) => (
            <label>
              <input type="radio" name="rule" value={one} checked={one === rule} />
              {told[one]}
            </label>
          ))}
        </fieldset>
        <button>{told.save}</button>
      </Form>
    </section>
  )
}

function Invitations({ invitations }: { invitations: readonly Invitation[] }) {
  return (
    <section>
      <h2>{told.invitations}</h2>
      {invitations.length === 0 && <p class="help">{told.noInvitation}</p>}
      <ul class="rows">
        {invitations.map(({ id, role, email, note, expiresAt }) => (
          <li>
            <span>
              <strong>{roles[role]}</strong>: {email || told.anybody}
              <span class="help">
                {note && `${note} · `}
                {told.until} <Time at={expiresAt} />
              </span>
            </span>
            <Form action={`/keeper/invitations/${id}/withdraw`}>
              <button>{told.withdraw}</button>
            </Form>
          </li>
        ))}
      </ul>
      <Form class="sheet" action="/keeper/invitations">
        <div class="pair">
          <label>
            {told.inviteEmail}
            <input type="email" name="email" maxlength={320} autocomplete="off" />
          </label>
          <label>
            {told.inviteRole}
            <RoleChoice role="reader" />
          </label>
        </div>
        <label>
          {told.inviteNote}
          <input name="note" maxlength={200} autocomplete="off" />
        </label>
        <button>{told.invite}</button>
      </Form>
    </section>
  )
}

function RoleChoice({ role, label }: { role: Role; label?: string }) {
  return (
    <select name="role" aria-label={label}>
      {(['reader', 'curator', 'keeper'] as const).map((one) => (
        <option value={one} selected={one === role}>
          {roles[one]}
        </option>
      ))}
    </select>
  )
}

function People(props: {
  reader: Reader
  people: readonly Person[]
  total: number
  find: string
  page: number
}) {
  const { people, total, find, page } = props
  const address = find ? `/keeper?${new URLSearchParams({ find }).toString()}` : '/keeper'
  return (
    <section>
      <h2>{told.people}</h2>
      <form class="fields" action="/keeper">
        <label>
          {told.find}
          <input type="search" name="find" value={find} maxlength={200} />
        </label>
        <button>{told.search}</button>
      </form>
      <p class="help">{told.count(total)}</p>
      <ul class="rows">
        {people.map((person) => (
          <PersonRow person={person} self={person.id === props.reader.id} />
        ))}
      </ul>
      {total > perPage && <Pager address={address} page={page} total={total} />}
    </section>
  )
}

function PersonRow({ person, self }: { person: Person; self: boolean }) {
  const { id, handle, name, email, role, joinedAt, seenAt, bannedAt, banReason } = person
  const path = `/keeper/people/${id}`
  return (
    <li>
      <span>
        <a href={`/people/${handle}`}>
          <strong>{name}</strong>
        </a>{' '}
        @{handle}
        <span class="help">
          {email && `${email} · `}
          <Time at={joinedAt} />
          {seenAt && (
            <>
              {' · '}
              {told.seen} <Time at={seenAt} />
            </>
          )}
          {bannedAt && ` · ${words.account.person.banned} ${banReason ?? ''}`}
        </span>
      </span>
      <Form action={`${path}/role`}>
        <RoleChoice role={role} label={`${told.role}: ${name}`} />
        <button aria-label={`${told.change}: ${name}`}>{told.change}</button>
      </Form>
      {bannedAt ? (
        <Form action={`${path}/unban`}>
          <button>{told.unban}</button>
        </Form>
      ) : (
        !self && (
          <details>
            <summary>{told.ban}</summary>
            <Form action={`${path}/ban`}>
              <input name="reason" required maxlength={300} placeholder={told.reason} />
              <button class="grave">{told.ban}</button>
            </Form>
          </details>
        )
      )}
    </li>
  )
}
