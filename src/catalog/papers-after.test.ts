import assert from 'node:assert/strict'
import { nameKey } from '#paper'
import { aDay, keepAll, paperOn } from '../../test/site.ts'
import { testOnBoth } from '../../test/testing.ts'
import { papersAfter, type PlaceInDays, type Wanted } from './papers-after.ts'

testOnBoth('a list by days holds what is wanted, each once, however it is cut', async (store) => {
  await keepAll(store, [
    paperOn('2026-11-20', '2611.10002'),
    paperOn('2026-11-20', '2611.10001', { categories: ['cs.CL'] }),
    paperOn('2026-11-19', 'acl:2026.a-1', { authors: ['Sofia Kowalewskaja'] }),
    paperOn('2026-11-19', 'math.GT/0309136', { categories: ['math.GT', 'cs.CL'] }),
    paperOn('2026-11-18', '2611.10000'),
  ])
  const all = async (wanted: Wanted, count = 2) => {
    const ids: string[] = []
    for (let after: PlaceInDays | undefined; ;) {
      const part = await papersAfter(store, wanted, after, count)
      ids.push(...part.ids)
      if (!part.next) return ids
      after = part.next
    }
  }

  assert.deepEqual(await all({}), await all({}, 100))
  assert.equal((await all({})).length, 5)
  assert.deepEqual(await all({ category: 'cs.CL' }, 1), ['2611.10001', 'math.GT/0309136'])
  assert.deepEqual(await all({ source: 'acl' }), ['acl:2026.a-1'])
  assert.equal((await all({ source: 'arxiv' }, 3)).length, 4)
  assert.deepEqual(await all({ author: 'nobody at all' }), [])
  assert.deepEqual(await all({ author: nameKey('Sofia Kowalewskaja') }), ['acl:2026.a-1'])
  assert.deepEqual(await all({ author: nameKey('Ada Lovelace'), category: 'math.GT' }), [
    'math.GT/0309136',
  ])
  const span = { from: aDay('2026-11-18'), to: aDay('2026-11-18') }
  assert.deepEqual(await all({ span }), ['2611.10000'])
})
