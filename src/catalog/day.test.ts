import assert from 'node:assert/strict'
import { countPapers, holdsEditionsOnly, papersOfDay, stateOf } from '#catalog'
import { follow } from '#store'
import { aDay, keepAll, paperOn, putTogether } from '../../test/site.ts'
import { testOnBoth } from '../../test/testing.ts'

const day = '2026-11-20'

testOnBoth('the papers of a day stand by their primary category', async (store) => {
  await keepAll(store, [
    paperOn(day, '2611.10001', { categories: ['math.CO', 'cs.LG'] }),
    paperOn(day, '2611.10002', { categories: ['cs.LG', 'math.CO'] }),
    paperOn(day, '2611.10003', { categories: ['math.CO'] }),
    paperOn('2026-11-19', '2611.10004'),
  ])

  const papers = await papersOfDay(store, aDay(day), { skip: 0, count: 10 })

  assert.deepEqual(
    papers.map(({ categories }) => categories[0]),
    ['cs.LG', 'math.CO', 'math.CO'],
  )
})

testOnBoth('editions alone make no day whole, one more paper does', async (store) => {
  assert.equal(await holdsEditionsOnly(store), true)
  await putTogether(store, { id: 'e', name: 'E', day: aDay(day) }, [
    { record: paperOn(day, '2611.10001') },
  ])
  assert.equal(await holdsEditionsOnly(store), true)

  await keepAll(store, [paperOn(day, '2611.10002')])

  assert.equal(await holdsEditionsOnly(store), false)
})

testOnBoth(
  'the state is another after a paper, an edition, or a step of the follower',
  async (store) => {
    const states = [await stateOf(store, 'search')]
    const note = async () => void states.push(await stateOf(store, 'search'))

    await note()
    await keepAll(store, [paperOn(day, '2611.10001')])
    await note()
    await putTogether(store, { id: 'e', name: 'E', day: aDay(day) }, [])
    await note()
    await follow(store, 'search', 10, async () => {})
    await note()

    assert.equal(new Set(states).size, 4)
    assert.equal(states[0], states[1])
  },
)

testOnBoth('a paper that became another is not counted', async (store) => {
  await keepAll(store, [{ title: 'A title alone' }, paperOn(day, '2611.10001')], 'saved-page')
  assert.equal(await countPapers(store), 2)

  await keepAll(store, [paperOn(day, '2611.10002', { title: 'A title alone' })])

  assert.equal(await countPapers(store), 2)
})
