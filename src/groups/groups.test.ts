import assert from 'node:assert/strict'
import { eraseReader, exportOf, type Reader } from '#accounts'
import { holdings } from '#app'
import { makeOne, takeApart } from '#catalog'
import { countComments, noticesOf, say, threadsOf } from '#discussion'
import {
  answerAsk,
  askToJoin,
  deleteGroup,
  endMembership,
  enter,
  groupFor,
  groupsOf,
  inviteByLink,
  invitePerson,
  joinGroup,
  makeGroup,
  membersOf,
  nominateTo,
  placeIn,
  publicGroups,
  roomIn,
  setClosed,
  setMemberRole,
  shelfOf,
  takeOff,
  voteIn,
  withdrawFrom,
  writeNote,
} from '#groups'
import type { GroupId, Joining, Openness, Store } from '#store'
import { talliesOf } from '#votes'
import { hoursLater, person, today } from '../../test/people.ts'
import { aHouse, bread, refusal, told, yeast } from '../../test/talking.ts'
import { testOnBoth } from '../../test/testing.ts'

/** A group of Ada's in which Emmy is a member; Kurt is not. */
async function aClub(
  store: Store,
  openness: Openness = 'private',
  joining: Joining = 'invitation',
) {
  const people = await aHouse(store)
  const { ada, emmy } = people
  const group = await makeGroup(
    store,
    ada,
    { name: 'Bread Club', about: 'Loaves.', openness, joining },
    today,
  )
  await joinGroup(store, emmy, { group, code: await inviteByLink(store, ada, group, today) }, today)
  const within = async (reader: Reader) => ({
    ...reader,
    room: await roomIn(store, await groupFor(store, group, reader)),
  })
  return { ...people, group, within }
}

const names = async (store: Store, group: GroupId) =>
  (await membersOf(store, group)).map(({ reader, role }) => [reader, role] as const)

testOnBoth('a private group is there for its members alone', async (store) => {
  const { group, emmy, kurt, curator } = await aClub(store)

  assert.equal((await groupFor(store, group, emmy)).as, 'member')
  for (const outside of [kurt, curator, undefined]) {
    await assert.rejects(groupFor(store, group, outside), refusal('missing'))
  }
  assert.deepEqual(await publicGroups(store, 10), [])
  await assert.rejects(askToJoin(store, kurt, group, '', today), refusal('missing'))
})

testOnBoth('whoever asks to join a group is let in by an owner', async (store) => {
  const { group, ada, emmy, kurt } = await aClub(store, 'private', 'request')
  assert.equal((await groupFor(store, group, kurt)).as, 'door')
  await assert.rejects(enter(store, group, kurt, 'guest'), refusal('missing'))

  await askToJoin(store, kurt, group, 'I bake', today)
  await askToJoin(store, kurt, group, 'I bake', today)
  assert.deepEqual(
    (await noticesOf(store, ada.id)).map(({ kind, inGroup }) => [kind, inGroup]),
    [['asked', group]],
  )
  const whom = { group, reader: kurt.id }
  await assert.rejects(answerAsk(store, emmy, whom, 'yes', today), refusal('forbidden'))
  await answerAsk(store, ada, whom, 'yes', today)

  assert.equal((await groupFor(store, group, kurt)).as, 'member')
  assert.equal((await noticesOf(store, kurt.id))[0]?.kind, 'admitted')
})

testOnBoth('an invitation by name is for that reader, a link for whoever has it', async (store) => {
  const { group, ada, kurt, curator } = await aClub(store)
  await invitePerson(store, ada, group, '@kurt', today)

  await assert.rejects(joinGroup(store, curator, { group }, today), refusal('missing'))
  await assert.rejects(joinGroup(store, curator, { group, code: '' }, today), refusal('missing'))
  assert.equal((await groupsOf(store, kurt.id)).invited[0]?.id, group)
  await joinGroup(store, kurt, { group }, today)
  assert.deepEqual((await groupsOf(store, kurt.id)).invited, [])

  const code = await inviteByLink(store, ada, group, today)
  const late = new Date(today.getTime() + 15 * 86_400_000)
  await assert.rejects(joinGroup(store, curator, { group, code }, late), refusal('missing'))
  await joinGroup(store, curator, { group, code }, hoursLater(1))
  assert.equal((await groupFor(store, group, curator)).as, 'member')
  const kept = JSON.stringify(await store.selectFrom('groupInvitations').selectAll().execute())
  assert.ok(!kept.includes(code), 'what opens the door is kept as a hash')
})

