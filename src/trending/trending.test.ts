import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Reader } from '#accounts'
import { acts, nominate } from '#curation'
import { addDays, type PaperId, type PaperRecord, readPaperId } from '#paper'
import { forgetBookmark, type Store } from '#store'
import { daysIn, refreshScores, scoreOf, trending } from '#trending'
import { takeBack, vote } from '#votes'
import { hoursLater, people, person, today } from '../../test/people.ts'
import { aDay, keepAll, paperOn } from '../../test/site.ts'
import { testOnBoth } from '../../test/testing.ts'
import { liftByOne } from './formula.ts'

const day = aDay('2026-11-20')
const week = { from: aDay('2026-11-14'), to: day }
const id = (n: number) => readPaperId(`2611.${String(n).padStart(5, '0')}`)
const some = (count: number, more: Partial<PaperRecord> = {}) =>
  Array.from({ length: count }, (_, i) => paperOn(day, id(i + 1), { authors: [], ...more }))

testOnBoth('the paper with more votes is ahead', async (store) => {
  await keepAll(store, some(3))
  const readers = await people(store, ['Ada', 'Emmy', 'Sofia'])
  await votes(store, readers.slice(0, 1), id(1))
  await votes(store, readers, id(2))
  await votes(store, readers.slice(0, 2), id(3))

  await refreshScores(store)

  assert.deepEqual(await order(store), [id(2), id(3), id(1)])
})

testOnBoth('twice the votes outweigh a few days, and not a week', async (store) => {
  await keepAll(store, [
    paperOn(day, id(1), { authors: [] }),
    paperOn(addDays(day, -1), id(2), { authors: [] }),
    paperOn(addDays(day, -6), id(3), { authors: [] }),
  ])
  const readers = await many(store, 12)
  await votes(store, readers.slice(0, 4), id(1))
  await votes(store, readers.slice(0, 9), id(2))
  await votes(store, readers.slice(0, 9), id(3))

  await refreshScores(store)

  assert.deepEqual(await order(store, week), [id(2), id(1), id(3)])
})

testOnBoth('a list holds the papers of its days and no others', async (store) => {
  await keepAll(store, [paperOn(day, id(1)), paperOn('2019-03-01', '1903.00001')])
  const old = readPaperId('1903.00001')
  const readers = await many(store, 5)
  await votes(store, readers.slice(0, 1), id(1))
  await votes(store, readers, old)
  await refreshScores(store)

  assert.deepEqual(await daysIn(store, 'week', today), week)
  assert.deepEqual(await order(store, week), [id(1)])
  assert.deepEqual(await order(store, { from: aDay('2019-01-01'), to: aDay('2019-12-31') }), [old])
  assert.deepEqual(await ever(store), [old, id(1)])
})

testOnBoth('a few votes in a quiet field weigh as much as many in a loud one', async (store) => {
  const earlier = addDays(day, -10)
  const before = Array.from({ length: 40 }, (_, i) =>
    paperOn(earlier, id(100 + i), { categories: [i % 2 ? 'math.NT' : 'cs.LG'], authors: [] }),
  )
  const [loud, quiet] = [
    paperOn(day, id(1), { categories: ['cs.LG'], authors: [] }),
    paperOn(day, id(2), { categories: ['math.NT'], authors: [] }),
  ]
  await keepAll(store, [...before, loud, quiet])
  const readers = await many(store, 12)
  for (const [i, { id: paper }] of before.entries()) {
    await votes(store, spread(readers, i).slice(0, i % 2 ? 1 : 8), paper!)
  }
  await refreshScores(store)
  await votes(store, readers.slice(0, 7), id(1))
  await votes(store, readers.slice(0, 6), id(2))

  await refreshScores(store)

  assert.deepEqual(await order(store), [id(2), id(1)])
  assert.equal((await scoreOf(store, id(2)))?.parts.usual.papers, 20)
})

