import assert from 'node:assert/strict'
import { simpleParser } from 'mailparser'
import { collect, collectionsOf, publish, uncollect, withdraw } from '#library'
import { readPaperId } from '#paper'
import { follow, subjectNamed } from '#watches'
import { openScene } from '../../test/digest/scene.ts'
import { person } from '../../test/people.ts'
import { paperOn } from '../../test/site.ts'
import { testOnBoth } from '../../test/testing.ts'

const bread = readPaperId('2610.00001')
const planets = readPaperId('2610.00002')
const rolls = readPaperId('2610.00003')

testOnBoth('a digest tells what was put into a list that is followed, once', async (store) => {
  await using scene = await openScene({ store, now: '2026-11-19T12:00:00Z' })
  await scene.bring([
    paperOn('2026-10-15', bread, { title: 'Slow bread' }),
    paperOn('2026-10-15', planets, { title: 'Graphs of planets' }),
    paperOn('2026-10-15', rolls, { title: 'Bread rolls' }),
  ])
  const { id: kay } = await person(scene.store, 'Kay')
  const reader = await scene.subscriber('ada@example.com', { front: 0, ifNone: 'nothing' })
  const noon = scene.now()
  await collect(scene.store, kay, [bread, rolls], { name: 'Baking' }, noon)
  await collect(scene.store, kay, [planets], { name: 'Sky' }, noon)
  const [baking] = await collectionsOf(scene.store, kay)
  const list = { about: 'list', key: 'kay/baking' } as const
  await assert.rejects(follow(scene.store, reader, list, noon), /not for everybody/)
  const id = baking?.id ?? ''
  await publish(scene.store, kay, id)
  await follow(scene.store, reader, list, noon)
  await uncollect(scene.store, kay, [rolls], id, noon)

  scene.at('2026-11-20T07:00:00Z')
  assert.deepEqual(await scene.send(), { sent: 1 })
  const { text = '' } = await simpleParser(scene.office.received[0]?.bytes ?? '')
  assert.match(text, /FROM BAKING \(KAY\)\n---/)
  assert.match(text, /Slow bread.*Put into the list/s)
  assert.doesNotMatch(text, /planets|rolls/)

  scene.at('2026-11-21T07:00:00Z')
  assert.deepEqual(await scene.send(), { empty: 1 })
  await withdraw(scene.store, kay, id)
  assert.equal(await subjectNamed(scene.store, 'list', 'kay/baking'), undefined)
  await collect(scene.store, kay, [rolls], { id }, scene.now())
  scene.at('2026-11-22T07:00:00Z')
  assert.deepEqual(await scene.send(), { empty: 1 })
})