testOnBoth('members vote in their group, and nobody elsewhere counts it', async (store) => {
  const { group, ada, emmy, kurt } = await aClub(store)
  const paper = bread
  await assert.rejects(voteIn(store, emmy, { group, paper }, 'cast', today), refusal('missing'))
  await nominateTo(store, emmy, { group, paper, line: 'For the crust' }, today)
  await nominateTo(store, ada, { group, paper: yeast }, hoursLater(1))

  await voteIn(store, ada, { group, paper }, 'cast', today)
  assert.deepEqual(await voteIn(store, ada, { group, paper }, 'cast', today), {
    votes: 1,
    voted: true,
  })
  await assert.rejects(voteIn(store, kurt, { group, paper }, 'cast', today), refusal('missing'))
  assert.deepEqual(
    (await shelfOf(store, group, emmy.id)).map((one) => [one.paper, one.votes, one.voted]),
    [
      [bread, 1, false],
      [yeast, 0, false],
    ],
  )
  assert.equal((await talliesOf(store, [bread])).size, 0)
  assert.deepEqual(await store.selectFrom('signals').selectAll().execute(), [])
  await voteIn(store, ada, { group, paper }, 'take', today)
  assert.equal((await shelfOf(store, group))[1]?.votes, 0)
})

testOnBoth('an owner arranges the front page of a group', async (store) => {
  const { group, ada, emmy } = await aClub(store)
  for (const paper of [bread, yeast]) await nominateTo(store, emmy, { group, paper }, today)
  await assert.rejects(placeIn(store, emmy, { group, paper: bread }), refusal('forbidden'))

  for (const paper of [bread, yeast]) await placeIn(store, ada, { group, paper })
  await placeIn(store, ada, { group, paper: yeast }, 0)
  const order = async () =>
    (await shelfOf(store, group)).map(({ paper, position }) => [paper, position])
  assert.deepEqual(await order(), [
    [yeast, 0],
    [bread, 1],
  ])
  await takeOff(store, ada, { group, paper: yeast })
  assert.deepEqual(await order(), [
    [bread, 0],
    [yeast, null],
  ])
  await withdrawFrom(store, emmy, { group, paper: yeast })
  assert.equal((await shelfOf(store, group)).length, 1)
})

testOnBoth('two who write notes at once lose nothing of each other', async (store) => {
  const { group, ada, emmy } = await aClub(store)
  const where = { group, paper: bread }
  await nominateTo(store, ada, where, today)
  await writeNote(store, ada, where, { text: 'Crust', seen: '' }, today)
  const seen = today.toISOString()
  await writeNote(store, emmy, where, { text: 'Crust and crumb', seen }, hoursLater(1))

  await assert.rejects(
    writeNote(store, ada, where, { text: 'Crust and salt', seen }, hoursLater(2)),
    /Somebody changed these notes/,
  )
  assert.equal((await shelfOf(store, group))[0]?.note, 'Crust and crumb')
})

testOnBoth('what is said in a group is heard there and nowhere else', async (store) => {
  const { group, ada, emmy, kurt, within } = await aClub(store)
  await say(store, kurt, { paper: bread, body: 'For everybody' }, today)
  const said = await say(
    store,
    await within(ada),
    { paper: bread, body: 'Among us, @emmy and @kurt' },
    today,
  )

  assert.equal(told(await threadsOf(store, bread)), 'For everybody')
  const inRoom = { id: emmy.id, moderates: false, room: group }
  assert.equal(told(await threadsOf(store, bread, inRoom)), 'Among us, @emmy and @kurt')
  assert.deepEqual([...(await countComments(store, [bread]))], [[bread, 1]])
  assert.deepEqual([...(await countComments(store, [bread], group))], [[bread, 1]])
  assert.equal((await noticesOf(store, emmy.id))[0]?.kind, 'mention')
  assert.deepEqual(await noticesOf(store, kurt.id), [], 'nobody outside hears of it')
  await assert.rejects(
    say(store, kurt, { paper: bread, parent: said.id, body: 'What?' }, today),
    refusal('missing'),
  )
  const kinds = await store.selectFrom('signals').select('reader').execute()
  assert.deepEqual(kinds, [{ reader: kurt.id }], 'followers hear of what everybody hears')
})

