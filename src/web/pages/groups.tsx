import { Hono } from 'hono'
import { z } from 'zod'
import { type Group, groupsOf, makeGroup, publicGroups } from '#groups'
import type { MemberRole } from '#store'
import { frameOf } from '../frame.ts'
import { Form } from '../parts/form.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { groupPath } from '../parts/paths.ts'
import { formIn } from '../read-form.ts'
import { readerOf, signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { groups as words } from '../words/groups.ts'

/** How many public groups are listed. */
const listed = 200

export const Terms = z.object({
  name: z.string().max(300),
  about: z.string().max(5000).default(''),
  openness: z.enum(['public', 'private']),
  joining: z.enum(['request', 'invitation']),
})

/** The groups of a reader, and those that everybody may read; and how to make one. */
export function groups({ store, now }: Site): Hono {
  return new Hono()
    .get('/groups', async (c) => {
      const reader = readerOf(c)
      const [own, open] = await Promise.all([
        reader ? groupsOf(store, reader.id) : { member: [], invited: [] },
        publicGroups(store, listed),
      ])
      c.header('Cache-Control', 'private, no-cache')
      return c.render(<GroupsPage frame={frameOf(c)} {...own} open={open} />)
    })
    .get('/groups/new', (c) => {
      signedIn(c)
      c.header('Cache-Control', 'private, no-cache')
      return c.render(<NewPage frame={frameOf(c)} />)
    })
    .post('/groups', async (c) => {
      const reader = signedIn(c)
      const id = await makeGroup(store, reader, await formIn(c, Terms), now())
      return c.redirect(groupPath(id), 303)
    })
}

type GroupsPageProps = {
  frame: Frame
  member: readonly (Group & { role: MemberRole })[]
  invited: readonly Group[]
  open: readonly Group[]
}

function GroupsPage({ frame, member, invited, open }: GroupsPageProps) {
  return (
    <Layout frame={frame} title={words.heading} canonical="/groups">
      <div class="own groups">
        <h1>{words.heading}</h1>
        <p>{words.intro}</p>
        {frame.reader ? (
          <p>
            <a class="button" href="/groups/new">
              {words.make}
            </a>
          </p>
        ) : (
          <p class="notice">
            {words.noneSignedOut} <a href="/sign-in?from=%2Fgroups">{words.signIn}</a>
          </p>
        )}
        {invited.length > 0 && (
          <section>
            <h2>{words.invited}</h2>
            <ul class="rows">
              {invited.map((group) => (
                <li>
                  <Named group={group} />
                  <Form action={`${groupPath(group.id)}/join`}>
                    <button name="act" value="join">
                      {words.accept}
                    </button>
                    <button name="act" value="decline">
                      {words.decline}
                    </button>
                  </Form>
                </li>
              ))}
            </ul>
          </section>
        )}
        {frame.reader && (
          <section>
            <h2>{words.yours}</h2>
            {member.length === 0 && <p class="help">{words.none}</p>}
            <ul class="rows">
              {member.map((group) => (
                <li>
                  <Named group={group} />
                  <span>
                    {words.roles[group.role]} · {words.openness[group.openness]}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section>
          <h2>{words.public}</h2>
          {open.length === 0 && <p class="help">{words.publicNone}</p>}
          <ul class="rows">
            {open.map((group) => (
              <li>
                <Named group={group} />
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Layout>
  )
}

function Named({ group: { id, name, about } }: { group: Group }) {
  const [first = ''] = about.split('\n')
  return (
    <span dir="auto">
      <a href={groupPath(id)}>
        <strong>{name}</strong>
      </a>
      {first && <span class="help">{first.slice(0, 200)}</span>}
    </span>
  )
}

function NewPage({ frame }: { frame: Frame }) {
  return (
    <Layout frame={frame} title={words.terms.heading} unlisted>
      <div class="own">
        <h1>{words.terms.heading}</h1>
        <p>{words.intro}</p>
        <section>
          <TermsForm action="/groups" button={words.terms.make} />
        </section>
      </div>
    </Layout>
  )
}

/** What a group is called, whom it is for, and how one joins. */
export function TermsForm(props: { action: string; button: string; group?: Group }) {
  const { action, button, group } = props
  const { openness = 'private', joining = 'invitation' } = group ?? {}
  const told = words.terms
  return (
    <Form class="sheet" action={action}>
      <label>
        {told.name}
        <input name="name" value={group?.name} required maxlength={80} autocomplete="off" />
      </label>
      <label>
        {told.about}
        <textarea name="about" maxlength={2000} rows={4} placeholder={told.aboutHelp}>
          {group?.about}
        </textarea>
      </label>
      <fieldset>
        <legend>{told.openness}</legend>
        {(['private', 'public'] as const).map((one) => (
          <label>
            <input type="radio" name="openness" value={one} checked={one === openness} />
            {told[one]}
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>{told.joining}</legend>
        {(['invitation', 'request'] as const).map((one) => (
          <label>
            <input type="radio" name="joining" value={one} checked={one === joining} />
            {told[one]}
          </label>
        ))}
        <p class="help">{told.requestHelp}</p>
      </fieldset>
      <button class="chief" name="act" value="save">
        {button}
      </button>
    </Form>
  )
}
