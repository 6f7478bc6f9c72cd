import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addReader, identitiesOf, type Provider, setSignUpRule } from '#accounts'
import { openStore, type Store } from '#store'
import { stand } from '../../test/doorstep.ts'
import { openGithub } from '../../test/github-server.ts'
import { openOidc, type Shape } from '../../test/oidc-server.ts'

/** What https://orcid.org/.well-known/openid-configuration says, as ORCID documents it. */
const orcid: Shape = {
  paths: {
    authorize: '/oauth/authorize',
    token: '/oauth/token',
    me: '/oauth/userinfo',
    keys: '/oauth/jwks',
  },
  discovery: {
    claims_supported: ['family_name', 'given_name', 'name', 'auth_time', 'iss', 'sub'],
    scopes_supported: ['openid'],
    subject_types_supported: ['public'],
    response_types_supported: ['code', 'id_token', 'id_token token'],
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    grant_types_supported: ['authorization_code', 'implicit', 'refresh_token'],
  },
  posts: true,
  scopes: ['openid'],
  withToken: ({ sub, given_name }) => ({ orcid: sub, name: given_name, scope: 'openid' }),
  inToken: ({ sub, given_name, family_name }) => ({ sub, given_name, family_name, amr: 'pwd' }),
}

/** The same of https://huggingface.co. */
const huggingface: Shape = {
  paths: {
    authorize: '/oauth/authorize',
    token: '/oauth/token',
    me: '/oauth/userinfo',
    keys: '/oauth/jwks',
  },
  discovery: {
    scopes_supported: ['openid', 'profile', 'email', 'read-repos', 'write-repos'],
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
  },
  scopes: ['openid', 'profile', 'email'],
  inToken: ({ sub }) => ({ sub }),
}

async function atTheDoor(store: Store, id: string, issuer: string) {
  const keys = { clientId: 'broadsheet', clientSecret: 'a-secret' }
  const provider: Provider = { id, name: id, issuer, ...keys }
  const house = await stand(store, { providers: [provider] })
  await addReader(store, { name: 'Kay', role: 'keeper' })
  await setSignUpRule(store, 'open')
  return {
    ...house,
    /** Goes there, and comes back as whoever that house takes one for. */
    async come(visit: (url: URL) => URL) {
      house.jar.clear()
      const went = await house.doors.goTo(house.request(), id, { from: '/', network: 'n' })
      house.keep(went.cookies)
      const came = await house.doors.comeBack(house.request(visit(went.url)), id, 'n')
      house.keep(came.cookies)
      const { reader } = await house.asking()
      assert.ok(reader)
      const row = await store
        .selectFrom('readers')
        .select(['email', 'emailVerified'])
        .where('id', '=', reader.id)
        .executeTakeFirstOrThrow()
      const [identity] = await identitiesOf(store, reader.id)
      return { reader, identity, ...row }
    },
  }
}

test('whoever comes from ORCID is known by their iD, and has no address', async () => {
  await using store = await openStore(':memory:')
  await using there = await openOidc(orcid)
  const house = await atTheDoor(store, 'orcid', there.issuer)
  there.person = {
    id: 'https://orcid.org/0000-0002-1825-0097',
    sub: '0000-0002-1825-0097',
    name: null,
    given_name: 'Josiah',
    family_name: 'Carberry',
  }

  const came = await house.come((url) => there.visit(url))

  assert.equal(came.reader.name, 'Josiah Carberry')
  assert.deepEqual(
    [came.identity?.provider, came.identity?.subject],
    ['orcid', '0000-0002-1825-0097'],
  )
  assert.deepEqual([came.emailVerified, came.email.endsWith('@no-address.invalid')], [0, true])
  there.person = { ...there.person, given_name: 'J.', family_name: null }
  assert.equal((await house.come((url) => there.visit(url))).reader.id, came.reader.id)
})

test('whoever comes from Hugging Face brings the address that was verified there', async () => {
  await using store = await openStore(':memory:')
  await using there = await openOidc(huggingface)
  const house = await atTheDoor(store, 'huggingface', there.issuer)
  const person = {
    sub: '622e3f1b4a0f5c0007f5c0aa',
    name: 'Ada Lovelace',
    preferred_username: 'ada',
    profile: 'https://huggingface.co/ada',
    picture: 'https://huggingface.co/avatars/ada.svg',
    website: '',
    isPro: false,
    orgs: [],
  }
  there.person = { ...person, email: 'ada@example.org', email_verified: true }

  const came = await house.come((url) => there.visit(url))

  assert.deepEqual(
    [came.reader.name, came.email, came.emailVerified],
    ['Ada Lovelace', 'ada@example.org', 1],
  )
  there.person = {
    ...person,
    sub: 'other',
    name: '',
    email: 'eve@example.org',
    email_verified: false,
  }
  const other = await house.come((url) => there.visit(url))
  assert.deepEqual([other.reader.name, other.emailVerified], ['ada', 0])
})

test('whoever comes from GitHub brings the first address that was verified there', async () => {
  await using store = await openStore(':memory:')
  await using there = await openGithub()
  const house = await atTheDoor(store, 'github', there.address)
  const visibility = null
  there.emails = [
    { email: 'old@example.org', primary: false, verified: true, visibility },
    { email: 'octo@example.org', primary: true, verified: true, visibility: 'private' },
  ]

  const came = await house.come((url) => there.visit(url))

  assert.deepEqual(
    [came.reader.name, came.email, came.emailVerified],
    ['octocat', 'octo@example.org', 1],
  )
  assert.deepEqual([came.identity?.provider, came.identity?.subject], ['github', '583231'])
  there.user = { ...there.user, id: 2, login: 'mona', name: 'Mona' }
  there.emails = [{ email: 'mona@example.org', primary: true, verified: false, visibility }]
  const unproven = await house.come((url) => there.visit(url))
  assert.deepEqual([unproven.reader.name, unproven.emailVerified], ['Mona', 0])
})
