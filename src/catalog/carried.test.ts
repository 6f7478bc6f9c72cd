import assert from 'node:assert/strict'
import { makeOne, takeApart } from '#catalog'
import { type PaperId, readPaperId } from '#paper'
import type { ReaderId, Store } from '#store'
import { keepAll } from '../../test/keeping.ts'
import { testOnBoth } from '../../test/testing.ts'

const [preprint, article] = [readPaperId('2405.00001'), readPaperId('doi:10.1000/7')]
const now = new Date('2026-11-20T12:00:00Z')
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- readers are made by accounts alone
const [ada, emmy, sofia] = ['ada', 'emmy', 'sofia'] as string[] as [ReaderId, ReaderId, ReaderId]

testOnBoth('votes go over with a paper, each reader’s once, and go back', async (store) => {
  await keepAll(store, 'citation', [
    { id: preprint, title: 'Clocks' },
    { id: article, title: 'Slow clocks' },
  ])
  await castAll(store, [
    [ada, preprint],
    [ada, article],
    [emmy, article],
    [sofia, preprint],
  ])
  const before = await votes(store)

  await makeOne(store, { paper: article, into: preprint, reason: 'a test' }, now)

  assert.deepEqual(await votes(store, preprint), [ada, emmy, sofia].toSorted())
  await takeApart(store, article, now)
  assert.deepEqual(await votes(store), before)
})

async function castAll(store: Store, all: readonly (readonly [ReaderId, PaperId])[]) {
  for (const [reader, paper] of all) {
    await store
      .insertInto('votes')
      .values({ reader, paper, castAt: now.toISOString(), footing: 'new', network: '' })
      .execute()
  }
}

async function votes(store: Store, paper?: PaperId) {
  const rows = await store
    .selectFrom('votes')
    .select(['reader', 'paper'])
    .$if(paper !== undefined, (all) => all.where('paper', '=', paper!))
    .orderBy('paper')
    .orderBy('reader')
    .execute()
  return paper ? rows.map(({ reader }) => reader) : rows
}
