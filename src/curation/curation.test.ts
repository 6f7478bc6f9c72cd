import assert from 'node:assert/strict'
import {
  acts,
  arrangePick,
  nominate,
  nominations,
  pick,
  picksOf,
  undo,
  unpick,
  withdraw,
  writeLine,
} from '#curation'
import { type PaperId, readPaperId } from '#paper'
import type { Store } from '#store'
import { hoursLater, people, person, today } from '../../test/people.ts'
import { aDay, keepAll, paperOn } from '../../test/site.ts'
import { testOnBoth } from '../../test/testing.ts'

const day = aDay('2026-11-20')
const house = { endorsements: 3 }
const [first, second, third] = [
  readPaperId('2611.00001'),
  readPaperId('2611.00002'),
  readPaperId('2611.00003'),
]
const records = [first, second, third].map((id) => paperOn(day, id))
const front = (paper: PaperId) => ({ paper, topic: '' })

testOnBoth('three endorsements put a paper on the front page', async (store) => {
  await keepAll(store, records)
  const readers = await people(store, ['Ada', 'Emmy', 'Sofia'])
  const results = []

  for (const reader of readers) {
    results.push(await nominate(store, reader, front(first), house, today))
  }

  assert.deepEqual(results, [
    { first: true, picked: false },
    { first: false, picked: false },
    { first: false, picked: true },
  ])
  assert.deepEqual(await shown(store), [first])
  assert.deepEqual(await told(store), [
    'Ada nominated 1',
    'Emmy endorsed 1',
    'Sofia endorsed 1',
    'the house picked 1',
  ])
})

testOnBoth(
  'endorsements of new accounts are welcome, and put nothing on the page',
  async (store) => {
    await keepAll(store, records)
    await person(store, 'Ada')
    const ring = await people(
      store,
      Array.from({ length: 50 }, (_, i) => `Ring ${i}`),
      { joined: hoursLater(-1) },
    )

    for (const reader of ring) await nominate(store, reader, front(first), house, today)

    assert.deepEqual(await shown(store), [])
    const [nomination] = await nominations(store, { since: hoursLater(-1).toISOString() })
    assert.equal(nomination?.readers.length, 50)
  },
)

testOnBoth('a curator picks a paper at once, orders the page and writes a line', async (store) => {
  await keepAll(store, records)
  const curator = await person(store, 'Grace', { role: 'curator' })

  for (const paper of [first, second, third]) await pick(store, curator, front(paper), today)
  await arrangePick(store, curator, front(third), 0, today)
  await writeLine(store, curator, front(third), '  The one to\nread first. ', today)

  assert.deepEqual(await shown(store), [third, first, second])
  assert.equal((await picksOf(store, day))[0]?.line, 'The one to read first.')
  assert.deepEqual(await told(store), [
    'Grace picked 1',
    'Grace picked 2',
    'Grace picked 3',
    'Grace moved 3',
    'Grace wrote 3',
  ])
})

testOnBoth('a paper moves within its page, however far it is sent', async (store) => {
  await keepAll(store, records)
  const curator = await person(store, 'Grace', { role: 'curator' })
  for (const paper of [first, second, third]) await pick(store, curator, front(paper), today)

  await arrangePick(store, curator, front(first), 99, today)
  assert.deepEqual(await shown(store), [second, third, first])
  await arrangePick(store, curator, front(first), -5, today)
  assert.deepEqual(await shown(store), [first, second, third])
  const before = (await told(store)).length
  await arrangePick(store, curator, front(first), 0, today)

  assert.equal((await told(store)).length, before, 'what changes nothing is no act')
})

testOnBoth('readers arrange nothing', async (store) => {
  await keepAll(store, records)
  const ada = await person(store, 'Ada')
  const curator = await person(store, 'Grace', { role: 'curator' })
  await pick(store, curator, front(first), today)

  for (const attempt of [
    pick(store, ada, front(second), today),
    unpick(store, ada, front(first), today),
    arrangePick(store, ada, front(first), 0, today),
    writeLine(store, ada, front(first), 'Mine', today),
  ]) {
    await assert.rejects(attempt, { kind: 'forbidden' })
  }
})

testOnBoth('the front page is for papers up to 14 days old, topics are for all', async (store) => {
  const old = paperOn('2026-11-05', '2611.00009')
  const edge = paperOn('2026-11-06', '2611.00008')
  await keepAll(store, [...records, old, edge])
  const ada = await person(store, 'Ada')

  await nominate(store, ada, front(edge.id!), house, today)
  await assert.rejects(nominate(store, ada, front(old.id!), house, today), {
    message: /up to 14 days old. Nominate this one to a topic/,
  })
  await nominate(store, ada, { paper: old.id!, topic: 'cs.LG' }, house, today)
  await assert.rejects(nominate(store, ada, { paper: old.id!, topic: 'gossip' }, house, today), {
    message: /not a topic/,
  })
})