testOnBoth(
  'a paper without votes begins where its authors and its nominator stand',
  async (store) => {
    const earlier = addDays(day, -10)
    const hit = paperOn(earlier, id(9), { authors: ['Ada Lovelace'] })
    const known = paperOn(day, id(1), { authors: ['Ada Lovelace', 'Bo'] })
    const unknown = paperOn(day, id(2), { authors: ['Cy'] })
    const flop = paperOn(earlier, id(8), { authors: ['Di'] })
    await keepAll(store, [hit, flop, known, unknown])
    const readers = await many(store, 9)
    const nominator = await person(store, 'Nora')
    const house = { endorsements: 99 }
    await votes(store, readers, id(9))
    await nominate(store, nominator, { paper: id(8), topic: 'cs.LG' }, house, today)
    await refreshScores(store)
    for (const paper of [id(1), id(2)]) {
      await nominate(store, nominator, { paper, topic: '' }, house, today)
    }

    await refreshScores(store)

    assert.deepEqual(await order(store), [id(1), id(2)])
    const parts = (await scoreOf(store, id(1)))?.parts
    assert.deepEqual(
      parts?.authors.map(({ name, papers }) => [name, papers]),
      [['Ada Lovelace', 1]],
    )
    assert.equal(parts?.nominator.papers, 1)
    assert.ok(parts.byAuthors > 0 && parts.start > 2)
  },
)

testOnBoth('a vote taken back is a vote not cast', async (store) => {
  await keepAll(store, some(2))
  const readers = await many(store, 3)
  await votes(store, readers, id(1))
  await votes(store, readers.slice(0, 2), id(2))
  await refreshScores(store)
  for (const reader of readers.slice(0, 2)) await takeBack(store, reader.id, id(1))

  await refreshScores(store)
  assert.deepEqual(await order(store), [id(2), id(1)])
  await takeBack(store, readers[2]!.id, id(1))
  await refreshScores(store)

  assert.deepEqual(await order(store), [id(2)])
})

testOnBoth('scores are made anew from the votes when the bookmark is gone', async (store) => {
  await keepAll(store, some(3))
  const readers = await many(store, 3)
  for (const n of [1, 2, 3]) await votes(store, readers.slice(0, n), id(n))
  await refreshScores(store)
  const before = await trending(store, {})
  await store.deleteFrom('scores').execute()

  await forgetBookmark(store, 'trending')
  await refreshScores(store)

  assert.deepEqual(await trending(store, {}), before)
})

testOnBoth('votes of two papers that are one add up', async (store) => {
  const title = 'Bread without an id'
  await keepAll(store, [{ title, authors: [] }, ...some(1)], 'saved-page')
  const { id: standIn } = await store
    .selectFrom('papers')
    .select('id')
    .where('title', '=', title)
    .executeTakeFirstOrThrow()
  const readers = await many(store, 3)
  await votes(store, readers.slice(0, 2), standIn)
  await refreshScores(store)

  await keepAll(store, [paperOn(day, id(5), { title, authors: [] })])
  await refreshScores(store)

  assert.deepEqual(
    (await trending(store, {})).map(({ paper, votes: n }) => [paper, n]),
    [[id(5), 2]],
  )
})

testOnBoth('a ring of 50 new accounts moves a paper by one place at most', async (store) => {
  await keepAll(store, some(12))
  const readers = await many(store, 12)
  for (let n = 0; n < 12; n++) {
    await votes(store, spread(readers, n).slice(0, Math.ceil((12 - n) / 3)), id(n + 1))
  }
  await refreshScores(store)
  const before = await order(store)
  const ring = await many(store, 50, hoursLater(-1))

  for (const place of [11, 4]) {
    const target = before[place]!
    await votes(store, ring, target, 'one house')
    await refreshScores(store)
    const moved = place - (await order(store)).indexOf(target)
    assert.ok(moved >= 0 && moved <= 1, `from place ${place} it moved by ${moved}`)
    for (const { id: reader } of ring) await takeBack(store, reader, target)
    await refreshScores(store)
  }

  const [last] = await acts(store, { skip: 0, count: 1 })
  assert.equal(last?.kind, 'discounted')
  assert.equal(last.detail.why, 'new')
})

