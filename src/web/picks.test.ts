import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPaperId } from '#paper'
import { refreshScores } from '#trending'
import { inventedPapers } from '../../test/arxiv/papers.ts'
import { playArxiv } from '../../test/arxiv/server.ts'
import { opened, person } from '../../test/people.ts'
import { openSite, paperOn } from '../../test/site.ts'
import { isOwn } from '#accounts'

const day = '2026-11-20'
const bread = readPaperId('2611.00001')
const yeast = readPaperId('2611.00002')
const old = readPaperId('1903.00001')
const papers = [
  paperOn(day, bread, { title: 'Bread' }),
  paperOn(day, yeast, { title: 'Yeast' }),
  paperOn('2019-03-01', old, { title: 'Old loaves' }),
]

/** The vote button of a paper on a page: what it does, and what it says. */
function buttonOf(page: string, paper: string): string[] {
  const [, name, pressed, label] =
    page.match(
      new RegExp(`name="(\\w+)" value="${paper}" aria-pressed="(\\w+)" aria-label="([^"]+)"`),
    ) ?? []
  return [name ?? '', pressed ?? '', label ?? '']
}

test('a vote without scripts leads back to the paper on the page, and is undone by its button', async () => {
  await using site = await openSite(papers)
  const ada = await site.as('Ada')
  assert.deepEqual(buttonOf(await ada.read('/'), bread), ['cast', 'false', 'Vote'])

  const answer = await ada.post('/votes', { cast: bread, from: '/day/2026-11-20' })
  assert.equal(answer.status, 303)
  assert.equal(answer.headers.get('Location'), `/day/2026-11-20#papers/${bread}`)
  assert.deepEqual(buttonOf(await ada.read('/'), bread), ['take', 'true', 'Vote: 1 vote so far'])

  await ada.post('/votes', { take: bread })
  assert.deepEqual(buttonOf(await ada.read('/'), bread), ['cast', 'false', 'Vote'])
})

test('readers see their own vote at once, and never that of another', async () => {
  await using site = await openSite(papers)
  const [ada, emmy] = [await site.as('Ada'), await site.as('Emmy')]
  for (const reader of [ada, emmy, site]) await reader.read('/')

  await ada.post('/votes', { cast: bread })

  assert.deepEqual(buttonOf(await ada.read('/'), bread), ['take', 'true', 'Vote: 1 vote so far'])
  assert.equal(buttonOf(await emmy.read('/'), bread)[1], 'false')
  assert.equal(buttonOf(await site.read('/'), bread)[1], 'false')
  await emmy.post('/votes', { cast: bread })
  assert.equal(buttonOf(await emmy.read('/'), bread)[2], 'Vote: 2 votes so far')
})

test('a script that votes is told how many votes there are now', async () => {
  await using site = await openSite(papers, { signIn: 'off' })

  const answer = await site.app.request('/votes', {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams({ cast: bread }),
  })

  assert.deepEqual(await answer.json(), { paper: bread, votes: 1, voted: true })
})

test('whoever is not signed in is led to sign in, and back to where they were', async () => {
  await using site = await openSite(papers)

  for (const [path, fields] of [
    ['/votes', { cast: bread }],
    ['/nominations', { act: 'nominate', paper: bread }],
    ['/front', { act: 'pick', paper: bread }],
    ['/log', { undo: '1' }],
  ] as const) {
    const answer = await site.app.request(path, {
      method: 'POST',
      headers: { Referer: 'http://localhost/day/2026-11-20' },
      body: new URLSearchParams(fields),
    })
    assert.equal(answer.status, 303, path)
    assert.equal(answer.headers.get('Location'), '/sign-in?from=%2Fday%2F2026-11-20', path)
  }
})

test('a paper is nominated by its id, by a link, or by looking it up', async () => {
  await using site = await openSite(papers)
  await site.search.refresh()
  const ada = await site.as('Ada')

  for (const asked of [bread, `https://arxiv.org/pdf/${bread}v2`, 'Bread']) {
    const page = await ada.read(`/nominations?q=${encodeURIComponent(asked)}`)
    assert.match(page, new RegExp(`name="paper" value="${bread}"`), asked)
  }
  await ada.post('/nominations', { act: 'nominate', paper: bread })

  assert.match(await ada.read('/nominations'), /For the front page.*Bread.*@ada.*1 of 3 endorse/s)
  assert.match(await ada.read(`/papers/${bread}`), /Withdraw/)
  await ada.post('/nominations', { act: 'withdraw', paper: bread })
  assert.match(await ada.read('/nominations'), /Nothing is waiting/)
})

