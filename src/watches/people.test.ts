import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkWatches, follow, keepWatch } from '#watches'
import { nominate, pick, withdraw } from '#curation'
import { remove, say } from '#discussion'
import { groupFor, makeGroup, nominateTo, roomIn } from '#groups'
import { readPaperId } from '#paper'
import { simpleParser } from 'mailparser'
import { openScene } from '../../test/digest/scene.ts'
import { people } from '../../test/people.ts'
import { paperOn } from '../../test/site.ts'
import { testOnBoth } from '../../test/testing.ts'

const old = paperOn('2026-10-15', '2610.00001', { title: 'Slow bread' })
const bread = paperOn('2026-11-19', '2611.10001', { title: 'Fast bread' })
const planets = paperOn('2026-11-19', '2611.10002', { title: 'Graphs of planets' })
const id = (paper: { id?: string }) => readPaperId(paper.id ?? '')
const house = { endorsements: 9 }

testOnBoth('who follows a person is told of what they put forward and say, once', async (store) => {
  await using scene = await openScene({ store, now: '2026-11-19T12:00:00Z' })
  await scene.bring([old, bread, planets])
  const [kay, emmy] = await people(scene.store, ['Kay', 'Emmy'], { role: 'curator' })
  if (!kay || !emmy) throw new Error('nobody came')
  const ada = await scene.subscriber('ada@example.com', { front: 0, ifNone: 'nothing' })
  await follow(scene.store, ada, { about: 'person', key: 'kay' }, scene.now())
  const noon = scene.now()
  await pick(scene.store, kay, { paper: id(bread), topic: '' }, noon)
  await nominate(scene.store, kay, { paper: id(planets), topic: '' }, house, noon)
  await withdraw(scene.store, kay, { paper: id(planets), topic: '' }, noon)
  await say(
    scene.store,
    kay,
    { paper: id(old), body: 'Still **right**, and `kneaded` well.' },
    noon,
  )
  const gone = await say(scene.store, kay, { paper: id(planets), body: 'Nonsense.' }, noon)
  await remove(scene.store, kay, gone.id, noon)
  await say(scene.store, emmy, { paper: id(planets), body: 'Not followed.' }, noon)

  scene.at('2026-11-20T07:00:00Z')
  assert.deepEqual(await scene.send(), { sent: 1 })
  const { text = '' } = await simpleParser(scene.office.received[0]?.bytes ?? '')
  assert.match(text, /FROM KAY\n---/)
  assert.match(text, /Fast bread.*Picked for the front page/s)
  assert.match(text, /Slow bread.*Commented: Still/s)
  assert.doesNotMatch(text, /planets|Nonsense|Not followed/)

  scene.at('2026-11-21T07:00:00Z')
  assert.deepEqual(await scene.send(), { empty: 1 })
  await say(scene.store, kay, { paper: id(planets), body: 'Round after all.' }, scene.now())
  scene.at('2026-11-22T07:00:00Z')
  assert.deepEqual(await scene.send(), { sent: 1 })
  const later = (await simpleParser(scene.office.received[1]?.bytes ?? '')).text ?? ''
  assert.match(later, /Graphs of planets.*Round after all/s)
  assert.doesNotMatch(later, /bread/)
})

test('a digest that never arrived does not count as told', async () => {
  await using scene = await openScene({
    now: '2026-11-19T12:00:00Z',
    whim: ({ times, to }) => (to !== '' && times === 1 ? { at: 'letter', code: 554 } : undefined),
  })
  await scene.bring([bread])
  const [kay] = await people(scene.store, ['Kay'], { role: 'curator' })
  if (!kay) throw new Error('nobody came')
  const ada = await scene.subscriber('ada@example.com', { front: 0 })
  await follow(scene.store, ada, { about: 'person', key: 'kay' }, scene.now())
  await pick(scene.store, kay, { paper: id(bread), topic: '' }, scene.now())

  scene.at('2026-11-20T07:00:00Z')
  assert.deepEqual(await scene.send(), { refused: 1 })
  scene.at('2026-11-21T07:00:00Z')
  assert.deepEqual(await scene.send(), { sent: 1 })

  const { text = '' } = await simpleParser(scene.office.received[0]?.bytes ?? '')
  assert.match(text, /Fast bread/)
})

