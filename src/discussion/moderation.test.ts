import assert from 'node:assert/strict'
import {
  answerAppeal,
  appeal,
  countUnread,
  hide,
  lock,
  openAppeals,
  openReports,
  report,
  rulings,
  say,
  settle,
  show,
  threadsOf,
  unlock,
} from '#discussion'
import { hoursLater, today } from '../../test/people.ts'
import { aHouse, bread, refusal, told } from '../../test/talking.ts'
import { testOnBoth } from '../../test/testing.ts'

testOnBoth('a hidden comment is seen by its writer and by curators alone', async (store) => {
  const { ada, emmy, curator } = await aHouse(store)
  const { id } = await say(store, ada, { paper: bread, body: 'You are all fools.' }, today)
  await report(store, emmy, id, 'Rude', hoursLater(1))
  await report(store, emmy, id, 'Very rude', hoursLater(1))
  assert.deepEqual((await openReports(store))[0]?.reasons, [{ reader: emmy.id, reason: 'Rude' }])
  assert.equal(await countUnread(store, curator.id), 1)
  await assert.rejects(hide(store, emmy, id, 'I am no curator'), refusal('forbidden'))

  await hide(store, curator, id, 'Rude to everybody', hoursLater(2))
  const seenBy = async (viewer?: { id: typeof ada.id; moderates: boolean }) =>
    (await threadsOf(store, bread, viewer))[0]?.body
  assert.equal(await seenBy(), '')
  assert.equal(await seenBy({ id: emmy.id, moderates: false }), '')
  assert.equal(await seenBy({ id: ada.id, moderates: false }), 'You are all fools.')
  assert.equal(await seenBy({ id: curator.id, moderates: true }), 'You are all fools.')
  assert.deepEqual(await openReports(store), [])
  assert.equal(await countUnread(store, ada.id), 1)
})

testOnBoth('an appeal is answered once, and may bring a comment back', async (store) => {
  const { ada, emmy, curator } = await aHouse(store)
  const { id } = await say(store, ada, { paper: bread, body: 'Fools rush in.' }, today)
  await hide(store, curator, id, 'Rude', hoursLater(1))
  await assert.rejects(appeal(store, emmy, id, 'Let it stand'), refusal('forbidden'))
  await appeal(store, ada, id, 'It is a proverb.', hoursLater(2))
  await assert.rejects(appeal(store, ada, id, 'Really.'), refusal('invalid'))

  const [open] = await openAppeals(store)
  assert.equal(open?.text, 'It is a proverb.')
  const answer = { granted: true, answer: 'So it is.' }
  await assert.rejects(answerAppeal(store, ada, open.place, answer), refusal('forbidden'))
  await answerAppeal(store, curator, open.place, answer, hoursLater(3))
  await assert.rejects(answerAppeal(store, curator, open.place, answer), refusal('invalid'))

  assert.equal(told(await threadsOf(store, bread)), 'Fools rush in.')
  const log = await rulings(store)
  assert.deepEqual(
    log.rulings.map(({ kind, reason }) => [kind, reason]),
    [
      ['granted', 'So it is.'],
      ['hid', 'Rude'],
    ],
  )
})

testOnBoth('a locked thread takes no more answers, but from curators', async (store) => {
  const { ada, emmy, curator } = await aHouse(store)
  const first = await say(store, ada, { paper: bread, body: 'It rises.' }, today)
  const answer = await say(store, emmy, { paper: bread, parent: first.id, body: 'No.' }, today)
  await lock(store, curator, answer.id, 'Going round in circles', hoursLater(1))
  const more = { paper: bread, parent: answer.id, body: 'Yes!' }
  await assert.rejects(say(store, ada, more), refusal('forbidden'))
  await say(store, curator, more, hoursLater(2))
  await unlock(store, curator, first.id, hoursLater(3))
  await say(store, ada, more, hoursLater(4))
  assert.equal((await threadsOf(store, bread))[0]?.answers[0]?.answers.length, 2)
})

testOnBoth('what was reported and is fine stays, and the log says so', async (store) => {
  const { ada, emmy, curator } = await aHouse(store)
  const { id } = await say(store, ada, { paper: bread, body: 'I disagree.' }, today)
  await assert.rejects(report(store, ada, id, 'Myself'), refusal('invalid'))
  await report(store, emmy, id, 'I do not like it')
  await settle(store, curator, id)
  assert.deepEqual(await openReports(store), [])
  assert.deepEqual(
    (await rulings(store)).rulings.map(({ kind }) => kind),
    ['kept'],
  )
  await show(store, curator, id, 'It was never hidden')
  assert.equal((await rulings(store)).total, 1)
})