testOnBoth('an old ring counts as a few, by its network or by its habits', async (store) => {
  await keepAll(store, some(20))
  const [first, ...others] = Array.from({ length: 8 }, (_, n) => id(n + 1))
  const ring = await many(store, 50)
  await votes(store, ring, first!, 'one house')
  const habitual = await people(
    store,
    Array.from({ length: 20 }, (_, n) => `Clone ${n}`),
  )
  for (const paper of others) await votes(store, habitual, paper)

  await refreshScores(store)

  const byNetwork = (await scoreOf(store, first!))?.parts
  assert.equal(byNetwork?.votes, 50)
  assert.ok(byNetwork.counted < 7, `${byNetwork.counted} counted`)
  assert.deepEqual(byNetwork.groups[0]?.told, ['network'])
  const byHabit = (await scoreOf(store, others.at(-1)!))?.parts
  assert.ok((byHabit?.counted ?? 99) < 6)
  assert.deepEqual(byHabit?.groups[0]?.told, ['alike'])
})

testOnBoth('readers who vote for what each other nominated count together', async (store) => {
  await keepAll(store, some(10))
  const [one, other] = await Promise.all([person(store, 'One'), person(store, 'Other')])
  const house = { endorsements: 99 }
  for (let n = 1; n <= 4; n++) {
    await nominate(store, n % 2 ? one : other, { paper: id(n), topic: '' }, house, today)
    await nominate(store, n % 2 ? one : other, { paper: id(n + 4), topic: '' }, house, today)
  }
  for (let n = 1; n <= 8; n++) await votes(store, [n % 2 ? other : one], id(n))
  await votes(store, [one, other], id(9))

  await refreshScores(store)

  assert.deepEqual((await scoreOf(store, id(9)))?.parts.groups, [
    { readers: 2, counts: 2, told: ['mutual'] },
  ])
})

testOnBoth(
  'votes that count less are logged when they become many, and again when doubled',
  async (store) => {
    await keepAll(store, some(1))
    await person(store, 'Ada')
    const ring = await many(store, 23, hoursLater(-1))
    for (const [n, reader] of ring.entries()) {
      await votes(store, [reader], id(1))
      if (n % 2 === 0) await refreshScores(store)
    }
    await refreshScores(store)
    await refreshScores(store)

    const logged = await acts(store, { skip: 0, count: 10 })
    assert.deepEqual(
      logged.map(({ detail }) => detail.votes),
      [23, 11, 5],
    )
  },
)

test('new readers lift a paper past one other, and no paper falls by more', () => {
  const papers = ['a', 'b', 'c', 'd', 'e'].map((name, i) => ({
    name,
    order: 10 - i,
    liftedOrder: 10 - i + (i >= 2 ? 100 : 0),
  }))

  const names = liftByOne(papers).map(({ name }) => name)

  assert.deepEqual(names, ['a', 'c', 'b', 'd', 'e'])
})

const ever = async (store: Store) => (await trending(store, {})).map(({ paper }) => paper)

const order = async (store: Store, span = { from: day, to: day }) =>
  (await trending(store, { span })).map(({ paper }) => paper)

const many = (store: Store, count: number, joined?: Date): Promise<Reader[]> =>
  people(
    store,
    Array.from({ length: count }, (_, i) => `Reader ${i}`),
    joined && { joined },
  )

/** The same readers beginning with another one, so that they do not always vote together. */
const spread = (readers: readonly Reader[], by: number): Reader[] =>
  readers.map((_, i) => readers[(i * 5 + by) % readers.length]!)

async function votes(
  store: Store,
  readers: readonly Reader[],
  paper: PaperId,
  network = '',
): Promise<void> {
  for (const { id: reader } of readers) await vote(store, reader, paper, { network }, today)
}