test('a paper that is not here is brought in by its id, and can be nominated then', async () => {
  const [wanted] = inventedPapers(1)
  assert.ok(wanted)
  await using arxiv = await playArxiv({ papers: [wanted] })
  await using site = await openSite(papers, { arxivQuery: arxiv.query })
  const ada = await site.as('Ada')
  assert.match(
    await ada.read(`/nominations?q=${wanted.id}`),
    /holds no paper.*Bring it in from arXiv/s,
  )

  const answer = await ada.post('/nominations', { act: 'fetch', paper: wanted.id })

  assert.equal(answer.status, 303)
  const page = await ada.read(answer.headers.get('Location') ?? '')
  assert.match(page, new RegExp(`name="paper" value="${wanted.id}"`))
  const again = await ada.post('/nominations', { act: 'fetch', paper: 'doi:10.1/none' })
  assert.equal(again.status, 400)
})

test('an old paper is offered to topics, and stands on the page of its topic when picked', async () => {
  await using site = await openSite(papers)
  const grace = await site.as('Grace', 'curator')
  const page = await grace.read(`/papers/${old}`)
  assert.match(page, /More than 14 days old: for topics only/)
  assert.doesNotMatch(page, /Nominate for the front page/)

  await grace.post('/front', { act: 'pick', paper: old, topic: 'cs.LG', line: 'A classic' })

  const topic = await site.read('/categories/cs.LG')
  assert.match(topic, /<h2>Picked<\/h2>.*Old loaves.*A classic.*@grace/s)
  const refused = await grace.post('/front', { act: 'pick', paper: old })
  assert.equal(refused.status, 400)
  assert.match(await refused.text(), /Nominate this one to a topic instead/)
})

test('the picks of a day stand first on its page, once, in their order, with their lines', async () => {
  await using site = await openSite(papers)
  const grace = await site.as('Grace', 'curator')
  assert.match(await site.read('/'), /No paper has been picked.*Nominate one/s)

  for (const paper of [bread, yeast]) await grace.post('/front', { act: 'pick', paper })
  await grace.post('/front', { to: '0', paper: yeast })
  const line = 'Rises <img src=x onerror=alert(1)> & falls'
  await grace.post('/front', { act: 'line', paper: yeast, line })

  const page = await site.read('/')
  assert.match(page, /Front page.*Yeast.*Rises &lt;img[^<>]*&gt; &amp; falls.*Bread/s)
  assert.equal(page.match(/<h3/g)?.length, 2)
  assert.match(await site.read(`/papers/${yeast}`), /On the front page of 20 November 2026/)
})

test('readers see no desk, and what they post to it is refused', async () => {
  await using site = await openSite(papers)
  const ada = await site.as('Ada')

  assert.equal((await ada.get('/front')).status, 403)
  assert.equal((await ada.post('/front', { act: 'pick', paper: bread })).status, 403)
  assert.equal((await (await site.as('Grace', 'curator')).get('/front')).status, 200)
})

test('the public log tells who did what, and offers to take back what one may', async () => {
  await using site = await openSite(papers)
  const [ada, emmy] = [await site.as('Ada'), await site.as('Emmy')]
  const grace = await site.as('Grace', 'curator')
  await ada.post('/nominations', { act: 'nominate', paper: bread })
  await grace.post('/front', { act: 'pick', paper: bread })

  assert.match(await site.read('/log'), /@grace.*picked for the front page of.*Bread.*@ada/s)
  assert.deepEqual([await offers(ada), await offers(emmy), await offers(grace)], [1, 0, 2])

  const [, place = ''] = (await grace.read('/log')).match(/name="undo" value="(\d+)"/) ?? []
  assert.equal((await emmy.post('/log', { undo: place })).status, 403)
  await grace.post('/log', { undo: place })
  assert.match(await site.read('/log'), /took off.*by taking back an earlier act.*taken back/s)
  assert.match(await site.read('/'), /No paper has been picked/)
})

