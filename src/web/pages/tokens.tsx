import { Hono } from 'hono'
import { z } from 'zod'
import {
  isAtLeast,
  makeToken,
  revokeToken,
  type Scope,
  scopes,
  type Token,
  tokensOf,
} from '#accounts'
import { formIn } from '../read-form.ts'
import { frameOf } from '../frame.ts'
import { Form } from '../parts/form.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { Time } from '../parts/time.tsx'
import { signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { words } from '../words/words.ts'

const told = words.account.tokens
const lasting = [90, 30, 365, 0] as const

const Fields = z.object({
  name: z.string().max(200),
  scope: z.preprocess((given) => [given ?? []].flat(), z.array(z.enum(scopes))),
  days: z.coerce.number().pipe(z.literal(lasting)),
})

/** The tokens of a reader: made, shown once, and revoked. */
export function tokens({ store, now }: Site): Hono {
  return new Hono()
    .get('/account/tokens', async (c) => {
      const reader = signedIn(c)
      const held = await tokensOf(store, reader.id)
      return c.render(
        <TokensPage frame={frameOf(c)} tokens={held} may={scopesFor(reader)} now={now()} />,
      )
    })
    .post('/account/tokens', async (c) => {
      const reader = signedIn(c)
      const { name, scope, days } = await formIn(c, Fields)
      const may = scopesFor(reader)
      const asked = { name, scopes: scope.filter((one) => may.includes(one)), days }
      const { secret } = await makeToken(store, reader.id, asked, now())
      const held = await tokensOf(store, reader.id)
      return c.render(
        <TokensPage frame={frameOf(c)} tokens={held} {...{ may, secret }} now={now()} />,
      )
    })
    .post('/account/tokens/:id/revoke', async (c) => {
      await revokeToken(store, signedIn(c, { banned: 'write' }).id, c.req.param('id'))
      return c.redirect('/account/tokens', 303)
    })
}

/** What a reader may let a program do. */
const scopesFor = (reader: Parameters<typeof isAtLeast>[0]): readonly Scope[] =>
  scopes.filter(
    (scope) =>
      (scope !== 'curate' || isAtLeast(reader, 'curator')) &&
      (scope !== 'keep' || isAtLeast(reader, 'keeper')),
  )

function TokensPage(props: {
  frame: Frame
  tokens: readonly Token[]
  may: readonly Scope[]
  now: Date
  /** The token that was made just now. */
  secret?: string
}) {
  const { secret } = props
  return (
    <Layout frame={props.frame} title={told.heading} unlisted>
      <div class="own">
        <h1>{told.heading}</h1>
        <p class="help">{told.intro}</p>
        {secret && (
          <div class="notice" role="status">
            {told.made}
            <code class="shown-once">{secret}</code>
            <p class="help">
              {told.use} <code>Authorization: Bearer …</code>
            </p>
          </div>
        )}
        {props.tokens.length === 0 ? (
          <p class="help">{told.none}</p>
        ) : (
          <ul class="rows">
            {props.tokens.map((token) => (
              <TokenRow token={token} now={props.now} />
            ))}
          </ul>
        )}
        <section>
          <h2>{told.make}</h2>
          <Form class="sheet" action="/account/tokens">
            <label>
              {told.name}
              <input name="name" required maxlength={60} autocomplete="off" />
            </label>
            <fieldset>
              <legend>{told.may}</legend>
              {props.may.map((scope) => (
                <label>
                  <input type="checkbox" name="scope" value={scope} checked={scope === 'read'} />
                  {told.scopes[scope]}
                </label>
              ))}
            </fieldset>
            <label>
              {told.lasts}
              <select name="days">
                {lasting.map((days) => (
                  <option value={String(days)}>{told.days[days]}</option>
                ))}
              </select>
            </label>
            <button class="chief">{told.make}</button>
          </Form>
        </section>
      </div>
    </Layout>
  )
}

function TokenRow({ token, now }: { token: Token; now: Date }) {
  const { id, name, scopes: granted, usedAt, expiresAt } = token
  const ended = expiresAt !== '' && expiresAt < now.toISOString()
  return (
    <li>
      <span>
        <strong>{name}</strong>
        <span class="help">
          {granted.map((scope) => told.scopes[scope]).join(', ')}
          {' · '}
          {usedAt ? (
            <>
              {told.used} <Time at={usedAt} />
            </>
          ) : (
            told.neverUsed
          )}
          {ended && ` · ${told.ended}`}
          {expiresAt && !ended && (
            <>
              {' · '}
              {told.until} <Time at={expiresAt} />
            </>
          )}
        </span>
      </span>
      <Form action={`/account/tokens/${id}/revoke`}>
        <button aria-label={`${told.revoke}: ${name}`}>{told.revoke}</button>
      </Form>
    </li>
  )
}