testOnBoth('a program asks what is new since it asked last, and loses nothing', async (store) => {
  await using scene = await openScene({ store, now: '2026-11-19T12:00:00Z' })
  const [kay] = await people(scene.store, ['Kay'], { role: 'curator' })
  if (!kay) throw new Error('nobody came')
  await scene.bring([bread, planets])
  await keepWatch(scene.store, 'ada', { query: 'bread' }, scene.now())
  await keepWatch(scene.store, 'ada', { query: 'ti:planets', kind: 'mute' }, scene.now())
  await follow(scene.store, 'ada', { about: 'person', key: 'kay' }, scene.now())
  const { press } = scene
  const ask = async (more: { since?: string; asker?: string } = {}) => {
    const { mark, since, news } = await checkWatches(press, 'ada', { asker: 'one', ...more })
    const found = news.flatMap(({ watch, found: some }) =>
      some.map(({ paper }) => `${watch.name}: ${paper}`),
    )
    return { mark, since, found: found.toSorted() }
  }

  const first = await ask()
  assert.deepEqual(first.found, ['bread: 2611.10001'])
  assert.deepEqual((await ask()).found, [])

  scene.at('2026-11-20T12:00:00Z')
  await scene.bring([paperOn('2026-11-20', '2611.10003', { title: 'Bread again' })])
  for (const paper of [bread, planets]) {
    await pick(scene.store, kay, { paper: id(paper), topic: '' }, scene.now())
  }
  scene.at('2026-11-20T12:01:00Z')
  const second = await ask()
  assert.deepEqual(second.found, ['Kay: 2611.10001', 'bread: 2611.10003'])
  // The answer was lost on its way, so it is asked for again; another program asks for itself.
  assert.deepEqual((await ask({ since: second.since })).found, second.found)
  assert.deepEqual((await ask()).found, [])
  assert.ok((await ask({ asker: 'other' })).found.length > 0)
  await assert.rejects(ask({ since: 'yesterday' }), /A mark is what an earlier check/)
})

testOnBoth(
  'a group is followed by those who may read it, and for as long as they may',
  async (store) => {
    await using scene = await openScene({ store, now: '2026-11-19T12:00:00Z' })
    await scene.bring([bread, planets])
    const [kay, emmy] = await people(scene.store, ['Kay', 'Emmy'])
    if (!kay || !emmy) throw new Error('nobody came')
    const terms = { about: '', joining: 'request' } as const
    const open = await makeGroup(
      scene.store,
      kay,
      { ...terms, name: 'Bakers', openness: 'public' },
      scene.now(),
    )
    const closed = await makeGroup(
      scene.store,
      kay,
      { ...terms, name: 'Rivals', openness: 'private' },
      scene.now(),
    )
    const room = await roomIn(scene.store, await groupFor(scene.store, open, kay))
    await follow(scene.store, emmy.id, { about: 'group', key: open }, scene.now())
    await assert.rejects(
      follow(scene.store, emmy.id, { about: 'group', key: closed }, scene.now()),
      /is not here/,
    )
    await follow(scene.store, kay.id, { about: 'group', key: closed }, scene.now())
    await nominateTo(
      scene.store,
      kay,
      { group: open, paper: id(bread), line: 'Rises.' },
      scene.now(),
    )
    await nominateTo(scene.store, kay, { group: closed, paper: id(planets) }, scene.now())
    await say(scene.store, { ...kay, room }, { paper: id(planets), body: 'Here too?' }, scene.now())
    scene.at('2026-11-19T13:00:00Z')
    const told = async (owner: string) =>
      (await checkWatches(scene.press, owner)).news
        .flatMap(({ watch, found }) => found.map(({ paper }) => `${watch.name}: ${paper}`))
        .toSorted()

    assert.deepEqual(await told(emmy.id), ['Bakers: 2611.10001', 'Bakers: 2611.10002'])
    assert.deepEqual(await told(kay.id), ['Rivals: 2611.10002'])
    await scene.store.deleteFrom('members').where('inGroup', '=', closed).execute()
    await scene.store.deleteFrom('askers').execute()
    assert.deepEqual(await told(kay.id), [])
  },
)
