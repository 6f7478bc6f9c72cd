import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { askZotero, importsOf, notesOf, savedOf, workOnImports } from '#library'
import { inventedPapers } from '../../test/arxiv/papers.ts'
import { playArxiv } from '../../test/arxiv/server.ts'
import { playZotero } from '../../test/library/zotero-server.ts'
import { openSite, paperOn } from '../../test/site.ts'
import { web } from './web.ts'

const papers = ['2611.00001', '2611.00002'].map((id) => paperOn('2026-11-20', id))
const rdf = readFileSync(new URL('../../test/library/zotero.rdf', import.meta.url))

type Browser = { cookie: string; read(path: string): Promise<string> }
type Site = Awaited<ReturnType<typeof openSite>>

/** Sends the form of the page with a file, as a browser does. */
async function upload(
  site: Site,
  { cookie, read }: Browser,
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
) {
  const [, token = ''] = (await read('/library/import')).match(/name="token" value="([^"]+)"/) ?? []
  const body = new FormData()
  body.set('token', token)
  body.set('file', new File([content], name))
  return site.app.request('/library/import', {
    method: 'POST',
    headers: { Cookie: cookie, Origin: 'http://localhost', 'Sec-Fetch-Site': 'same-origin' },
    body,
  })
}

test('a Zotero export is sent as a file, and a report tells what became of it', async () => {
  await using site = await openSite(papers)
  const ada = await site.as('Ada')

  const answer = await upload(site, ada, 'My Library.rdf', rdf)

  const report = await ada.read(answer.headers.get('location') ?? '')
  assert.match(report, /My Library\.rdf/)
  assert.match(report, /Zotero RDF: done/)
  assert.match(report, /Found here<\/dt><dd>2/)
  assert.match(report, /Elements, in thirteen books.*names no id of arXiv/s)
  assert.match(await ada.read('/library'), /Baking \/ Ovens/)
  const eve = await site.as('Eve')
  assert.equal((await eve.get(answer.headers.get('location') ?? '')).status, 404)
})

test('a file that cannot be read is refused with a sentence', async () => {
  await using site = await openSite(papers)
  const ada = await site.as('Ada')

  const picture = await upload(site, ada, 'photo.png', Buffer.from([0x89, 0x50, 0xff, 0x00]))
  assert.equal(picture.status, 400)
  assert.match(await picture.text(), /no text in UTF-8/)
  const deep = await upload(site, ada, 'deep.json', '['.repeat(10_000))
  assert.match(await ada.read(deep.headers.get('location') ?? ''), /nested more than/)
  const empty = await upload(site, ada, 'empty.bib', '')
  assert.equal(empty.status, 400)
  const huge = await upload(site, ada, 'huge.bib', Buffer.alloc(33 * 1024 * 1024, ' '))
  assert.equal(huge.status, 400)
})

test('papers of arXiv that are not held are asked for, however often it breaks off', async () => {
  const [wanted] = inventedPapers(1)
  assert.ok(wanted)
  await using arxiv = await playArxiv({ papers: [wanted] })
  await using site = await openSite(papers)
  const ada = await site.as('Ada')
  const text = `2611.00001\n${wanted.id}\n2611.99999\nacl:N19-1001\n`
  const answer = await ada.post('/library/import', { text })
  const report = answer.headers.get('location') ?? ''
  assert.match(await ada.read(report), /being asked for/)

  const stopped = AbortSignal.abort()
  await workOnImports(site.store, { arxiv: arxiv.query }, stopped)
  await workOnImports(site.store, { arxiv: arxiv.query }, AbortSignal.timeout(20_000))

  const [brought] = await importsOf(site.store, ada.reader.id)
  assert.deepEqual(brought?.counts, { waiting: 0, held: 1, brought: 1, aside: 2 })
  const page = await ada.read(report)
  assert.match(page, /arXiv does not know it either/)
  assert.match(page, /does not hold acl:N19-1001, and cannot ask/)
  assert.equal((await savedOf(site.store, ada.reader.id)).size, 2)
})

const entry = (key: string, more: Record<string, unknown>) => ({
  key,
  data: { itemType: 'preprint', title: `On the number ${key}`, creators: [], ...more },
})

test('Zotero is asked on one’s own machine, page by page', async () => {
  const many = Array.from({ length: 130 }, (_, i) =>
    entry(`K${i}`, {
      title: `Something else ${i}`,
      url: `https://arxiv.org/abs/2511.${10_000 + i}`,
    }),
  )
  await using zotero = await playZotero({
    items: [
      entry('AAAA', {
        title: 'On the number 2611.00001',
        archiveID: 'arXiv:2611.00001',
        tags: [{ tag: 'ovens' }, { tag: 'cs.LG', type: 1 }],
        collections: ['CCCC'],
        dateAdded: '2026-11-01T10:00:00Z',
      }),
      entry('NNNN', { itemType: 'note', title: '', parentItem: 'AAAA', note: '<p>Rises.</p>' }),
      ...many,
    ],
    collections: [
      { key: 'CCCC', data: { name: 'Ovens', parentCollection: 'PPPP' } },
      { key: 'PPPP', data: { name: 'Baking', parentCollection: false } },
    ],
  })
  await using site = await openSite(papers, { signIn: 'off' })
  const app = web({ ...site.site, zotero: zotero.address })
  const page = await (await app.request('http://localhost/library/import')).text()
  const [, token = ''] = page.match(/name="token" value="([^"]+)"/) ?? []

  const answer = await app.request('http://localhost/library/import', {
    method: 'POST',
    headers: { Origin: 'http://localhost' },
    body: new URLSearchParams({ token, zotero: 'yes', beyond: 'leave' }),
  })

  assert.equal(answer.status, 303)
  assert.equal(zotero.asked.filter((path) => path.includes('/items')).length, 2)
  const [you] = await site.store.selectFrom('readers').select('id').execute()
  assert.ok(you)
  const saved = await savedOf(site.store, you.id)
  assert.deepEqual(
    [...saved].map(([paper, { tags, savedAt }]) => [paper, tags, savedAt]),
    [['2611.00001', ['cs.LG', 'ovens'], '2026-11-01T10:00:00.000Z']],
  )
  assert.deepEqual(
    (await notesOf(site.store, you.id)).map(({ body }) => body),
    ['Rises.'],
  )
  assert.match(await (await app.request('http://localhost/library')).text(), /Baking \/ Ovens/)
})

test('a Zotero that does not let programs ask, or does not run, is told of', async () => {
  await using zotero = await playZotero({ allowed: false })
  await assert.rejects(askZotero(zotero.address), { message: /does not let programs ask/ })
  await assert.rejects(askZotero('http://127.0.0.1:9'), { message: /start it/ })
  await assert.rejects(askZotero('http://192.168.1.1:23119'), { message: /this machine alone/ })
  await using site = await openSite(papers)
  const ada = await site.as('Ada')

  const answer = await ada.post('/library/import', { zotero: 'yes' })

  assert.equal(answer.status, 403)
})
