import assert from 'node:assert/strict'
import { eraseReader } from '#accounts'
import { holdings } from '#app'
import { noticesOf } from '#discussion'
import {
  callMeetings,
  changeMeeting,
  countPast,
  groupOfSeat,
  inviteByLink,
  joinGroup,
  makeGroup,
  meetingOf,
  meetingsOf,
  meetingsSince,
  moveOnAgenda,
  nominateTo,
  putOnAgenda,
  renewSeat,
  seatIn,
  setCancelled,
  setPresenter,
  takeOffAgenda,
  writeMinutes,
} from '#groups'
import type { Store } from '#store'
import { hoursLater, person, today } from '../../test/people.ts'
import { aHouse, bread, refusal, yeast } from '../../test/talking.ts'
import { testOnBoth } from '../../test/testing.ts'

const terms = {
  title: 'Crumb',
  day: '2026-11-24',
  clock: '14:00',
  zone: 'Europe/Berlin',
  minutes: 90,
  venue: 'Kitchen',
}

async function aClub(store: Store) {
  const people = await aHouse(store)
  const { ada, emmy } = people
  const group = await makeGroup(
    store,
    ada,
    { name: 'Bread Club', about: '', openness: 'private', joining: 'invitation' },
    today,
  )
  await joinGroup(store, emmy, { group, code: await inviteByLink(store, ada, group, today) }, today)
  for (const paper of [bread, yeast]) await nominateTo(store, ada, { group, paper }, today)
  return { ...people, group }
}

testOnBoth(
  'meetings called at once are at the same hour, in summer and in winter',
  async (store) => {
    const { group, ada, emmy } = await aClub(store)
    const asked = { ...terms, group, day: '2027-03-16', times: 3, every: 1 }
    await assert.rejects(callMeetings(store, emmy, asked, today), refusal('forbidden'))
    await callMeetings(store, ada, asked, today)

    const called = await meetingsOf(store, group, 'to come', { now: today, count: 10 })
    assert.deepEqual(
      called.map(({ startsAt, endsAt }) => [startsAt, endsAt]),
      [
        ['2027-03-16T13:00:00.000Z', '2027-03-16T14:30:00.000Z'],
        ['2027-03-23T13:00:00.000Z', '2027-03-23T14:30:00.000Z'],
        ['2027-03-30T12:00:00.000Z', '2027-03-30T13:30:00.000Z'],
      ],
    )
    const told = (await noticesOf(store, emmy.id)).filter(({ kind }) => kind === 'meeting')
    assert.equal(told.length, 1, 'all three are one piece of news')
  },
)

testOnBoth('an agenda is put together, ordered and presented', async (store) => {
  const { group, ada, emmy, kurt } = await aClub(store)
  const [meeting = ''] = await callMeetings(store, ada, { ...terms, group }, today)
  const at = { group, meeting }
  const agenda = async () =>
    (await meetingOf(store, group, meeting))?.agenda.map((one) => [one.paper, one.presenter])
  for (const paper of [bread, yeast]) await putOnAgenda(store, ada, { ...at, paper }, today)
  await putOnAgenda(store, ada, { ...at, paper: bread }, today)
  await moveOnAgenda(store, ada, { ...at, paper: yeast }, 0, today)
  await setPresenter(store, emmy, { ...at, paper: yeast }, emmy.id, today)
  assert.deepEqual(await agenda(), [
    [yeast, emmy.id],
    [bread, ''],
  ])

  const theirs = { ...at, paper: bread }
  await assert.rejects(setPresenter(store, emmy, theirs, ada.id, today), refusal('forbidden'))
  await assert.rejects(setPresenter(store, ada, theirs, kurt.id, today), /Only members/)
  await setPresenter(store, ada, theirs, emmy.id, today)
  assert.equal((await noticesOf(store, emmy.id))[0]?.kind, 'presents')
  await takeOffAgenda(store, ada, { ...at, paper: yeast }, today)
  assert.deepEqual(await agenda(), [[bread, emmy.id]])
})

testOnBoth(
  'a calendar is told of what changes an appointment, and of nothing else',
  async (store) => {
    const { group, ada } = await aClub(store)
    const [meeting = ''] = await callMeetings(store, ada, { ...terms, group }, today)
    const at = { group, meeting }
    const sequence = async () => (await meetingOf(store, group, meeting))?.sequence
    await changeMeeting(store, ada, at, terms, hoursLater(1))
    await putOnAgenda(store, ada, { ...at, paper: bread }, hoursLater(1))
    assert.equal(await sequence(), 0)
    await changeMeeting(store, ada, at, { ...terms, clock: '15:00' }, hoursLater(2))
    assert.equal(await sequence(), 1)
    for (const state of ['cancelled', 'cancelled', 'on'] as const) {
      await setCancelled(store, ada, at, state, hoursLater(3))
    }
    assert.equal(await sequence(), 3)
  },
)

testOnBoth('what was read is kept with what came of it, when everybody has left', async (store) => {
  const { group, ada, emmy } = await aClub(store)
  const [meeting = ''] = await callMeetings(store, ada, { ...terms, group }, today)
  const at = { group, meeting }
  await putOnAgenda(store, ada, { ...at, paper: bread }, today)
  await setPresenter(store, emmy, { ...at, paper: bread }, emmy.id, today)
  await writeMinutes(store, emmy, at, { text: 'It **rose**', seen: '' }, today)
  const clash = { text: 'It fell', seen: '' }
  await assert.rejects(writeMinutes(store, ada, at, clash, today), /Somebody changed/)
  await person(store, 'Kay', { role: 'keeper' })
  await eraseReader(store, holdings, emmy.id, today)

  const later = new Date('2026-12-01T12:00:00Z')
  assert.equal(await countPast(store, group, later), 1)
  const [past] = await meetingsOf(store, group, 'past', { now: later, count: 5 })
  assert.deepEqual(past?.agenda, [{ paper: bread, presenter: 'gone' }])
  assert.deepEqual([past?.notes, past?.notesBy], ['It **rose**', 'gone'])
  assert.equal((await meetingsSince(store, group, today)).length, 1)
})

testOnBoth('a calendar is its member’s, until it is renewed or they leave', async (store) => {
  const { group, ada, emmy, kurt } = await aClub(store)
  const seat = await seatIn(store, emmy, group)
  assert.equal((await groupOfSeat(store, seat))?.id, group)
  await assert.rejects(seatIn(store, kurt, group), refusal('missing'))
  assert.notEqual(await seatIn(store, ada, group), seat)

  await renewSeat(store, emmy, group)
  assert.equal(await groupOfSeat(store, seat), undefined)
})

testOnBoth('a time that no clock shows is not met at', async (store) => {
  const { group, ada } = await aClub(store)
  const wrong = [
    { day: '2026-02-30' },
    { clock: '25:00' },
    { clock: '' },
    { zone: 'Europe/Atlantis' },
    { zone: 'Pacific/Apia', day: '2011-12-30' },
  ]
  for (const one of wrong) {
    await assert.rejects(callMeetings(store, ada, { ...terms, group, ...one }), refusal('invalid'))
  }
})
