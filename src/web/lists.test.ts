import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseOpml } from 'feedsmith'
import { ban, eraseReader, readerNamed } from '#accounts'
import { holdings } from '#app'
import { collect, collectionsOf, dropCollection, undo, uncollect } from '#library'
import { readPaperId } from '#paper'
import { checkWatches, watchesOf } from '#watches'
import { allAttacks, assertHarmless } from '../../test/attacks.ts'
import { openSite, paperOn } from '../../test/site.ts'

const bread = readPaperId('2611.10001')
const rolls = readPaperId('2611.10002')
const planets = readPaperId('2611.10003')
const papers = [
  paperOn('2026-11-20', bread, { title: 'Slow bread' }),
  paperOn('2026-11-20', rolls, { title: 'Bread rolls' }),
  paperOn('2026-11-20', planets, { title: 'Graphs of planets' }),
]
const at = (time: string) => new Date(`2026-11-20T${time}:00Z`)

const page = '/people/ada/lists/baking-ovens'
const feeds = ['atom', 'rss', 'json'].map((format) => `/feeds${page}.${format}`)

/** Ada has a collection of bread, then rolls; Eve is somebody else. */
async function twoReaders() {
  const site = await openSite(papers)
  await site.as('Kay', 'keeper')
  const [ada, eve] = [await site.as('Ada'), await site.as('Eve')]
  const { id } = ada.reader
  await collect(site.store, id, [bread], { name: 'Baking & Ovens' }, at('08:00'))
  await collect(site.store, id, [rolls], { name: 'Baking & Ovens' }, at('09:00'))
  await collect(site.store, id, [planets], { name: 'Secret sky' }, at('09:00'))
  const [own] = await collectionsOf(site.store, id)
  const act = (what: string) => ada.post(`/library/collections/${own?.id}/public`, { act: what })
  const status = async (path: string, headers: Record<string, string> = {}) =>
    (await site.app.request(path, { headers })).status
  return { site, ada, eve, own: own?.id ?? '', act, status }
}

test('a reader makes a collection public, and it is gone again by the same button', async () => {
  const { site, ada, eve, act, status } = await twoReaders()
  await using _ = site
  const mine = await ada.read('/library')
  for (const path of [page, ...feeds]) {
    for (const who of [{}, { Cookie: eve.cookie }, { Cookie: ada.cookie }]) {
      assert.equal(await status(path, who), 404, path)
    }
  }
  // Nobody can tell a private one from one that never was.
  const [secret, never] = ['/people/ada/lists/secret-sky', '/people/ada/lists/never-was']
  assert.equal(
    (await site.read(secret)).replaceAll(/secret(.)sky/g, 'never$1was'),
    await site.read(never),
  )
  const before = await site.read('/people/ada')
  assert.doesNotMatch(before + mine, /lists\/baking/)

  await act('publish')

  const shown = await site.read(page)
  assert.match(shown, /<h1 dir="auto">Baking &amp; Ovens<\/h1>/)
  assert.match(shown, /href="\/people\/ada"/)
  assert.match(shown, /Bread rolls.*Slow bread/s)
  assert.doesNotMatch(shown, /planets|Secret/)
  for (const feed of feeds) {
    assert.ok(shown.includes(`href="${feed}"`), feed)
    const answer = await site.app.request(feed)
    assert.match(await answer.text(), /Bread rolls.*Slow bread/s)
    const etag = answer.headers.get('ETag') ?? ''
    assert.equal(await status(feed, { 'If-None-Match': etag }), 304)
  }
  const person = await site.read('/people/ada')
  assert.match(person, /<a href="\/people\/ada\/lists\/baking-ovens" dir="auto">Baking &amp; Ovens/)
  assert.doesNotMatch(person, /Secret/)

  await act('withdraw')

  for (const path of [page, ...feeds]) assert.equal(await status(path), 404, path)
  assert.equal(await site.read('/people/ada'), before)
})

test('who follows a list is told what was put in since, while it is public', async () => {
  const { site, ada, eve, own, act } = await twoReaders()
  await using _ = site
  await act('publish')
  const follow = { about: 'list', of: 'ada/baking-ovens', from: page }
  assert.match(await eve.read(page), /aria-pressed="false">Follow</)
  await eve.post('/following', { ...follow, act: 'follow' })
  assert.match(await eve.read(page), /aria-pressed="true">Following</)
  let time = at('10:00')
  const check = async () => {
    const means = { store: site.store, windowOf: site.site.press.windowOf, now: () => time }
    const { news } = await checkWatches(means, eve.reader.id)
    return news.map(({ watch, found }) => [watch.name, found.map(({ paper }) => paper)])
  }
  assert.deepEqual(await check(), [['Baking & Ovens (Ada)', [rolls, bread]]])

  await collect(site.store, ada.reader.id, [planets], { id: own }, at('11:00'))
  time = at('12:00')
  assert.deepEqual(await check(), [['Baking & Ovens (Ada)', [planets]]])
  assert.match(await site.read(feeds[0] ?? ''), /Graphs of planets.*Bread rolls/s)
  await uncollect(site.store, ada.reader.id, [planets], own, at('12:30'))
  assert.doesNotMatch(await site.read(feeds[0] ?? ''), /Graphs of planets/)

  const opml = parseOpml(await eve.read('/account/following/feeds.opml'))
  const [line] = opml.body?.outlines ?? []
  assert.match(line?.xmlUrl ?? '', /\/feeds\/people\/ada\/lists\/baking-ovens\.atom\?for=/)
  assert.ok(line?.htmlUrl?.endsWith(page))

  await act('withdraw')
  await collect(site.store, ada.reader.id, [planets], { id: own }, at('13:00'))
  time = at('14:00')
  assert.deepEqual(await check(), [['Baking & Ovens (Ada)', []]])
  assert.doesNotMatch(await eve.read('/account/following'), new RegExp(page))
})

