import assert from 'node:assert/strict'
import { eraseReader, readerOf } from '#accounts'
import { makeOne, paperOf, takeApart } from '#catalog'
import {
  commentOf,
  countComments,
  countUnread,
  discussionHolding,
  edit,
  editsOf,
  markRead,
  newCommentId,
  noticesOf,
  react,
  remove,
  say,
  setQuiet,
  threadsOf,
} from '#discussion'
import { hoursLater, person, today } from '../../test/people.ts'
import { aHouse, bread, refusal, told, yeast } from '../../test/talking.ts'
import { testOnBoth } from '../../test/testing.ts'

testOnBoth('readers talk in threads under a paper', async (store) => {
  const { ada, emmy } = await aHouse(store)
  const first = await say(store, ada, { paper: bread, body: 'It rises.' }, today)
  const answer = await say(
    store,
    emmy,
    { paper: bread, parent: first.id, body: 'Why?' },
    hoursLater(1),
  )
  await say(store, ada, { paper: bread, parent: answer.id, body: 'Yeast.' }, hoursLater(2))
  await say(store, emmy, { paper: bread, body: 'And the salt?' }, hoursLater(3))

  assert.equal(told(await threadsOf(store, bread)), 'It rises. (Why? (Yeast.)), And the salt?')
  assert.deepEqual([...(await countComments(store, [bread, yeast]))], [[bread, 4]])
})

testOnBoth('a form that is sent twice is one comment', async (store) => {
  const { ada } = await aHouse(store)
  const id = newCommentId()
  const once = await say(store, ada, { paper: bread, body: 'Once.', id }, today)
  const twice = await say(store, ada, { paper: bread, body: 'Once.', id }, today)
  const other = await say(store, ada, { paper: bread, body: 'Another.', id }, hoursLater(1))

  assert.equal(once.id, twice.id)
  assert.notEqual(once.id, other.id)
  assert.equal(told(await threadsOf(store, bread)), 'Once., Another.')
})

testOnBoth('what is answered or mentioned is told, as loud as its reader wants', async (store) => {
  const { ada, emmy, kurt } = await aHouse(store)
  await setQuiet(store, kurt.id, 'nothing')
  const first = await say(
    store,
    ada,
    { paper: bread, body: 'Ask @emmy, @kurt or @nobody-here' },
    today,
  )
  await say(
    store,
    emmy,
    { paper: bread, parent: first.id, body: 'Yes, @ada, and me: @emmy' },
    today,
  )

  assert.deepEqual(
    (await noticesOf(store, emmy.id)).map(({ kind }) => kind),
    ['mention'],
  )
  assert.deepEqual(
    (await noticesOf(store, ada.id)).map(({ kind, actor }) => [kind, actor]),
    [['reply', emmy.id]],
  )
  assert.equal(await countUnread(store, kurt.id), 0)
  assert.equal(await countUnread(store, ada.id), 1)
  await markRead(store, ada.id)
  assert.equal(await countUnread(store, ada.id), 0)

  await setQuiet(store, ada.id, 'mentions')
  await say(store, emmy, { paper: bread, parent: first.id, body: 'Once more' }, today)
  assert.equal(await countUnread(store, ada.id), 0)
})

testOnBoth(
  'an edit shows what was said before, and tells those who are newly mentioned',
  async (store) => {
    const { ada, emmy, kurt } = await aHouse(store)
    const { id } = await say(store, ada, { paper: bread, body: 'Four gram, @emmy' }, today)
    const now = await edit(store, ada, id, 'Five gram, @emmy and @kurt', hoursLater(1))

    assert.equal(now.body, 'Five gram, @emmy and @kurt')
    assert.equal(now.editedAt, hoursLater(1).toISOString())
    assert.deepEqual(
      (await editsOf(store, id)).map(({ body }) => body),
      ['Four gram, @emmy'],
    )
    assert.equal(await countUnread(store, emmy.id), 1)
    assert.equal(await countUnread(store, kurt.id), 1)
    await assert.rejects(edit(store, emmy, id, 'Mine now'), refusal('forbidden'))
    await assert.rejects(edit(store, ada, id, ' \n '), refusal('invalid'))
  },
)

