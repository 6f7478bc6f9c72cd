import type { Session } from '#accounts'
import { Form } from '../parts/form.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { Moment } from '../parts/time.tsx'
import { browserInWords } from '../words/browser.ts'
import { words } from '../words/words.ts'

/** Every browser in which a reader is signed in. */
export function SessionsPage(props: {
  frame: Frame
  sessions: readonly Session[]
  nameOf: (provider: string) => string
  here?: string
}) {
  const { sessions: said, signIn } = words.account
  const { sessions, nameOf, here } = props
  return (
    <Layout frame={props.frame} title={said.heading} unlisted>
      <div class="own">
        <h1>{said.heading}</h1>
        <p class="help">{sessions.length > 0 ? said.intro : said.none}</p>
        <ul class="rows">
          {sessions.map(({ id, userAgent, method, openedAt, usedAt }) => (
            <li>
              <span>
                <strong>{browserInWords(userAgent)}</strong>
                {id === here && ` · ${said.here}`}
                <span class="help">
                  {signIn.methods[method] ?? signIn.by(nameOf(method))}, {said.opened}{' '}
                  <Moment at={openedAt} />, {said.used} <Moment at={usedAt} />
                </span>
              </span>
              <Form action={`/account/sessions/${id}/end`}>
                <button aria-label={`${said.end}: ${browserInWords(userAgent)}`}>{said.end}</button>
              </Form>
            </li>
          ))}
        </ul>
        {sessions.length > 1 && (
          <Form action="/account/sessions/others/end">
            <button>{said.others}</button>
          </Form>
        )}
      </div>
    </Layout>
  )
}