testOnBoth('newcomers nominate five papers a day, and then tomorrow again', async (store) => {
  const many = Array.from({ length: 6 }, (_, i) => paperOn(day, `2611.0001${i}`))
  await keepAll(store, many)
  await person(store, 'Ada')
  const eve = await person(store, 'Eve', { joined: hoursLater(-1) })

  for (const { id } of many.slice(0, 5)) await nominate(store, eve, front(id!), house, today)
  await assert.rejects(nominate(store, eve, front(many[5]!.id!), house, today), {
    kind: 'too-many',
    message:
      /the share of a new account. You can nominate and endorse again on 2026-11-21 at 12:00/,
  })

  await nominate(store, eve, front(many[5]!.id!), house, hoursLater(24.1))
})

testOnBoth('nominating twice is nominating once, and withdrawing ends it', async (store) => {
  await keepAll(store, records)
  const ada = await person(store, 'Ada')

  await nominate(store, ada, front(first), { endorsements: 1 + 1 }, today)
  const again = await nominate(store, ada, front(first), { endorsements: 1 + 1 }, today)
  assert.deepEqual(again, { first: false, picked: false })
  await withdraw(store, ada, front(first), today)
  await withdraw(store, ada, front(first), today)

  assert.deepEqual(await nominations(store, { since: '2026-01-01' }), [])
  assert.deepEqual(await told(store), ['Ada nominated 1', 'Ada withdrew 1'])
})

testOnBoth('every act on a page can be taken back, and that again', async (store) => {
  await keepAll(store, records)
  const curator = await person(store, 'Grace', { role: 'curator' })
  for (const paper of [first, second, third]) await pick(store, curator, front(paper), today)
  await writeLine(store, curator, front(second), 'Read this', today)
  const start = await picksOf(store, day)
  const deeds = [
    () => unpick(store, curator, front(second), today),
    () => arrangePick(store, curator, front(third), 0, today),
    () => writeLine(store, curator, front(second), 'Or rather that', today),
    () => writeLine(store, curator, front(second), '', today),
  ]

  for (const deed of deeds) {
    await deed()
    const changed = await picksOf(store, day)
    assert.notDeepEqual(changed, start)
    await undo(store, curator, await latest(store), today)
    assert.deepEqual(await picksOf(store, day), start)
    await undo(store, curator, await latest(store), today)
    assert.deepEqual(await picksOf(store, day), changed)
    await undo(store, curator, await latest(store), today)
  }
  assert.deepEqual(await picksOf(store, day), start)
})

testOnBoth('an act is taken back once, by whoever did it or by a curator', async (store) => {
  await keepAll(store, records)
  const [ada, emmy] = await Promise.all([person(store, 'Ada'), person(store, 'Emmy')])
  const curator = await person(store, 'Grace', { role: 'curator' })
  await nominate(store, ada, front(first), house, today)
  const nomination = await latest(store)

  await assert.rejects(undo(store, emmy, nomination, today), { kind: 'forbidden' })
  await undo(store, curator, nomination, today)
  await assert.rejects(undo(store, ada, nomination, today), { message: /taken back already/ })

  assert.deepEqual(await nominations(store, { since: '2026-01-01' }), [])
  await undo(store, ada, nomination, today).catch(() => {})
  assert.equal((await acts(store, { skip: 0, count: 1 }))[0]?.kind, 'withdrew')
})

testOnBoth('what a curator took off, the house does not put back by itself', async (store) => {
  await keepAll(store, records)
  const readers = await people(store, ['Ada', 'Emmy', 'Sofia', 'Lise'])
  const curator = await person(store, 'Grace', { role: 'curator' })
  for (const reader of readers.slice(0, 3)) {
    await nominate(store, reader, front(first), house, today)
  }
  await unpick(store, curator, front(first), today)

  await nominate(store, readers[3]!, front(first), house, today)

  assert.deepEqual(await shown(store), [])
})

const shown = async (store: Store) => (await picksOf(store, day)).map(({ paper }) => paper)

const latest = async (store: Store) => (await acts(store, { skip: 0, count: 1 }))[0]?.place ?? 0

/** The public log in short, the first act first. */
async function told(store: Store): Promise<string[]> {
  const rows = await store.selectFrom('readers').select(['id', 'name']).execute()
  const names = new Map<string, string>(rows.map(({ id, name }) => [id, name]))
  const all = await acts(store, { skip: 0, count: 100 })
  return all
    .toReversed()
    .map(
      ({ reader, kind, paper }) => `${names.get(reader) ?? 'the house'} ${kind} ${paper.slice(-1)}`,
    )
}
