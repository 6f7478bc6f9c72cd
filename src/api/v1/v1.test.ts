import assert from 'node:assert/strict'
import { test } from 'node:test'
import { validate } from '@readme/openapi-parser'
import { z } from 'zod'
import { readPaperId } from '#paper'
import { vote } from '#votes'
import { keepAll, openSite, paperOn } from '../../../test/site.ts'
import { documentOf } from './document.ts'

const papers = [1, 2, 3, 4, 5].map((n) => paperOn('2026-11-19', `2611.1000${n}`))
const List = z.object({
  items: z.array(z.object({ id: z.string(), votes: z.number() })),
  next: z.string().nullable(),
})

test('the document is OpenAPI 3.1 by a validator that is not ours', async () => {
  const copy = JSON.parse(JSON.stringify(documentOf('https://papers.example.org')))

  const { valid } = await validate(copy)

  assert.equal(valid, true)
})

test('a list goes on where it stood, whatever comes in before it', async () => {
  await using site = await openSite(papers)
  const page = async (query: string) =>
    List.parse(await (await site.get(`/api/v1/papers?count=2${query}`)).json())

  const first = await page('')
  await keepAll(site.store, [paperOn('2026-11-20', '2611.10009')])
  const second = await page(`&cursor=${first.next}`)
  const third = await page(`&cursor=${second.next}`)

  assert.deepEqual(
    [first, second, third].map(({ items }) => items.map(({ id }) => id)),
    [['2611.10005', '2611.10004'], ['2611.10003', '2611.10002'], ['2611.10001']],
  )
  assert.equal(third.next, null)
})

test('what did not change is not sent again, and what a reader did is told', async () => {
  await using site = await openSite(papers)
  const { reader } = await site.as('Ada')
  const address = '/api/v1/papers/2611.10001'
  const first = await site.get(address)
  const tag = { 'If-None-Match': first.headers.get('ETag') ?? '' }

  const again = await site.get(address, tag)
  await vote(site.store, reader.id, readPaperId('2611.10001'))
  // Behind what others write a state may lag by a fifth of a second.
  await new Promise((resolve) => setTimeout(resolve, 210))
  const later = await site.get(address, tag)

  assert.deepEqual([again.status, await again.text()], [304, ''])
  assert.equal(later.status, 200)
  assert.equal(z.object({ votes: z.number() }).parse(await later.json()).votes, 1)
})

test('a mistake is told as a problem, with all that is wrong and where', async () => {
  await using site = await openSite(papers)

  const answer = await site.get('/api/v1/papers?catgory=cs.LG&count=-1&day=tomorrow')

  assert.equal(answer.status, 400)
  assert.equal(answer.headers.get('Content-Type'), 'application/problem+json')
  const { errors } = z
    .object({ errors: z.array(z.object({ in: z.string(), name: z.string() })) })
    .parse(await answer.json())
  assert.deepEqual(
    errors.map(({ in: place, name }) => `${place} ${name}`),
    ['query catgory', 'query day', 'query count'],
  )
})

test('each mistake has a status and a way out of its own', async () => {
  await using site = await openSite(papers)
  const cases: [string, RequestInit, number][] = [
    ['/papers/9999.99999', {}, 404],
    ['/papers/no-id', {}, 400],
    ['/nothing', {}, 404],
    ['/papers', { method: 'DELETE' }, 405],
    ['/papers', { headers: { Accept: 'text/html' } }, 406],
    ['/papers', { headers: { Authorization: 'Bearer bs_wrong' } }, 401],
    ['/papers?cursor=eyJza2lwIjoxfQ', {}, 400],
    ['/papers?count=1&count=2', {}, 400],
  ]
  for (const [path, request, status] of cases) {
    const answer = await site.app.request(`/api/v1${path}`, request)

    assert.equal(answer.status, status, path)
    assert.equal(answer.headers.get('Content-Type'), 'application/problem+json', path)
    assert.equal(z.object({ status: z.number() }).parse(await answer.json()).status, status)
  }
})

test('browsers of other sites may ask, and HEAD and OPTIONS are answered', async () => {
  await using site = await openSite(papers)
  const asked = (method: string, headers: Record<string, string> = {}) =>
    site.app.request('/api/v1/papers', { method, headers })

  const head = await asked('HEAD')
  const options = await asked('OPTIONS', {
    Origin: 'https://elsewhere.example',
    'Access-Control-Request-Method': 'GET',
  })

  assert.deepEqual([head.status, await head.text()], [200, ''])
  assert.equal(head.headers.get('Access-Control-Allow-Origin'), '*')
  assert.equal(options.status, 204)
  assert.equal(options.headers.get('Allow'), 'GET, HEAD, OPTIONS')
  assert.match(options.headers.get('Access-Control-Allow-Headers') ?? '', /Authorization/)
})

test('in a house for one the pages of others can read nothing', async () => {
  await using site = await openSite(papers, { signIn: 'off' })

  const answer = await site.get('/api/v1/papers', { Origin: 'https://evil.example' })

  assert.equal(answer.headers.get('Access-Control-Allow-Origin'), null)
  assert.equal(answer.headers.get('Cross-Origin-Resource-Policy'), 'same-origin')
})
