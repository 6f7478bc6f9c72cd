import assert from 'node:assert/strict'
import { noVotes, takeBack, talliesOf, vote, votesBy } from '#votes'
import { readPaperId } from '#paper'
import { followSignals, type SignalAt, type Store } from '#store'
import { people, person, today } from '../../test/people.ts'
import { keepAll, paperOn } from '../../test/site.ts'
import { testOnBoth } from '../../test/testing.ts'

const bread = readPaperId('2611.00001')
const yeast = readPaperId('2611.00002')
const papers = [paperOn('2026-11-20', bread), paperOn('2026-11-20', yeast)]

testOnBoth('a reader has one vote for a paper, however often it is cast', async (store) => {
  await keepAll(store, papers)
  const [ada, emmy] = await people(store, ['Ada', 'Emmy'])

  await vote(store, ada!.id, bread)
  assert.deepEqual(await vote(store, ada!.id, bread), { votes: 1, voted: true })
  assert.deepEqual(await vote(store, emmy!.id, bread), { votes: 2, voted: true })

  const seen = await talliesOf(store, [bread, yeast], ada!.id)
  assert.deepEqual([...seen], [[bread, { votes: 2, voted: true }]])
  assert.deepEqual((await talliesOf(store, [bread])).get(bread), { votes: 2, voted: false })
  assert.deepEqual(await signals(store), ['Ada vote', 'Emmy vote'])
})

testOnBoth('a vote is taken back, and can be cast again', async (store) => {
  await keepAll(store, papers)
  const ada = await person(store, 'Ada')
  assert.deepEqual(await takeBack(store, ada.id, bread), noVotes)

  await vote(store, ada.id, bread)
  assert.deepEqual(await takeBack(store, ada.id, bread), noVotes)
  await takeBack(store, ada.id, bread)
  await vote(store, ada.id, bread)

  assert.deepEqual(
    (await votesBy(store, ada.id)).map(({ paper }) => paper),
    [bread],
  )
  assert.deepEqual(await signals(store), ['Ada vote', 'Ada unvote', 'Ada vote'])
})

testOnBoth('many votes at once are all counted, none of them twice', async (store) => {
  await keepAll(store, papers)
  const readers = await people(
    store,
    Array.from({ length: 12 }, (_, i) => `Reader ${i}`),
  )

  await Promise.all([...readers, ...readers].map(({ id }) => vote(store, id, bread)))

  assert.equal((await talliesOf(store, [bread])).get(bread)?.votes, 12)
  assert.equal((await signals(store)).length, 12)
})

testOnBoth('nobody votes for a paper that is not here', async (store) => {
  const ada = await person(store, 'Ada')

  await assert.rejects(vote(store, ada.id, bread), { kind: 'missing' })
})

testOnBoth('votes go over to the paper that theirs turned out to be', async (store) => {
  const title = 'Bread without an id'
  await keepAll(store, [{ title }, ...papers], 'saved-page')
  const { id } = await store
    .selectFrom('papers')
    .select('id')
    .where('title', '=', title)
    .executeTakeFirstOrThrow()
  const [ada, emmy] = await people(store, ['Ada', 'Emmy'])
  await vote(store, ada!.id, id)
  await vote(store, emmy!.id, id)
  const named = paperOn('2026-11-19', '2611.00003', { title })

  await keepAll(store, [named])
  await vote(store, ada!.id, named.id!)

  assert.deepEqual(await votesFor(store), [
    [named.id, 'Ada'],
    [named.id, 'Emmy'],
  ])
  assert.deepEqual(await vote(store, emmy!.id, id), { votes: 2, voted: true })
})

testOnBoth(
  'a vote tells whether its reader was new, and hides where it came from',
  async (store) => {
    await keepAll(store, papers)
    const old = await person(store, 'Ada')
    const fresh = await person(store, 'Eve', { joined: today })
    await vote(store, old.id, bread, { network: 'somewhere' }, today)
    await vote(store, fresh.id, bread, { network: 'somewhere' }, today)
    await vote(store, fresh.id, yeast, { network: 'somewhere' }, today)

    const rows = await store
      .selectFrom('votes')
      .select(['footing', 'network'])
      .orderBy('paper')
      .orderBy('footing')
      .execute()

    assert.deepEqual(
      rows.map(({ footing }) => footing),
      ['established', 'new', 'new'],
    )
    const [one, two, other] = rows.map(({ network }) => network)
    assert.match(one ?? '', /^[\w-]{12}$/)
    assert.equal(two, one, 'the same network for the same paper')
    assert.notEqual(other, one, 'for another paper there is nothing to compare')
  },
)

/** Who did what, in the order of the log. */
async function signals(store: Store): Promise<string[]> {
  const names = await namesOf(store)
  const read: SignalAt[] = []
  await followSignals(store, 'a test', 100, async (some) => {
    read.push(...some)
  })
  return read.map(({ reader, kind }) => `${names.get(reader)} ${kind}`)
}

async function votesFor(store: Store): Promise<unknown[]> {
  const names = await namesOf(store)
  const rows = await store.selectFrom('votes').select(['paper', 'reader']).execute()
  return rows
    .map(({ paper, reader }) => [paper, names.get(reader)])
    .toSorted((a, b) => ((a[1] ?? '') < (b[1] ?? '') ? -1 : 1))
}

async function namesOf(store: Store): Promise<Map<string, string>> {
  const rows = await store.selectFrom('readers').select(['id', 'name']).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