test('a list that is deleted and comes back is its reader’s alone', async () => {
  const { site, ada, own, act, status } = await twoReaders()
  await using _ = site
  await act('publish')
  const { id } = ada.reader

  const done = await dropCollection(site.store, id, own, at('10:00'))
  assert.equal(await status(page), 404)
  await undo(site.store, id, done?.id ?? '', at('10:01'))

  assert.equal(await status(page), 404)
  assert.equal((await collectionsOf(site.store, id)).length, 2)
})

test('nobody makes public what is another’s, and whoever leaves takes the list along', async () => {
  const { site, ada, eve, own, act, status } = await twoReaders()
  await using _ = site
  const tried = await eve.post(`/library/collections/${own}/public`, { act: 'publish' })
  assert.equal(tried.status, 404)
  assert.equal(await status(page), 404)
  await act('publish')
  const follow = { about: 'list', of: 'ada/baking-ovens', act: 'follow' }
  await eve.post('/following', follow)
  assert.equal((await watchesOf(site.store, eve.reader.id)).length, 1)

  await eraseReader(site.store, holdings, ada.reader.id, at('12:00'))

  assert.equal(await status(page), 404)
  assert.deepEqual(await watchesOf(site.store, eve.reader.id), [])
})

test('the library says who sees what of it', async () => {
  const { site, ada, own, act } = await twoReaders()
  await using _ = site
  const alone = /Nobody but you sees anything of this/
  assert.match(await ada.read('/library'), alone)
  await act('publish')

  assert.match(await ada.read('/library'), /Everybody sees the collections that you made public/)
  const shown = await ada.read(`/library?in=${own}`)
  assert.match(shown, /Everybody sees this collection\..*href="\/people\/ada\/lists\/baking-ovens"/)
  const [, sky] = await collectionsOf(site.store, ada.reader.id)
  assert.match(await ada.read(`/library?in=${sky?.id}`), alone)
})

test('whoever may not write shows no lists either', async () => {
  const { site, ada, act, status } = await twoReaders()
  await using _ = site
  await act('publish')
  const kay = await readerNamed(site.store, 'kay')
  assert.ok(kay)

  await ban(site.store, kay.id, ada.reader.id, 'Names of lists that insult.', at('12:00'))

  for (const path of [page, ...feeds]) assert.equal(await status(path), 404, path)
  assert.doesNotMatch(await site.read('/people/ada'), /lists/)
})

test('whoever is alone on this machine has lists and follows them', async () => {
  await using site = await openSite(papers, { signIn: 'off' })
  const home = 'http://localhost'
  const shelf = await site.read(`${home}/library`)
  const [, token = ''] = shelf.match(/name="token" value="([^"]+)"/) ?? []
  const post = (path: string, fields: Record<string, string>) =>
    site.app.request(home + path, {
      method: 'POST',
      headers: { Origin: home },
      body: new URLSearchParams({ token, ...fields }),
    })
  await post('/library/act', { do: 'collect', collection: 'Baking', paper: bread })
  const [own] = await site.store.selectFrom('collections').select('id').execute()
  await post(`/library/collections/${own?.id}/public`, { act: 'publish' })

  const mine = '/people/you/lists/baking'
  await post('/following', { about: 'list', of: 'you/baking', act: 'follow', from: mine })

  const shown = await site.read(home + mine)
  assert.match(shown, /Slow bread/)
  assert.match(shown, /aria-pressed="true">Following</)
  assert.match(await site.read(`${home}/feeds${mine}.json`), /Slow bread/)
})

test('whatever a list is called, it harms nobody and has an address', async () => {
  await using site = await openSite(papers)
  const ada = await site.as('Ada')
  const { id } = ada.reader
  for (const attack of allAttacks.slice(0, 12)) {
    await collect(site.store, id, [bread], { name: attack.slice(0, 90) }, at('08:00'))
  }
  for (const name of ['!?', '…', 'Brot & Öfen', 'パンの本']) {
    await collect(site.store, id, [bread], { name }, at('08:00'))
  }
  for (const one of await collectionsOf(site.store, id)) {
    await ada.post(`/library/collections/${one.id}/public`, { act: 'publish' })
  }

  const all = await collectionsOf(site.store, id)
  assert.equal(new Set(all.map(({ publicAs }) => publicAs)).size, all.length)
  for (const { publicAs } of all) {
    assertHarmless(await site.read(`/people/ada/lists/${encodeURIComponent(publicAs)}`))
  }
  assertHarmless(await site.read('/people/ada'))
  assert.match(await site.read(`/people/ada/lists/${encodeURIComponent('brot-öfen')}`), /Slow/)
})
