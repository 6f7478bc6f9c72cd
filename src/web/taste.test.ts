import assert from 'node:assert/strict'
import { test } from 'node:test'
import { web } from '#web'
import { openSite } from '../../test/site.ts'
import { openStarter } from '../../test/starter.ts'
import { allAttacks, assertHarmless } from '../../test/attacks.ts'
import { keepAll, paperOn } from '../../test/site.ts'

/** A site on the starter catalogue. */
async function starterSite() {
  const site = await openSite([])
  const shelf = await openStarter(site.store)
  const app = web({ ...site.site, search: shelf.search })
  return {
    ...site,
    app,
    shelf,
    async as(name: string) {
      const browser = await site.as(name)
      const get = (path: string) => app.request(path, { headers: { Cookie: browser.cookie } })
      const read = async (path: string) => (await get(path)).text()
      const post = async (path: string, fields: Record<string, string>) => {
        const [, token = ''] = (await read('/about')).match(/name="token" value="([^"]+)"/) ?? []
        return app.request(path, {
          method: 'POST',
          headers: { Cookie: browser.cookie, Origin: 'http://localhost' },
          body: new URLSearchParams({ token, ...fields }),
        })
      }
      return { reader: browser.reader, get, read, post }
    },
    async [Symbol.asyncDispose]() {
      await shelf[Symbol.asyncDispose]()
      await site[Symbol.asyncDispose]()
    },
  }
}

const seeds = '2309.17453\nhttps://arxiv.org/abs/2305.16300\nDiscrete Key-Value Bottleneck'

test('a new reader names papers, gets others with reasons, and steers', async () => {
  await using site = await starterSite()
  const ada = await site.as('Ada')
  assert.match(await ada.read('/for-you'), /Nothing is known of you yet/)
  assert.match(await ada.read('/for-you'), /Would you read this\?/)

  const begun = await ada.post('/for-you/seeds', { seeds })

  assert.equal(begun.headers.get('Location'), '/for-you?seeds=3')
  const page = await ada.read('/for-you')
  assert.match(page, /Made from 3 papers/)
  assert.match(page, /<p class="reasons"><span>Like <a href="\/papers\/2309\.17453">/)
  const [, first = ''] =
    page.match(/name="less" value="([^"]+)"/g)?.[1]?.match(/value="([^"]+)"/) ?? []

  const less = await ada.post('/for-you', { less: first, from: '/for-you' })
  const after = await ada.read(less.headers.get('Location') ?? '')
  assert.match(after, /There will be less like it:/)
  assert.doesNotMatch(after, new RegExp(`name="less" value="${first}"`))
  assert.match(await ada.read('/taste'), /Less like these/)

  await ada.post('/for-you', { undo: first, from: '/for-you' })
  assert.doesNotMatch(await ada.read('/taste'), /Less like these/)
})

test('what the model believes is seen, switched off, forgotten and remembered', async () => {
  await using site = await starterSite()
  const ada = await site.as('Ada')
  await ada.post('/for-you/seeds', { seeds })
  const anchor = async () =>
    (await ada.read('/taste')).match(/name="paper" value="([^"]+)"/)?.[1] ?? ''

  await ada.post('/taste/interest', { paper: await anchor(), weight: '0' })
  assert.match(await ada.read('/taste'), /<li class="off">/)
  await ada.post('/taste/interest', { paper: await anchor(), weight: '1' })
  assert.doesNotMatch(await ada.read('/taste'), /<li class="off">/)

  const forgot = await ada.post('/taste/interest', { paper: await anchor() })
  const said = await ada.read(forgot.headers.get('Location') ?? '')
  assert.match(said, /Forgotten: /)
  const [, papers = ''] = said.match(/name="papers" value="([^"]+)"/) ?? []
  await ada.post('/taste/remember', { papers })
  assert.match(await ada.read('/for-you'), /Made from 3 papers/)

  await ada.post('/taste', { fresh: '80', wide: '10', people: '0' })
  assert.match(await ada.read('/taste'), /name="fresh"[^>]* value="80"/)
  assert.match(
    await ada.read('/taste?fresh=10&wide=10&people=10'),
    /Too little was kept to try it on/,
  )
})

test('the feed of a reader is read by whoever has its address, until it is ended', async () => {
  await using site = await starterSite()
  const ada = await site.as('Ada')
  await ada.post('/for-you/seeds', { seeds })
  await ada.post('/taste/choices', { feed: 'new' })
  const [, path = ''] =
    (await ada.read('/taste')).match(/href="http:\/\/localhost(\/feeds\/for-you\/[^"]+)"/) ?? []

  const feed = await site.app.request(path)
  assert.equal(feed.status, 200)
  assert.equal(feed.headers.get('Cache-Control'), 'private, no-store')
  assert.match(await feed.text(), /<entry>.*Like Efficient Streaming/s)

  await ada.post('/taste/choices', { feed: 'end' })
  assert.equal((await site.app.request(path)).status, 404)
})

test('a paper that was kept leads on to others', async () => {
  await using site = await starterSite()
  const ada = await site.as('Ada')
  assert.doesNotMatch(await ada.read('/papers/2309.17453'), /Since you kept this/)

  await ada.post('/saves', { save: '2309.17453', from: '/' })

  assert.match(await ada.read('/papers/2309.17453'), /Since you kept this.*Long|Infinite/s)
  const why = await ada.read('/for-you/why?paper=2308.16137')
  assert.match(why, /It stands at place \d+ of the \d+ papers/)
  assert.match(why, /What would change this/)
})

test('hostile titles do no harm on pages that recommend', async () => {
  await using site = await openSite([])
  await keepAll(
    site.store,
    allAttacks
      .slice(0, 40)
      .map((title, i) =>
        paperOn('2026-11-20', `2611.1${String(i).padStart(4, '0')}`, { title, abstract: title }),
      ),
  )
  const ada = await site.as('Ada')
  await ada.post('/for-you/seeds', { seeds: '2611.10000 2611.10001 2611.10002' })

  assertHarmless(await ada.read('/for-you'))
  assertHarmless(await ada.read('/taste'))
  assertHarmless(await ada.read('/for-you/why?paper=2611.10003'))
})
