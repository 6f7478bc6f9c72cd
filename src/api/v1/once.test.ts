import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeToken, once } from '#accounts'
import { addReader } from '#accounts'
import { threadsOf } from '#discussion'
import { DomainError } from '#domain-error'
import { readPaperId } from '#paper'
import { makeCollection, collectionsOf } from '#library'
import { openSite, paperOn } from '../../../test/site.ts'
import { testOnBoth } from '../../../test/testing.ts'

const papers = [paperOn('2026-11-20', '2611.10001')]

test('what is sent again under its key is done once, and answered the same to the byte', async () => {
  await using site = await openSite(papers)
  const { reader } = await site.as('Ada')
  const asked = { name: 'one', scopes: ['write'] as const }
  const { secret } = await makeToken(site.store, reader.id, asked, site.site.now())
  const say = (key: string, body: string) =>
    site.app.request('/api/v1/papers/2611.10001/comments', {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${secret}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': key,
      },
      body: JSON.stringify({ body }),
    })

  const both = await Promise.all([say('k1', 'So it is.'), say('k1', 'So it is.')])
  const later = await say('k1', 'So it is.')
  const other = await say('k1', 'So it is not.')
  const next = await say('k2', 'So it is.')

  const texts = await Promise.all([...both, later].map((answer) => answer.text()))
  assert.deepEqual(new Set(texts).size, 1)
  assert.deepEqual(
    [...both, later, other, next].map(({ status }) => status),
    [201, 201, 201, 422, 201],
  )
  assert.equal(later.headers.get('Idempotency-Replayed'), 'true')
  assert.equal(next.headers.get('Idempotency-Replayed'), null)
  assert.equal((await threadsOf(site.store, readPaperId('2611.10001'))).length, 2)
})

testOnBoth('what breaks off halfway was not done, and its key is free', async (store) => {
  const { id: reader } = await addReader(store, { name: 'Ada' })
  const asked = { reader, key: 'k', request: 'POST /x' }
  const make = async (within: typeof store) => {
    await makeCollection(within, reader, 'Mine')
    return { status: 201, body: '{}' }
  }

  await assert.rejects(
    once(store, asked, async (within) => {
      await make(within)
      throw new DomainError('invalid', 'The power went.')
    }),
  )
  assert.deepEqual(await collectionsOf(store, reader), [])
  const done = await once(store, asked, make)
  const again = await once(store, asked, make)

  assert.deepEqual([done?.again, again?.again, again?.body], [false, true, '{}'])
  assert.equal((await collectionsOf(store, reader)).length, 1)
})
