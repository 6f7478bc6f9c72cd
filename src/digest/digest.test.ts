import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askFor, change, end } from '#digest'
import { keepWatch } from '#watches'
import { simpleParser } from 'mailparser'
import { openScene } from '../../test/digest/scene.ts'
import { aDay, paperOn } from '../../test/site.ts'
import { testOnBoth } from '../../test/testing.ts'

const thursday = [
  paperOn('2026-11-19', '2611.10001', { title: 'Slow bread' }),
  paperOn('2026-11-19', '2611.10002', { title: 'Attention sinks in streaming models' }),
]
const friday = [
  paperOn('2026-11-20', '2611.10003', { title: 'Fast bread', authors: ['Kim Lee'] }),
  paperOn('2026-11-20', '2611.10004', { title: 'Graphs of planets' }),
]

testOnBoth('a digest comes at its hour, once, with what is new', async (store) => {
  await using scene = await openScene({ store, now: '2026-11-19T12:00:00Z' })
  await scene.bring(thursday)
  const ada = await scene.subscriber('ada@example.com', { hour: 7, zone: 'Europe/Berlin' })

  scene.at('2026-11-20T05:59:00Z')
  assert.deepEqual(await scene.send(), {})
  scene.at('2026-11-20T06:00:30Z')
  await scene.bring(friday)
  assert.deepEqual(await scene.send(), { sent: 1 })
  assert.deepEqual(await scene.send(), {})

  const [letter, ...others] = scene.office.received
  assert.deepEqual(others, [])
  const read = await simpleParser(letter?.bytes ?? '')
  assert.equal(read.subject, 'Friday, 20 November 2026: 2 papers')
  assert.match(read.text ?? '', /Graphs of planets.*Fast bread\nKim Lee/s)
  assert.doesNotMatch(read.text ?? '', /Slow bread/)
  assert.deepEqual(await scene.standing(ada), [{ day: '2026-11-20', state: 'sent', papers: 2 }])
})

test('what comes late is told late, and nothing twice', async () => {
  await using scene = await openScene({ now: '2026-11-19T12:00:00Z' })
  await scene.bring(thursday.slice(0, 1))
  await scene.subscriber('ada@example.com', { hour: 7 })
  scene.at('2026-11-20T07:00:00Z')
  await scene.send()

  scene.at('2026-11-20T15:00:00Z')
  await scene.bring([...thursday, ...friday])
  // An archive brought in is no news.
  await scene.bring([paperOn('2019-03-01', '1903.00001', { title: 'An old one' })])
  scene.at('2026-11-21T07:00:00Z')
  await scene.send()

  const texts = await Promise.all(
    scene.office.received.map(async ({ bytes }) => (await simpleParser(bytes)).text ?? ''),
  )
  assert.match(texts[0] ?? '', /Slow bread/)
  assert.match(texts[1] ?? '', /Graphs of planets.*Fast bread.*Attention sinks/s)
  assert.doesNotMatch(texts[1] ?? '', /Slow bread|An old one/)
})

test('a digest has a section for each watch, what is pinned first, and nothing that is muted', async () => {
  await using scene = await openScene({ now: '2026-11-19T12:00:00Z' })
  const ada = await scene.subscriber('ada@example.com', { front: 1 })
  await keepWatch(scene.store, ada, { query: 'bread' })
  await keepWatch(scene.store, ada, { query: 'au:"Kim Lee"', kind: 'pin' })
  await keepWatch(scene.store, ada, { query: 'planets', kind: 'mute' })
  await scene.bring(
    [...thursday, ...friday].map((paper) => ({ ...paper, day: aDay('2026-11-20') })),
  )

  scene.at('2026-11-20T07:00:00Z')
  await scene.send()

  const { text = '' } = await simpleParser(scene.office.received[0]?.bytes ?? '')
  assert.match(text, /NEVER MISS.*Fast bread.*never to be missed: Kim Lee/is)
  assert.match(text, /THE DAY’S PAPERS.*Attention sinks.*and 1 more/s)
  assert.match(text, /BREAD\n-+\n\nSlow bread/)
  assert.equal(text.match(/Fast bread/g)?.length, 1)
  assert.doesNotMatch(text, /planets/)
})

test('a day without papers brings a short letter that says why, or none, as was chosen', async () => {
  await using scene = await openScene({ now: '2026-11-20T12:00:00Z' })
  await scene.bring(friday)
  const ada = await scene.subscriber('ada@example.com', { ifNone: 'word' })
  const emmy = await scene.subscriber('emmy@example.com', { ifNone: 'nothing' })
  scene.at('2026-11-21T07:00:00Z')
  await scene.send()
  scene.office.received.length = 0

  scene.at('2026-11-22T07:00:00Z')
  assert.deepEqual(await scene.send(), { sent: 1, empty: 1 })

  const read = await simpleParser(scene.office.received[0]?.bytes ?? '')
  assert.equal(read.subject, 'Sunday, 22 November 2026: no papers')
  assert.match(read.text ?? '', /arXiv announces nothing on this day: it is a weekend/)
  assert.equal((await scene.standing(ada)).at(-1)?.state, 'sent')
  assert.equal((await scene.standing(emmy)).at(-1)?.state, 'empty')
})

test('nobody gets mail who has not confirmed, and nobody who has left', async () => {
  await using scene = await openScene()
  await scene.bring(friday)
  const ada = await askFor(scene.store, { address: 'ada@example.com' }, scene.now())
  const emmy = await scene.subscriber('emmy@example.com')
  await end(scene.store, emmy, 'by the reader', scene.now())
  scene.at('2026-11-23T12:00:00Z')

  await scene.send()

  const [letter, ...others] = scene.office.received
  assert.deepEqual(others, [])
  const read = await simpleParser(letter?.bytes ?? '')
  assert.equal(letter?.to, 'ada@example.com')
  assert.match(
    read.text ?? '',
    new RegExp(`https://papers.example.org/mail/${ada}\\.[\\w-]{24}/confirm`),
  )
})

test('asking again and again for an address sends it one letter', async () => {
  await using scene = await openScene()
  for (let i = 0; i < 5; i++) {
    await askFor(scene.store, { address: 'ada@example.com' }, scene.now())
    await scene.send()
  }

  assert.equal(scene.office.received.length, 1)
})

test('after days without work one digest tells of all of them', async () => {
  await using scene = await openScene({ now: '2026-11-18T12:00:00Z' })
  await scene.subscriber('ada@example.com')
  await scene.bring([...thursday, ...friday])

  scene.at('2026-11-20T09:00:00Z')
  assert.deepEqual(await scene.send(), { sent: 1 })

  const { text = '' } = await simpleParser(scene.office.received[0]?.bytes ?? '')
  for (const { title } of friday) assert.match(text, new RegExp(title))
})

test('whoever moves gets the next digest at the new hour, and one a day', async () => {
  await using scene = await openScene({ now: '2026-11-19T12:00:00Z' })
  const ada = await scene.subscriber('ada@example.com', { hour: 7, zone: 'Europe/Berlin' })
  await scene.bring(friday)
  scene.at('2026-11-20T06:00:00Z')
  await scene.send()

  await change(scene.store, ada, { zone: 'America/New_York', hour: 20 }, scene.now())
  scene.at('2026-11-21T01:00:00Z')
  await scene.send()
  scene.at('2026-11-22T01:00:00Z')
  await scene.send()

  assert.deepEqual(
    (await scene.standing(ada)).map(({ day }) => day),
    ['2026-11-20', '2026-11-21'],
  )
})
