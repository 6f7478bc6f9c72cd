import assert from 'node:assert/strict'
import { addReader, invite, readerNamed, setSignUpRule } from '#accounts'
import { stand, tokenIn, url } from '../../test/doorstep.ts'
import { testOnBoth } from '../../test/testing.ts'

testOnBoth(
  'the first who comes by a link is the keeper, and the next needs leave',
  async (store) => {
    const house = await stand(store)

    await house.ask('Ada@Example.org')
    const came = await house.open(tokenIn(house.letters[0]))

    assert.equal(house.letters[0]?.to, 'ada@example.org')
    assert.equal(came.to, '/account?from=%2Fday%2F2026-11-20')
    const { reader } = await house.asking()
    assert.deepEqual([reader?.handle, reader?.role], ['ada', 'keeper'])

    await house.ask('eve@example.org')
    assert.equal(house.letters.length, 1, 'nobody learns whether an address is known here')

    await setSignUpRule(store, 'open')
    await house.ask('eve@example.org')
    await house.open(tokenIn(house.letters[1]))
    assert.deepEqual([(await readerNamed(store, 'eve'))?.role], ['reader'])
  },
)

testOnBoth('a link works once', async (store) => {
  const house = await stand(store)
  await house.ask('ada@example.org')
  const token = tokenIn(house.letters[0])
  assert.equal(await house.doors.addressOfLink(token), 'ada@example.org')

  await house.open(token)

  await assert.rejects(house.open(token), /used already/)
  await assert.rejects(house.open('made-up'), /used already/)
  assert.equal(await house.doors.addressOfLink(token), undefined)
})

testOnBoth('signing in opens a new session and ends the one before', async (store) => {
  const house = await stand(store)
  await house.ask('ada@example.org')
  house.jar.set('__Host-broadsheet', 'a-token-that-somebody-planted')
  await house.open(tokenIn(house.letters[0]))
  const first = house.jar.get('__Host-broadsheet')
  assert.notEqual(first, 'a-token-that-somebody-planted')

  await house.ask('ada@example.org')
  await house.open(tokenIn(house.letters[1]))

  assert.notEqual(house.jar.get('__Host-broadsheet'), first)
  assert.equal((await store.selectFrom('sessions').select('id').execute()).length, 1)
  assert.equal((await house.asking()).reader?.handle, 'ada')
})

testOnBoth('whoever was invited comes with the role of the invitation, once', async (store) => {
  const house = await stand(store)
  const keeper = await addReader(store, { name: 'Kay', role: 'keeper' })
  const byCode = await invite(store, keeper, { role: 'curator' })
  await invite(store, keeper, { role: 'keeper', email: 'emmy@example.org' })

  await house.ask('emmy@example.org')
  await house.open(tokenIn(house.letters[0]))
  assert.equal((await readerNamed(store, 'emmy'))?.role, 'keeper')

  const ask = async (email: string) => {
    const { sent } = await house.doors.askForLink(house.request(), {
      email,
      from: '/',
      invitation: byCode.code,
      network: 'here',
    })
    await sent
    return tokenIn(house.letters.at(-1))
  }
  const [sofia, eve] = [await ask('sofia@example.org'), await ask('eve@example.org')]
  await house.open(sofia, byCode.code)
  assert.equal((await readerNamed(store, 'sofia'))?.role, 'curator')
  await assert.rejects(house.open(eve, byCode.code), /by invitation/)
  assert.equal(await readerNamed(store, 'eve'), undefined)
})

testOnBoth('where the settings name the keeper, the first who comes is not', async (store) => {
  const house = await stand(store, { keeper: 'ada@example.org' })

  await house.ask('eve@example.org')
  assert.equal(house.letters.length, 0)
  await house.ask('ada@example.org')
  await house.open(tokenIn(house.letters[0]))

  assert.equal((await house.asking()).reader?.role, 'keeper')
})

testOnBoth('links are asked for a few times an hour, wherever they are asked', async (store) => {
  const [one, other] = [await stand(store), await stand(store)]
  for (const house of [one, other, one, other, one, other]) await house.ask('ada@example.org')

  await assert.rejects(other.ask('ADA@example.org'), /too often. Try again in \d+ minutes/)
  await one.ask('emmy@example.org')
})

testOnBoth('the database holds nothing that opens a door, nor the keys to one', async (store) => {
  const house = await stand(store)
  await house.ask('ada@example.org')
  const token = tokenIn(house.letters[0])
  const told = async () =>
    JSON.stringify([
      await store.selectFrom('verifications').selectAll().execute(),
      await store.selectFrom('sessions').selectAll().execute(),
      await store.selectFrom('tallies').selectAll().execute(),
    ])

  const before = await told()
  await house.open(token)
  const after = await told()

  assert.ok(!before.includes(token))
  assert.ok(!after.includes(house.jar.get('__Host-broadsheet') ?? 'nothing'))
  assert.doesNotMatch(after, /ada@example/, 'nor whom was written to')
})

testOnBoth('a letter goes to one address, whatever was typed', async (store) => {
  const house = await stand(store)

  for (const typed of [
    'ada@example.org\r\nBcc: eve@example.org',
    'ada@example.org, eve@example.org',
    'ada@example.org\u0000',
    '"ada\r\nBcc: eve"@example.org',
  ]) {
    await assert.rejects(house.ask(typed), /is not an address/)
  }
  assert.equal(house.letters.length, 0)
})

testOnBoth('of many who come at once, one is the keeper', async (store) => {
  const house = await stand(store)
  const names = ['ada', 'emmy', 'sofia', 'maryam']
  await Promise.all(names.map((name) => house.ask(`${name}@example.org`, name)))
  assert.equal(house.letters.length, 4)

  const came = await Promise.allSettled(
    house.letters.map((letter) =>
      house.doors.openLink(new Request(url), { token: tokenIn(letter), from: '/', network: 'n' }),
    ),
  )

  assert.equal(came.filter(({ status }) => status === 'fulfilled').length, 1)
  const readers = await store.selectFrom('readers').select('role').execute()
  assert.deepEqual(readers, [{ role: 'keeper' }])
})

testOnBoth('of many who bring one invitation at once, one is let in', async (store) => {
  const house = await stand(store)
  await addReader(store, { name: 'Kay', role: 'keeper' })
  const { code } = await invite(store, undefined, { role: 'curator' })
  for (const name of ['ada', 'emmy', 'sofia']) {
    const asked = { email: `${name}@example.org`, from: '/', invitation: code, network: name }
    await (
      await house.doors.askForLink(house.request(), asked)
    ).sent
  }

  const came = await Promise.allSettled(
    house.letters.map((letter) => {
      const asked = { token: tokenIn(letter), from: '/', invitation: code, network: 'n' }
      return house.doors.openLink(new Request(url), asked)
    }),
  )

  assert.equal(came.filter(({ status }) => status === 'fulfilled').length, 1)
  assert.equal((await store.selectFrom('readers').select('id').execute()).length, 2)
})
