import type { Reader } from '#accounts'
import type { Ask, GroupFound, GroupInvitation, Member } from '#groups'
import type { ReaderId } from '#store'
import { groups as all } from '../words/groups.ts'
import { Form } from './form.tsx'
import { GroupPage } from './group.tsx'
import type { Frame } from './layout.tsx'
import { groupPath } from './paths.ts'
import { Time } from './time.tsx'

const words = all.people

type MembersPageProps = {
  frame: Frame
  group: GroupFound
  members: readonly Member[]
  asks: readonly Ask[]
  invitations: readonly GroupInvitation[]
  people: ReadonlyMap<ReaderId | '', Reader>
  made?: string
}

/** Who is in a group; for its owners, who would like to be, and how to invite. */
export function MembersPage(props: MembersPageProps) {
  const { frame, group, members, asks, people } = props
  const path = groupPath(group.id)
  return (
    <GroupPage frame={frame} group={group} here="members" title={words.heading}>
      <div class="own">
        <h1>{words.heading}</h1>
        {asks.length > 0 && (
          <section>
            <h2>{words.asks}</h2>
            <ul class="rows">
              {asks.map(({ reader, text }) => (
                <li>
                  <span dir="auto">
                    <Named person={people.get(reader)} />
                    {text && <span class="help">{text}</span>}
                  </span>
                  <Form action={`${path}/members`}>
                    <input type="hidden" name="reader" value={reader} />
                    <button name="act" value="admit">
                      {words.admit}
                    </button>
                    <button name="act" value="refuse">
                      {words.refuse}
                    </button>
                  </Form>
                </li>
              ))}
            </ul>
          </section>
        )}
        <ul class="rows">
          {members.map((member) => (
            <MemberRow {...props} member={member} />
          ))}
        </ul>
        {group.as === 'owner' && !group.closedAt && <Inviting {...props} />}
        {(group.as === 'owner' || group.as === 'member') && (
          <section>
            <Form action={`${path}/leave`}>
              <button>{words.leave}</button> <span class="help">{words.leaveHelp}</span>
            </Form>
          </section>
        )}
      </div>
    </GroupPage>
  )
}

function MemberRow({ frame, group, people, member }: MembersPageProps & { member: Member }) {
  const { reader, role, joinedAt } = member
  const person = people.get(reader)
  const own = reader === frame.reader?.id
  return (
    <li>
      <span>
        <Named person={person} />
        <span class="help">
          {all.roles[role]} · {words.since} <Time at={joinedAt} />
        </span>
      </span>
      {group.as === 'owner' && !group.closedAt && (
        <Form action={`${groupPath(group.id)}/members`}>
          <input type="hidden" name="reader" value={reader} />
          <button name="act" value={role === 'owner' ? 'member' : 'owner'}>
            {role === 'owner' ? words.makeMember : words.makeOwner}
          </button>
          {!own && (
            <button name="act" value="remove" aria-label={words.removeLabel(person?.name ?? '')}>
              {words.remove}
            </button>
          )}
        </Form>
      )}
    </li>
  )
}

function Named({ person }: { person: Reader | undefined }) {
  if (!person) return <>{all.gone}</>
  return (
    <a href={`/people/${person.handle}`} dir="auto">
      <strong>{person.name}</strong> @{person.handle}
    </a>
  )
}

/** How owners bring people in: by name, or by a link. */
function Inviting({ group, invitations, people, made }: MembersPageProps) {
  const path = `${groupPath(group.id)}/invitations`
  return (
    <section>
      <h2>{words.invite}</h2>
      {made && (
        <div class="notice" role="status">
          {words.made} <code class="shown-once">{made}</code>
        </div>
      )}
      <Form class="sheet" action={path}>
        <label>
          {words.handle}
          <input name="handle" required maxlength={40} autocomplete="off" />
        </label>
        <button>{words.invitePerson}</button>
      </Form>
      <Form action={path}>
        <button name="act" value="link">
          {words.inviteLink}
        </button>{' '}
        <span class="help">{words.linkHelp}</span>
      </Form>
      {invitations.length > 0 && <h2>{words.invitedAlready}</h2>}
      <ul class="rows">
        {invitations.map(({ id, reader, expiresAt }) => (
          <li>
            <span>
              {reader ? <Named person={people.get(reader)} /> : words.anybody}
              <span class="help">
                {words.until} <Time at={expiresAt} />
              </span>
            </span>
            <Form action={path}>
              <input type="hidden" name="invitation" value={id} />
              <button name="act" value="withdraw">
                {words.withdraw}
              </button>
            </Form>
          </li>
        ))}
      </ul>
    </section>
  )
}