testOnBoth('a group keeps an owner, whoever leaves', async (store) => {
  const { group, ada, emmy, kurt } = await aClub(store)
  await assert.rejects(endMembership(store, ada, { group, reader: ada.id }), /without an owner/)
  const whom = { group, reader: ada.id }
  await assert.rejects(setMemberRole(store, ada, whom, 'member'), /without an owner/)
  await setMemberRole(store, ada, { group, reader: emmy.id }, 'owner')
  await endMembership(store, ada, whom)
  assert.deepEqual(await names(store, group), [[emmy.id, 'owner']])

  await joinGroup(store, kurt, { group, code: await inviteByLink(store, emmy, group) })
  await person(store, 'Kay', { role: 'keeper' })
  await eraseReader(store, holdings, emmy.id, today)
  assert.deepEqual(await names(store, group), [[kurt.id, 'owner']])
  await eraseReader(store, holdings, kurt.id, today)
  assert.deepEqual(await store.selectFrom('groups').selectAll().execute(), [])
})

testOnBoth('a closed group is read and not written', async (store) => {
  const { group, ada, emmy, within } = await aClub(store)
  await setClosed(store, ada, group, 'closed', today)

  await assert.rejects(nominateTo(store, emmy, { group, paper: bread }), /closed/)
  const speaker = await within(emmy)
  await assert.rejects(say(store, speaker, { paper: bread, body: 'Hm' }, today), /closed/)
  assert.equal((await groupFor(store, group, emmy)).as, 'member')
  await setClosed(store, ada, group, 'open', today)
  await nominateTo(store, emmy, { group, paper: bread }, today)
})

testOnBoth('a group that is deleted leaves nothing behind', async (store) => {
  const { group, ada, emmy, within } = await aClub(store)
  await nominateTo(store, ada, { group, paper: bread }, today)
  await voteIn(store, emmy, { group, paper: bread }, 'cast', today)
  const said = await say(store, await within(ada), { paper: bread, body: 'Hm, @emmy' }, today)
  await say(store, await within(emmy), { paper: bread, parent: said.id, body: 'Hm!' }, today)

  await assert.rejects(deleteGroup(store, ada, group, 'bread club'), /Type the name/)
  await deleteGroup(store, ada, group, 'Bread Club')

  for (const table of [
    'groups',
    'members',
    'groupPapers',
    'groupVotes',
    'comments',
    'notices',
  ] as const) {
    assert.deepEqual(await store.selectFrom(table).selectAll().execute(), [], table)
  }
})

testOnBoth('a reader takes along what they did in groups', async (store) => {
  const { group, emmy } = await aClub(store)
  await nominateTo(store, emmy, { group, paper: bread, line: 'For the crust' }, today)

  const files = await exportOf(store, holdings, emmy.id, today)
  const text = files.find(({ name }) => name === 'groups.json')?.text ?? ''

  assert.match(text, /Bread Club[\s\S]*For the crust/)
})

testOnBoth('what a group has of a paper goes over to the one it turns out to be', async (store) => {
  const { group, ada, emmy } = await aClub(store)
  for (const paper of [bread, yeast]) await nominateTo(store, ada, { group, paper }, today)
  await voteIn(store, ada, { group, paper: bread }, 'cast', today)
  await voteIn(store, emmy, { group, paper: yeast }, 'cast', today)
  const state = async () =>
    new Map((await shelfOf(store, group)).map((one) => [one.paper, one.votes]))
  const before = await state()

  await makeOne(store, { paper: yeast, into: bread, reason: 'a test' }, today)
  const merged = (await shelfOf(store, group)).find(({ paper }) => paper === bread)
  assert.equal(merged?.votes, 2)
  await takeApart(store, yeast, today)
  assert.deepEqual(await state(), before)
})
