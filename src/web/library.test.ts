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

test('many papers are tagged, collected, moved and taken out at once, and it is undone', async () => {
  await using site = await openSite(papers)
  const ada = await site.as('Ada')
  for (const { id = bread } of papers) await ada.post('/saves', { save: id })
  const ids = papers.map(({ id = bread }) => id)
  const stands = async () =>
    [...(await savedOf(site.store, ada.reader.id)).values()].map(({ state, tags }) => [state, tags])
  const act = async (fields: Record<string, string>) => {
    const answer = await ada.post('/library/act', { from: '/library', whole: 'yes', ...fields })
    return answer.headers.get('location') ?? ''
  }

  await act({ do: 'read' })
  await act({ do: 'collect', collection: 'Baking' })
  const after = await act({ do: 'tag', tag: 'rising' })
  assert.deepEqual(await stands(), [
    ['read', ['rising']],
    ['read', ['rising']],
  ])
  const page = await ada.read(after)
  assert.match(page, /2 papers tagged\./)
  assert.match(page, /Baking<\/a> <span class="number">2/)
  const [, undoing = ''] = page.match(/name="act" value="(\w+)"/) ?? []
  await ada.post('/library/undo', { act: undoing, from: '/library' })
  assert.deepEqual(await stands(), [
    ['read', []],
    ['read', []],
  ])

  const none = await ada.post('/library/act', { do: 'read', from: '/library' })
  assert.equal(none.status, 400)
  assert.match(await none.text(), /Tick some papers first/)
  await ada.post('/library/act', { do: 'unsave', paper: ids[0] ?? '', from: '/library' })
  assert.equal((await stands()).length, 1)
})

test('the library is looked through by words, by meaning and by notes, and told in parts', async () => {
  await using site = await openSite([
    paperOn('2026-11-20', '2611.00001', { title: 'Sourdough starters', abstract: 'On yeast.' }),
    paperOn('2026-11-20', '2611.00002', { title: 'Transformers that attend', abstract: 'Heads.' }),
    paperOn('2026-11-20', '2611.00003', { title: 'Sourdough elsewhere', abstract: 'Not saved.' }),
  ])
  const ada = await site.as('Ada')
  for (const id of ['2611.00001', '2611.00002']) await ada.post('/saves', { save: id })
  await ada.post('/library/notes', { paper: '2611.00002', body: 'Like a <b>croissant</b>: $x^2$' })
  await ada.post('/library/act', { paper: '2611.00002', do: 'reading', from: '/library' })
  const titles = async (path: string) =>
    [...(await ada.read(path)).matchAll(/<h2 dir="auto"><a[^>]*>([^<]+)/g)].map(([, one]) => one)

  assert.deepEqual(await titles('/library?q=sourdough'), ['Sourdough starters'])
  assert.deepEqual(await titles('/library?q=croissant'), ['Transformers that attend'])
  assert.deepEqual(await titles('/library?show=reading'), ['Transformers that attend'])
  assert.deepEqual(await titles('/library?sort=title'), [
    'Sourdough starters',
    'Transformers that attend',
  ])
  assert.match(await ada.read('/library?q=zzzz'), /href="\/search\?q=zzzz"/)
  const page = await ada.read('/papers/2611.00002')
  assert.match(page, /Like a &lt;b&gt;croissant&lt;\/b&gt;: <math/)
  assert.match(await ada.read('/library?in=none'), /There is no such collection/)
})
