import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeOne } from '#catalog'
import { readPaperId } from '#paper'
import { keepAll, openSite, paperOn } from '../../test/site.ts'

const may = '2026-05-07T10:00:00Z'
const june = '2026-06-07T10:00:00Z'
const first = paperOn('2026-05-08', '2605.00001', {
  title: 'On clocks',
  abstract: 'We time $x < 3$ networks slowly.',
  publishedAt: may,
  updatedAt: may,
  versions: [{ number: 1, at: may }],
  asOf: may,
})
const second = {
  ...first,
  abstract: 'We time $x < 4$ networks slowly & well.',
  updatedAt: june,
  versions: [
    { number: 1, at: may },
    { number: 2, at: june },
  ],
  asOf: june,
}

test('the page of a paper says what changed between its versions', async () => {
  await using site = await openSite([first])
  assert.doesNotMatch(await site.read('/papers/2605.00001'), /Versions/)
  await keepAll(site.store, [second])

  const page = await site.read('/papers/2605.00001')

  assert.match(page, /What changed from v1 to v2/)
  assert.match(page, /The title stayed the same/)
  assert.match(page, /<del><span class="unseen">gone: <\/span><math>.*?3.*?<\/math><\/del>/)
  assert.match(page, /<ins><span class="unseen">new: <\/span>slowly &amp; well\.<\/ins>/)
})

test('a withdrawn paper is marked wherever it stands', async () => {
  const withdrawn = {
    ...first,
    standing: 'withdrawn' as const,
    license: 'http://creativecommons.org/licenses/by/4.0/',
  }
  await using site = await openSite([withdrawn])

  const [page, day] = [await site.read('/papers/2605.00001'), await site.read('/day/2026-05-08')]

  assert.match(page, /This paper was withdrawn/)
  assert.match(page, />CC BY 4.0</)
  assert.match(day, /<strong>Withdrawn<\/strong>/)
})

test('an id that a paper also has leads to it, and is named there', async () => {
  const doi = readPaperId('doi:10.1000/7')
  await using site = await openSite([first, { ...first, id: doi }])
  await makeOne(site.store, { paper: doi, into: readPaperId('2605.00001'), reason: 'a test' })

  const answer = await site.get('/papers/doi:10.1000/7')

  assert.equal(answer.status, 301)
  assert.equal(answer.headers.get('location'), '/papers/2605.00001')
  assert.match(await site.read('/papers/2605.00001'), /Also known as<\/dt><dd>doi:10.1000\/7/)
})
