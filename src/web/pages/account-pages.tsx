import type { Holding, Identity, Passkey, Reader, SignIn } from '#accounts'
import { assets } from '../assets.ts'
import { Form } from '../parts/form.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { Time } from '../parts/time.tsx'
import { talk } from '../words/talk.ts'
import { watches } from '../words/watches.ts'
import { words } from '../words/words.ts'

const told = words.account.yours

export function AccountPage(props: {
  frame: Frame
  reader: Reader
  email: string
  passkeys: readonly Passkey[]
  identities: readonly Identity[]
  doors?: SignIn
  /** Where a newcomer was going. */
  from?: string
  notice?: string
}) {
  const { frame, reader, doors, from, notice } = props
  return (
    <Layout
      frame={frame}
      title={told.heading}
      unlisted
      meta={doors && <script type="module" src={assets.passkey}></script>}
    >
      <div class="own">
        <h1>{told.heading}</h1>
        {notice && (
          <p class="notice" role="status">
            {notice}
          </p>
        )}
        {reader.bannedAt && <p class="notice">{words.account.banned(reader.banReason ?? '')}</p>}
        {from !== undefined && (
          <p class="notice">
            {told.welcome} <a href={from}>{told.goOn}</a>
          </p>
        )}
        <section>
          <h2>{told.who}</h2>
          <ProfileForm reader={reader} />
        </section>
        {doors && <AddressSection email={props.email} doors={doors} />}
        {doors && <Keys {...props} doors={doors} />}
        <section>
          <h2>{told.more}</h2>
          <ul class="rows">
            {reader.role === 'keeper' && (
              <Lead to="/keeper" name={told.keeper} help={told.keeperHelp} />
            )}
            {doors && <Lead to="/account/sessions" name={told.sessions} help={told.sessionsHelp} />}
            <Lead to="/account/notices" name={talk.notices.lead} help={talk.notices.leadHelp} />
            <Lead to="/account/following" name={watches.lead} help={watches.leadHelp} />
            <Lead to="/account/tokens" name={told.tokens} help={told.tokensHelp} />
            <Lead to="/account/export" name={told.export} help={told.exportHelp} />
            <Lead to="/account/delete" name={told.delete} help={told.deleteHelp} />
            <Lead to="/privacy" name={told.privacy} help="" />
          </ul>
          {doors && (
            <Form action="/sign-out">
              <button>{told.signOut}</button>
            </Form>
          )}
        </section>
      </div>
    </Layout>
  )
}

function ProfileForm({ reader }: { reader: Reader }) {
  return (
    <Form class="sheet" action="/account">
      <div class="pair">
        <label>
          {told.name}
          <input name="name" value={reader.name} required maxlength={80} autocomplete="name" />
        </label>
        <label>
          {told.handle}
          <input
            name="handle"
            value={reader.handle}
            required
            maxlength={31}
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
          />
        </label>
      </div>
      <label>
        {told.about}
        <textarea name="about" maxlength={500}>
          {reader.about}
        </textarea>
      </label>
      <p class="help">{told.handleHelp(reader.handle)}</p>
      <button class="chief">{told.save}</button>
    </Form>
  )
}

function AddressSection({ email, doors }: { email: string; doors: SignIn }) {
  return (
    <section>
      <h2>{told.address}</h2>
      <p>{email || <span class="help">{told.noAddress}</span>}</p>
      {doors.byMail && (
        <Form class="sheet" action="/account/address">
          <label>
            {told.newAddress}
            <input type="email" name="email" required maxlength={320} autocomplete="email" />
          </label>
          <button>{told.change}</button>
        </Form>
      )}
    </section>
  )
}

function Keys(props: {
  passkeys: readonly Passkey[]
  identities: readonly Identity[]
  doors: SignIn
}) {
  const { passkeys, identities, doors } = props
  const linked = new Set(identities.map(({ provider }) => provider))
  const more = doors.providers.filter(({ id }) => !linked.has(id))
  return (
    <section>
      <h2>{told.keys}</h2>
      {passkeys.length === 0 && <p class="help">{told.noPasskey}</p>}
      <ul class="rows">
        {passkeys.map(({ id, name, createdAt }) => (
          <Key path={`/account/passkeys/${id}`} name={name} at={createdAt} detail="" />
        ))}
        {identities.map(({ id, provider, subject, createdAt }) => (
          <Key
            path={`/account/identities/${id}`}
            name={doors.nameOf(provider)}
            at={createdAt}
            detail={provider === 'orcid' ? subject : ''}
          />
        ))}
      </ul>
      <broadsheet-passkey hidden data-for="adding">
        <Form class="sheet" action="/account/passkeys">
          <label>
            {told.passkeyName}
            <input name="name" required maxlength={60} autocomplete="off" />
          </label>
          <button>{told.addPasskey}</button>
        </Form>
        <p class="help" role="alert" hidden>
          {told.passkeyFailed}
        </p>
      </broadsheet-passkey>
      {more.length > 0 && (
        <div class="ways">
          {more.map(({ id, name }) => (
            <Form action={`/account/link/${id}`}>
              <button>{told.link(name)}</button>
            </Form>
          ))}
        </div>
      )}
    </section>
  )
}

function Key(props: { path: string; name: string; detail: string; at: string }) {
  return (
    <li>
      <span>
        <strong>{props.name}</strong> {props.detail}
        <span class="help">
          {told.added} <Time at={props.at} />
        </span>
      </span>
      <Form action={`${props.path}/remove`}>
        <button aria-label={`${told.remove}: ${props.name}`}>{told.remove}</button>
      </Form>
    </li>
  )
}

function Lead({ to, name, help }: { to: string; name: string; help: string }) {
  return (
    <li>
      <span>
        <a href={to}>{name}</a>
        {help && <span class="help">{help}</span>}
      </span>
    </li>
  )
}

/** Opening the link of a letter does nothing yet. */
export function AddressPage(props: { frame: Frame; token: string; email: string }) {
  return (
    <Layout frame={props.frame} title={told.address} unlisted>
      <div class="own narrow">
        <h1>{told.address}</h1>
        <p>{told.addressConfirm(props.email)}</p>
        <Form class="sheet" action="/account/address/take">
          <input type="hidden" name="link" value={props.token} />
          <button class="chief">{told.addressTake}</button>
        </Form>
      </div>
    </Layout>
  )
}

export function DeletePage(props: { frame: Frame; handle: string; holdings: readonly Holding[] }) {
  const said = words.account.delete
  return (
    <Layout frame={props.frame} title={said.heading} unlisted>
      <div class="own narrow">
        <h1>{said.heading}</h1>
        <p>{said.what}</p>
        <ul class="prose">
          {words.account.privacy.accountText.slice(0, 3).map((text) => (
            <li>{text}</li>
          ))}
          {props.holdings.map(({ kept }) => (
            <li>{kept}</li>
          ))}
        </ul>
        <p>
          {said.stays} <a href="/account/export">{said.export}</a>
        </p>
        <Form class="sheet" action="/account/delete">
          <label>
            {said.confirm(props.handle)}
            <input
              name="handle"
              required
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
            />
          </label>
          <button class="grave">{said.button}</button>
        </Form>
      </div>
    </Layout>
  )
}

export function GonePage({ frame }: { frame: Frame }) {
  const said = words.account.delete
  return (
    <Layout frame={frame} title={said.gone} unlisted>
      <div class="own narrow">
        <h1>{said.gone}</h1>
        <p>{said.goneHelp}</p>
      </div>
    </Layout>
  )
}
