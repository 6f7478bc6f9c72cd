import assert from 'node:assert/strict'
import { test } from 'node:test'
import { savedOf } from '#library'
import { readPaperId } from '#paper'
import { openSite, paperOn } from '../../test/site.ts'

const bread = readPaperId('2611.00001')
const papers = [paperOn('2026-11-20', bread), paperOn('2026-11-20', '2611.00002')]

/** The save button of a paper as it stands on a page. */
const buttonOf = (page: string, paper: string) =>
  page.match(new RegExp(`<button class="save"[^>]*value="${paper}"[^>]*>[^<]*`))?.[0]

test('a reader saves a paper from any list, and takes it out of the library again', async () => {
  await using site = await openSite(papers)
  const ada = await site.as('Ada')
  assert.match(buttonOf(await ada.read('/'), bread) ?? '', /name="save".*pressed="false">Save$/)

  const answer = await ada.post('/saves', { save: bread, from: '/day/2026-11-20' })
  assert.equal(answer.status, 303)
  assert.equal(answer.headers.get('location'), '/day/2026-11-20#papers/2611.00001')

  for (const page of ['/', '/papers/2611.00001', '/categories/cs.LG']) {
    assert.match(buttonOf(await ada.read(page), bread) ?? '', /name="unsave".*"true">Saved$/, page)
  }
  await ada.post('/saves', { unsave: bread })
  assert.match(buttonOf(await ada.read('/'), bread) ?? '', /Save$/)
})

test('what somebody saved is nobody else’s to see, and nobody is led to sign in', async () => {
  await using site = await openSite(papers)
  const [ada, eve] = [await site.as('Ada'), await site.as('Eve')]
  const before = [await site.read('/'), (await eve.read('/')).replaceAll(/token"[^>]*/g, '')]

  await ada.post('/saves', { save: bread })

  const after = [await site.read('/'), (await eve.read('/')).replaceAll(/token"[^>]*/g, '')]
  assert.deepEqual(after, before)
  const nobody = await site.app.request('/saves', {
    method: 'POST',
    body: new URLSearchParams({ save: bread }),
  })
  assert.match(nobody.headers.get('location') ?? '', /^\/sign-in/)
})

test('whoever is alone on this machine saves without signing in', async () => {
  await using site = await openSite(papers, { signIn: 'off' })
  const page = await site.read('http://localhost/papers/2611.00001')
  assert.match(buttonOf(page, bread) ?? '', /Save$/)
  const [, token = ''] = page.match(/name="token" value="([^"]+)"/) ?? []

  const answer = await site.app.request('http://localhost/saves', {
    method: 'POST',
    headers: { Origin: 'http://localhost', Accept: 'application/json' },
    body: new URLSearchParams({ token, save: bread }),
  })

  assert.deepEqual(await answer.json(), { paper: bread, saved: true })
  const [only] = await site.store.selectFrom('readers').select('id').execute()
  assert.ok((await savedOf(site.store, only?.id)).has(bread))
})