/** How many acts a reader is offered to take back. */
const offers = async (reader: { read(path: string): Promise<string> }) =>
  (await reader.read('/log')).match(/name="undo" value="\d+"/g)?.length ?? 0

test('a new account is told when it may nominate again', async () => {
  const many = Array.from({ length: 6 }, (_, i) => paperOn(day, `2611.1000${i}`))
  await using site = await openSite(many)
  await person(site.store, 'The first', { joined: opened })
  const eve = await site.as('Eve')

  for (const { id } of many.slice(0, 5)) {
    const answer = await eve.post('/nominations', { act: 'nominate', paper: id ?? '' })
    assert.equal(answer.status, 303)
  }
  const refused = await eve.post('/nominations', { act: 'nominate', paper: many[5]?.id ?? '' })

  assert.equal(refused.status, 429)
  assert.match(await refused.text(), /again on 2026-11-21 at 12:00 UTC/)
})

test('trending keeps to the days asked for, and invites where nobody has voted', async () => {
  await using site = await openSite(papers)
  const ada = await site.as('Ada')
  assert.match(await site.read('/trending'), /Nobody has voted.*the latest papers.*Yeast/s)
  await ada.post('/votes', { cast: bread })
  await ada.post('/votes', { cast: old })
  await refreshScores(site.store)
  const titles = async (path: string) =>
    [...(await site.read(path)).matchAll(/<h2[^>]*><a[^>]*>([^<]+)/g)].map(([, title]) => title)

  assert.deepEqual(await titles('/trending?window=week'), ['Bread'])
  assert.deepEqual(await titles('/trending?from=2019-01-01&to=2019-12-31'), ['Old loaves'])
  assert.deepEqual(await titles('/trending?to=2020-01-01'), ['Old loaves'])
  assert.deepEqual(await titles('/trending?from=2026-01-01'), ['Bread'])
  assert.deepEqual(await titles('/trending?window=all'), ['Bread', 'Old loaves'])
  assert.deepEqual(await titles('/trending?window=all&category=math.CO'), [])
  assert.deepEqual(await titles('/trending?window=day&category=math.CO'), [])
  assert.equal((await site.get('/trending?from=yesterday')).status, 400)
})

test('where nobody voted for anything of late, trending begins with what there is', async () => {
  await using site = await openSite(papers)
  const ada = await site.as('Ada')
  await ada.post('/votes', { cast: old })
  await refreshScores(site.store)

  const page = await site.read('/trending')

  assert.match(page, /Papers of all time.*aria-current="page">All time.*Old loaves/s)
  assert.match(await site.read('/trending?window=week'), /Nobody has voted/)
})

test('a score is taken apart on a page, by the numbers of the page about ranking', async () => {
  await using site = await openSite(papers)
  await person(site.store, 'The first', { joined: opened })
  const grace = await site.as('Grace', 'curator')
  const eve = await site.as('Eve')
  assert.match(await site.read(`/score/${bread}`), /This paper has no score yet/)
  for (const reader of [grace, eve]) await reader.post('/votes', { cast: bread })
  await refreshScores(site.store)

  const page = await site.read(`/score/${bread}`)

  assert.match(page, /2 votes cast.*1 reader by themselves.*1 reader whose account is new/s)
  assert.match(page, /log₂\(1 \+ 1 \+ 2\) − 0.00 = 2.00/)
  assert.match(await site.read('/about/ranking'), /a paper begins with 2 votes/)
})

test('votes from the network of the house are not told apart, others are', () => {
  for (const [address, own] of [
    ['127.0.0.1', true],
    ['::1', true],
    ['::ffff:192.168.1.7', true],
    ['10.9.8.7', true],
    ['172.20.0.1', true],
    ['fd12:3456::1', true],
    ['fe80::1%eth0', true],
    ['172.32.0.1', false],
    ['203.0.113.7', false],
    ['2001:db8::1', false],
    ['::ffff:203.0.113.7', false],
    [undefined, false],
  ] as const) {
    assert.equal(isOwn(address), own, address)
  }
})
