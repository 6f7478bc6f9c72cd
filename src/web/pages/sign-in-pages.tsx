import type { Child } from 'hono/jsx'
import type { Invitation, SignIn } from '#accounts'
import { assets } from '../assets.ts'
import { Form } from '../parts/form.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { words } from '../words/words.ts'

const told = words.account.signIn

/** All the ways in. */
export function SignInPage(props: {
  frame: Frame
  doors: SignIn
  from: string
  code: string
  invitation?: Invitation
  gone: boolean
}) {
  const { frame, doors, from, code, invitation, gone } = props
  const carried = (
    <>
      <input type="hidden" name="from" value={from} />
      {invitation && <input type="hidden" name="invitation" value={code} />}
    </>
  )
  return (
    <Layout
      frame={frame}
      title={told.heading}
      unlisted
      meta={<script type="module" src={assets.passkey}></script>}
    >
      <div class="own narrow">
        <h1>{told.heading}</h1>
        {gone && <p class="notice">{told.invitationGone}</p>}
        {invitation && (
          <p class="notice">
            {told.invited(invitation.role)}
            {invitation.note && ` ${told.invitedNote(invitation.note)}`}
          </p>
        )}
        {doors.byMail && (
          <Form class="sheet" action="/sign-in">
            {carried}
            <label>
              {told.email}
              <input
                type="email"
                name="email"
                required
                autocomplete="email"
                inputmode="email"
                maxlength={320}
                value={invitation?.email ?? ''}
              />
            </label>
            <button class="chief">{told.send}</button>
            <p class="help">{told.how}</p>
          </Form>
        )}
        <section>
          <h2>{told.or}</h2>
          <div class="ways">
            <broadsheet-passkey hidden data-for="signing in">
              <Form action="/sign-in/passkey">
                <button>{told.passkey}</button>
              </Form>
              <p class="help" role="alert" hidden>
                {words.account.yours.passkeyFailed}
              </p>
            </broadsheet-passkey>
            {doors.providers.map(({ id, name }) => (
              <Form action={`/sign-in/with/${id}`}>
                {carried}
                <button>{told.with(name)}</button>
              </Form>
            ))}
          </div>
        </section>
      </div>
    </Layout>
  )
}

/** A link is on its way, perhaps. */
export function LookPage(props: { frame: Frame; email: string; folder: boolean }) {
  return (
    <Layout frame={props.frame} title={told.sentHeading} unlisted>
      <div class="own narrow">
        <h1>{told.sentHeading}</h1>
        <p>{told.sent(props.email)}</p>
        {props.folder && <p class="notice">{told.folder}</p>}
        <p class="help">
          {told.notThere} <a href="/sign-in">{told.again}</a>
        </p>
      </div>
    </Layout>
  )
}

/** Opening a link does nothing yet: programs that look through mail open links too. */
export function LinkPage(props: {
  frame: Frame
  token: string
  from: string
  invitation: string
  email?: string
}) {
  const { frame, token, from, invitation, email } = props
  return (
    <Layout frame={frame} title={told.linkHeading} unlisted>
      <div class="own narrow">
        <h1>{told.linkHeading}</h1>
        {email ? (
          <>
            <p>{told.linkFor(email)}</p>
            <Form class="sheet" action="/sign-in/link">
              <input type="hidden" name="link" value={token} />
              <input type="hidden" name="from" value={from} />
              <input type="hidden" name="invitation" value={invitation} />
              <button class="chief">{told.linkGo}</button>
            </Form>
          </>
        ) : (
          <p>
            {told.linkGone} <a href="/sign-in">{told.again}</a>
          </p>
        )}
      </div>
    </Layout>
  )
}

export function ElsewherePage({ frame, url, name }: { frame: Frame; url: string; name: string }) {
  return (
    <Layout
      frame={frame}
      title={told.elsewhere(name)}
      unlisted
      meta={<meta http-equiv="refresh" content={`0; url=${url}`} />}
    >
      <div class="own narrow">
        <h1>{told.elsewhere(name)}</h1>
        <p>
          <a href={url} rel="noreferrer">
            {told.elsewhereGo(name)}
          </a>
        </p>
      </div>
    </Layout>
  )
}

export function NoDoorPage({ frame, signIn }: { frame: Frame; signIn: 'on' | 'off' }) {
  return (
    <Layout frame={frame} title={told.heading} unlisted>
      <div class="own narrow">
        <h1>{told.heading}</h1>
        <p>{signIn === 'off' ? told.house : told.noDoor}</p>
      </div>
    </Layout>
  )
}

declare module 'hono/jsx' {
  // oxlint-disable-next-line typescript/no-namespace -- how Hono is told of an element of ours
  namespace JSX {
    interface IntrinsicElements {
      'broadsheet-passkey': {
        hidden?: boolean
        'data-for': 'signing in' | 'adding'
        children?: Child
      }
    }
  }
}
