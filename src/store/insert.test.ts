import assert from 'node:assert/strict'
import { insertRows, type Store } from '#store'
import { testOnBoth } from '../../test/testing.ts'

const places = Array.from({ length: 25_000 }, (_, i) => ({
  name: `source ${i}`,
  label: '',
  place: `${i}`,
  harvestedAt: 'then',
}))

testOnBoth('any number of rows is inserted at once', async (store) => {
  await insertRows(store, 'sources', [])
  await insertRows(store, 'sources', places)

  assert.deepEqual(await rowsOf(store), places.length)
})

testOnBoth('a row whose key is taken stays, or takes over what it is told to', async (store) => {
  const [first] = places
  assert.ok(first)
  await insertRows(store, 'sources', [first])
  const later = [{ ...first, place: 'later', harvestedAt: 'now' }]

  await insertRows(store, 'sources', later, { key: ['name'], taken: 'leave' })
  assert.deepEqual(await sourceOf(store), first)

  await insertRows(store, 'sources', later, { key: ['name'], taken: ['harvestedAt'] })
  assert.deepEqual(await sourceOf(store), { ...first, harvestedAt: 'now' })
})

testOnBoth('rows that cannot be inserted are a fault', async (store) => {
  const twice = [...places.slice(0, 2), ...places.slice(0, 1)]

  await assert.rejects(
    store.transaction().execute((within) => insertRows(within, 'sources', twice)),
  )
  assert.equal(await rowsOf(store), 0)
})

const sourceOf = (store: Store) => store.selectFrom('sources').selectAll().executeTakeFirst()

async function rowsOf(store: Store): Promise<number> {
  const rows = await store.selectFrom('sources').select('name').execute()
  return rows.length
}
