import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseOpml } from 'feedsmith'
import { pick } from '#curation'
import { readPaperId } from '#paper'
import { openSite, paperOn } from '../../test/site.ts'

const bread = paperOn('2026-11-20', '2611.10001', { title: 'Slow bread', categories: ['cs.CV'] })
const planets = paperOn('2026-11-20', '2611.10002', { title: 'Graphs of planets' })
const rolls = paperOn('2026-11-20', '2611.10003', { title: 'Bread rolls', authors: ['Kim Lee'] })

test('what a reader never wants to see is on no page of theirs, and on those of everybody else', async () => {
  await using site = await openSite([bread, planets, rolls])
  await site.search.refresh()
  const kay = await site.as('Kay', 'curator')
  const at = new Date('2026-11-20T12:00:00Z')
  await pick(site.store, kay.reader, { paper: readPaperId('2611.10001'), topic: '' }, at)
  const ada = await site.as('Ada')
  await ada.post('/account/following/watch', { kind: 'mute', query: 'bread' })

  for (const path of [
    '/',
    '/day/2026-11-20',
    '/week/2026-W47',
    '/month/2026-11',
    '/categories/cs.LG',
    '/categories/cs.CV',
    '/authors/ada-lovelace',
    '/search?q=cat:cs.LG+OR+cat:cs.CV',
    '/trending',
    '/papers/2611.10002',
  ]) {
    const mine = await ada.read(path)
    assert.doesNotMatch(mine, /Slow bread|Bread rolls/, path)
    assert.match(mine, /(1 paper here is|2 papers here are) (one that|among what) you asked/, path)
    assert.match(
      await ada.read(`${path}${path.includes('?') ? '&' : '?'}muted=show`),
      /Slow bread|Bread rolls/,
      path,
    )
    assert.match(await site.read(path), /Slow bread|Bread rolls/, path)
    assert.doesNotMatch(await site.read(path), /never to be shown/, path)
  }
  // A page on the paper itself is asked for by name.
  assert.match(await ada.read('/papers/2611.10001'), /<h1 dir="auto">Slow bread/)
})

test('what is muted by a link of a mail is gone from the pages at once', async () => {
  await using site = await openSite([bread, planets])
  const ada = await site.as('Ada')
  await site.store
    .updateTable('readers')
    .set({ email: 'ada@example.com', emailVerified: 1 })
    .where('id', '=', ada.reader.id)
    .execute()
  const made = await ada.post('/digest', { day: '1', hour: '9', zone: 'UTC' })
  const home = made.headers.get('Location') ?? ''
  assert.match(await ada.read('/day/2026-11-20'), /Slow bread/)

  await site.app.request(`${home}/watch`, {
    method: 'POST',
    body: new URLSearchParams({ query: 'au:lovelace ti:bread', kind: 'mute' }),
  })

  assert.doesNotMatch(await ada.read('/day/2026-11-20'), /Slow bread/)
  assert.match(await ada.read('/day/2026-11-20'), /Graphs of planets/)
})

test('nothing is muted, and nothing pinned, by its meaning alone', async () => {
  await using site = await openSite([bread])
  const ada = await site.as('Ada')

  for (const query of ['~yeast', '~yeast OR bread', '']) {
    const answer = await ada.post('/account/following/watch', { kind: 'mute', query })
    assert.equal(answer.status, 400, query)
  }
  const whole = await ada.post('/account/following/watch', { kind: 'mute', query: '~yeast bread' })
  assert.equal(whole.status, 303)
})

test('authors, categories and searches are followed from their pages, and left again', async () => {
  await using site = await openSite([bread, planets])
  await site.search.refresh()
  const ada = await site.as('Ada')
  const press = async (path: string) => {
    const [, form = ''] =
      (await ada.read(path)).match(/<form[^>]*class="follow"[^>]*>(.*?)<\/form>/s) ?? []
    const fields = [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)]
    return ada.post(
      '/following',
      Object.fromEntries(
        fields.map(([, name = '', value = '']) => [name, value.replaceAll('&quot;', '"')]),
      ),
    )
  }

  await site.as('Kay', 'curator')
  for (const path of [
    '/authors/ada-lovelace',
    '/categories/cs.CV',
    '/search?q=slow+bread',
    '/people/kay',
  ]) {
    const answer = await press(path)
    assert.equal(answer.headers.get('Location'), path)
    assert.match(await ada.read(path), /aria-pressed="true">Following/)
  }
  const opml = parseOpml(await ada.read('/account/following/feeds.opml'))
  assert.deepEqual(opml.body?.outlines?.map(({ text }) => text).toSorted(), [
    'Ada Lovelace',
    'Computer Vision and Pattern Recognition',
    'Kay',
    'slow bread',
  ])
  await press('/authors/ada-lovelace')
  assert.doesNotMatch(await ada.read('/account/following'), /q=au%3A/)
  assert.match(await site.read('/authors/ada-lovelace'), />Follow<\/button>/)
})