testOnBoth('a deleted comment leaves its answers, and nothing of what it said', async (store) => {
  const { ada, emmy } = await aHouse(store)
  const first = await say(store, ada, { paper: bread, body: 'A secret.' }, today)
  await edit(store, ada, first.id, 'Nothing.', hoursLater(1))
  const answer = await say(
    store,
    emmy,
    { paper: bread, parent: first.id, body: 'Oh!' },
    hoursLater(2),
  )
  await assert.rejects(remove(store, emmy, first.id), refusal('forbidden'))
  await remove(store, ada, first.id, hoursLater(3))

  assert.equal(told(await threadsOf(store, bread)), 'deleted (Oh!)')
  assert.deepEqual(await editsOf(store, first.id), [])
  await assert.rejects(
    say(store, emmy, { paper: bread, parent: first.id, body: 'Still there?' }),
    refusal('invalid'),
  )
  await remove(store, emmy, answer.id, hoursLater(4))
  assert.equal(told(await threadsOf(store, bread)), '')
})

testOnBoth('a reaction is given once and taken back the same way', async (store) => {
  const { ada, emmy } = await aHouse(store)
  const { id } = await say(store, ada, { paper: bread, body: 'It rises.' }, today)
  await react(store, emmy, id, 'agree')
  await react(store, ada, id, 'agree')
  const seen = await react(store, emmy, id, 'thanks')
  assert.deepEqual(seen.reactions, [
    { kind: 'agree', count: 2, own: true },
    { kind: 'thanks', count: 1, own: true },
  ])
  assert.deepEqual((await react(store, emmy, id, 'agree')).reactions[0], {
    kind: 'agree',
    count: 1,
    own: false,
  })
})

testOnBoth(
  'a new account writes ten comments a day, and is told when it may write again',
  async (store) => {
    await aHouse(store)
    const nora = await person(store, 'Nora', { joined: today })
    for (let n = 0; n < 10; n++)
      await say(store, nora, { paper: bread, body: `Number ${n}` }, today)
    await assert.rejects(
      say(store, nora, { paper: bread, body: 'One more' }, today),
      refusal('too-many'),
    )
  },
)

testOnBoth(
  'comments go over to the paper that theirs turned out to be, and back',
  async (store) => {
    const { ada } = await aHouse(store)
    await say(store, ada, { paper: bread, body: 'Under bread.' }, today)
    await makeOne(store, { paper: bread, into: yeast, reason: 'the same' })
    assert.equal((await paperOf(store, bread))?.id, yeast)
    assert.equal(told(await threadsOf(store, yeast)), 'Under bread.')
    await takeApart(store, bread)
    assert.equal(told(await threadsOf(store, yeast)), '')
    assert.equal(told(await threadsOf(store, bread)), 'Under bread.')
  },
)

testOnBoth('a reader who leaves takes all that was said along', async (store) => {
  const { ada, emmy } = await aHouse(store)
  const first = await say(store, ada, { paper: bread, body: 'My address is …' }, today)
  await say(store, emmy, { paper: bread, parent: first.id, body: 'Thanks' }, today)
  await react(store, ada, first.id, 'thanks')
  assert.match(JSON.stringify(await discussionHolding.tell(store, ada.id)), /My address/)

  await person(store, 'Kay', { role: 'keeper' })
  await eraseReader(store, [discussionHolding], ada.id)

  assert.equal(await readerOf(store, ada.id), undefined)
  assert.equal(told(await threadsOf(store, bread)), 'deleted (Thanks)')
  assert.equal((await commentOf(store, first.id))?.reader, 'gone')
})
