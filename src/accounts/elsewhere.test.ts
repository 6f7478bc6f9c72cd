import assert from 'node:assert/strict'
import { addReader, identitiesOf, readerNamed, setSignUpRule } from '#accounts'
import type { Store } from '#store'
import { stand } from '../../test/doorstep.ts'
import { openOidc } from '../../test/oidc-server.ts'
import { testOnBoth } from '../../test/testing.ts'

const emmy = {
  sub: 'e-1',
  name: 'Emmy Noether',
  email: 'emmy@example.org',
  email_verified: true,
}

/** A house that takes the word of another. */
async function atTheDoor(store: Store) {
  const oidc = await openOidc()
  const provider = {
    id: 'oidc',
    name: 'Göttingen',
    clientId: 'broadsheet',
    clientSecret: 'a-secret',
  }
  const house = await stand(store, { providers: [{ ...provider, issuer: oidc.issuer }] })
  await addReader(store, { name: 'Kay', role: 'keeper' })
  await setSignUpRule(store, 'open')
  const begin = async (asked: { link?: true } = {}) => {
    const { request, doors } = house
    const went = await doors.goTo(request(), 'oidc', { from: '/month', network: 'n', ...asked })
    house.keep(went.cookies)
    return went.url
  }
  const comeBack = async (back: URL) => {
    const came = await house.doors.comeBack(house.request(back), 'oidc', 'n')
    house.keep(came.cookies)
    return came
  }
  return {
    ...house,
    oidc,
    begin,
    comeBack,
    come: async () => comeBack(oidc.visit(await begin())),
    [Symbol.asyncDispose]: () => oidc[Symbol.asyncDispose](),
  }
}

testOnBoth(
  'whoever another house vouches for is a reader, and the same one again',
  async (store) => {
    await using house = await atTheDoor(store)
    house.oidc.person = emmy

    const first = await house.come()
    house.jar.clear()
    await house.come()

    assert.equal(first.to, '/account?from=%2Fmonth')
    const { reader } = await house.asking()
    assert.deepEqual([reader?.handle, reader?.name], ['emmy-noether', 'Emmy Noether'])
    assert.equal((await store.selectFrom('readers').select('id').execute()).length, 2)
    const kept = JSON.stringify(await store.selectFrom('identities').selectAll().execute())
    assert.doesNotMatch(kept, /access-token|eyJ/, 'nothing that opens a door there is kept here')
  },
)

testOnBoth(
  'a house that tells no address, or an unproven one, gives its reader none',
  async (store) => {
    await using house = await atTheDoor(store)
    await addReader(store, { name: 'Ada', email: 'ada@example.org', emailVerified: true })

    for (const [sub, told] of [
      ['a', {}],
      ['b', { email: 'ada@example.org', email_verified: false }],
      ['c', { email: 'ada@example.org' }],
    ] as const) {
      house.oidc.person = { sub, name: `Sofia ${sub}`, ...told }
      house.jar.clear()
      await house.come()
      const { reader } = await house.asking()
      assert.equal(reader?.name, `Sofia ${sub}`)
      const row = await store
        .selectFrom('readers')
        .select(['email', 'emailVerified'])
        .where('id', '=', reader.id)
        .executeTakeFirstOrThrow()
      assert.match(row.email, /@no-address\.invalid$/)
      assert.equal(row.emailVerified, 0)
    }
  },
)

testOnBoth('another house cannot make anybody another reader', async (store) => {
  await using house = await atTheDoor(store)
  const ada = await addReader(store, { name: 'Ada', email: 'ada@example.org', emailVerified: true })
  house.oidc.person = { ...emmy, email: 'ada@example.org' }

  await assert.rejects(house.come(), /has that mail address already/)

  assert.equal((await house.asking()).by, 'nobody')
  assert.deepEqual(await identitiesOf(store, ada.id), [])
})

testOnBoth(
  'a reader who is signed in links an account elsewhere, whatever its address',
  async (store) => {
    await using house = await atTheDoor(store)
    house.oidc.person = emmy
    await house.come()
    const first = (await house.asking()).reader
    house.oidc.person = { sub: 'second', email: 'noether@elsewhere.example', email_verified: true }

    await house.comeBack(house.oidc.visit(await house.begin({ link: true })))

    assert.ok(first)
    assert.equal((await identitiesOf(store, first.id)).length, 2)
    house.jar.clear()
    await house.come()
    assert.equal((await house.asking()).reader?.id, first.id)

    house.jar.clear()
    await assert.rejects(house.begin({ link: true }), /does not answer/, 'nobody links for nobody')
    house.oidc.person = { sub: 'third' }
    await house.come()
    const third = (await house.asking()).reader
    house.oidc.person = emmy
    const back = house.oidc.visit(await house.begin({ link: true }))
    await assert.rejects(house.comeBack(back), /belongs to another reader/)
    assert.notEqual(third?.id, first.id)
  },
)

const lies = [
  ['signs with the key of another', { foreignKey: true }],
  ['speaks to somebody else', { claims: { aud: 'another-client' } }],
  ['speaks for another house', { claims: { iss: 'https://accounts.example.org' } }],
  ['says again what it said another time', { claims: { nonce: 'of-another-journey' } }],
  ['speaks of long ago', { claims: { iat: 1, exp: 2 } }],
] as const

for (const [lie, told] of lies) {
  testOnBoth(`a house that ${lie} is not believed`, async (store) => {
    await using house = await atTheDoor(store)
    house.oidc.person = emmy
    house.oidc.lies = told

    await assert.rejects(house.come(), /could not sign you in/)

    assert.equal((await house.asking()).by, 'nobody')
    assert.equal(await readerNamed(store, 'emmy-noether'), undefined)
  })
}

testOnBoth('a journey ends in the browser where it began, once', async (store) => {
  await using house = await atTheDoor(store)
  house.oidc.person = emmy
  const back = house.oidc.visit(await house.begin())
  const jar = new Map(house.jar)

  house.jar.clear()
  await assert.rejects(house.comeBack(back), /began in another browser/)
  for (const [name, value] of jar) house.jar.set(name, value)
  await house.comeBack(back)
  house.jar.clear()
  for (const [name, value] of jar) house.jar.set(name, value)

  await assert.rejects(house.comeBack(back), /could not sign you in/, 'the code was used')
})

testOnBoth('a house that is down stops nobody else, and is asked again', async (store) => {
  await using house = await atTheDoor(store)
  house.oidc.person = emmy
  house.oidc.lies = { silent: true }

  await assert.rejects(house.begin(), /Göttingen does not answer/)
  await house.ask('ada@example.org')
  assert.equal(house.letters.length, 1)
  house.oidc.lies = {}
  await house.come()

  assert.equal((await house.asking()).reader?.name, 'Emmy Noether')
})
