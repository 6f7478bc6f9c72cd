import assert from 'node:assert/strict'
import { test } from 'node:test'
import { subscribe } from '#digest'
import { save } from '#library'
import { keepWatch } from '#watches'
import { simpleParser } from 'mailparser'
import { openScene } from '../../test/digest/scene.ts'
import { person } from '../../test/people.ts'
import { paperOn } from '../../test/site.ts'
import { readPaperId } from '#paper'

const bread = (i: number, day: string) =>
  paperOn(day, `2611.${10_000 + i}`, {
    title: `Sourdough bread and its yeast, part ${i}`,
    abstract:
      'Yeast rises in sourdough bread while the oven is cold. We measure the crumb of loaves.',
    authors: [`Baker Number${i}`],
  })
const planets = (i: number, day: string) =>
  paperOn(day, `2611.${20_000 + i}`, {
    title: `Orbits of planets, part ${i}`,
    abstract:
      'Planets circle their stars in ellipses. We compute orbits with a telescope and patience.',
    authors: [`Astronomer Number${i}`],
  })

test('a reader with an account is recommended some of what came in, and told why', async () => {
  await using scene = await openScene({ now: '2026-11-19T12:00:00Z' })
  const ada = await person(scene.store, 'Ada')
  await scene.bring([1, 2, 3].map((i) => bread(i, '2026-11-18')))
  await scene.bring([1, 2, 3].map((i) => planets(i, '2026-11-18')))
  for (const i of [1, 2, 3]) {
    await save(scene.store, ada.id, readPaperId(`2611.${10_000 + i}`), scene.now())
  }
  const address = 'ada@example.com'
  const choices = { days: '1234567', front: 0, forYou: 3, ifNone: 'nothing' } as const
  await subscribe(scene.store, { id: ada.id, address }, choices, scene.now())
  await scene.subscriber('emmy@example.com', choices)
  await keepWatch(scene.store, ada.id, { query: 'ti:"part 12"', kind: 'mute' }, scene.now())
  scene.at('2026-11-20T06:00:00Z')
  await scene.bring([10, 11, 12].map((i) => bread(i, '2026-11-20')))
  await scene.bring([10, 11, 12, 13].map((i) => planets(i, '2026-11-20')))
  await scene.search.refresh()

  scene.at('2026-11-20T07:00:00Z')
  assert.deepEqual(await scene.send(), { sent: 1, empty: 1 })

  const [letter] = scene.office.received
  assert.equal(letter?.to, address)
  const { text = '', html } = await simpleParser(letter?.bytes ?? '')
  const [, section = ''] = text.split('FOR YOU\n')
  assert.match(section, /Sourdough bread and its yeast, part 1[01]/)
  assert.match(section, /Like “Sourdough bread|It speaks of/)
  assert.doesNotMatch(text, /part 12|part [123]\n/)
  assert.match(String(html), /\/save\/2611\.1001[01]"/)
})
