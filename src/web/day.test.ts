import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aDay, keepAll, openSite, paperOn, putTogether } from '../../test/site.ts'

const monday = paperOn('2026-11-16', '2611.10001')
const friday = paperOn('2026-11-20', '2611.10002', { categories: ['cs.CV', 'cs.LG'] })
const alsoFriday = paperOn('2026-11-20', '2611.10003', { title: 'Another of that day' })

test('the front page is the latest day that has papers, until today', async () => {
  await using site = await openSite([monday, paperOn('2026-11-23', '2611.10009')])

  const page = await site.read('/')

  assert.match(page, /<h1><time datetime="2026-11-16">Monday, 16 November 2026<\/time><\/h1>/)
  assert.match(page, /<a href="\/papers\/2611\.10001">On the number 2611\.10001<\/a>/)
  assert.match(page, /Ada Lovelace and Emmy Noether/)
  assert.doesNotMatch(page, /2611\.10009/)
})

test('before anything was harvested the front page is the starter edition by its headings', async () => {
  await using site = await openSite([])
  await putTogether(site.store, { id: 'starter', name: 'First', day: aDay('2026-11-01') }, [
    { record: { ...monday, abstract: '', summary: 'Our words.' }, section: 'Counting' },
    { record: alsoFriday, section: 'Weighing' },
  ])

  const page = await site.read('/')

  assert.match(page, /<h1>First<\/h1>/)
  assert.match(page, /<h2>Counting<\/h2>.*Our words\..*<h2>Weighing<\/h2>/s)
  assert.match(page, /Bring in today’s papers with <code class="command">\.\/broadsheet harvest/)
  await keepAll(site.store, [friday])
  assert.match(await site.read('/'), /Friday, 20 November 2026/)
})

test('an empty house says how to bring papers in', async () => {
  await using site = await openSite([])

  const response = await site.get('/')

  assert.equal(response.status, 200)
  assert.match(await response.text(), /No papers yet.*broadsheet harvest arxiv.*broadsheet import/s)
})

test('a day leads to the days before and after it that have papers', async () => {
  await using site = await openSite([monday, paperOn('2026-11-18', '2611.10005'), friday])

  const page = await site.read('/day/2026-11-18')

  assert.match(page, /<a href="\/day\/2026-11-16" rel="prev"/)
  assert.match(page, /<a href="\/day\/2026-11-20" rel="next"/)
})

test('a weekend and a holiday lead to the last day that has papers, and say so', async () => {
  await using site = await openSite([friday, paperOn('2026-11-25', '2611.10006')], {
    today: '2026-12-05T12:00:00Z',
  })

  const weekend = await site.get('/day/2026-11-21')
  const holiday = await site.get('/day/2026-11-27')

  assert.equal(weekend.headers.get('Location'), '/day/2026-11-20?for=2026-11-21')
  assert.equal(holiday.headers.get('Location'), '/day/2026-11-25?for=2026-11-27')
  assert.match(
    await site.read('/day/2026-11-20?for=2026-11-21'),
    /arXiv announces nothing for Saturday, 21 November 2026, a weekend/,
  )
  assert.match(
    await site.read('/day/2026-11-25?for=2026-11-27'),
    /Friday, 27 November 2026, a holiday/,
  )
})

test('a day to come, and one without papers, explain and lead on', async () => {
  await using site = await openSite([monday, friday])

  const future = await site.get('/day/2027-01-04')
  const gap = await site.get('/day/2026-11-18')

  assert.equal(future.status, 404)
  assert.match(await future.text(), /Monday, 4 January 2027 is yet to come/)
  assert.equal(gap.status, 404)
  assert.match(await gap.text(), /href="\/day\/2026-11-16".*href="\/day\/2026-11-20"/s)
})

test('a field leads to any day', async () => {
  await using site = await openSite([monday])

  assert.match(await site.read('/'), /<form class="to-day" action="\/day">.*name="day"/s)
  assert.equal((await site.get('/day?day=2026-11-16')).headers.get('Location'), '/day/2026-11-16')
})

test('what is not a day is refused with an example of one', async () => {
  await using site = await openSite([monday])

  const response = await site.get('/day/2026-02-30')

  assert.equal(response.status, 400)
  assert.match(await response.text(), /“2026-02-30” is not a day. Days look like 2026-11-20/)
})

test('a day counts its categories, and shows one of them alone', async () => {
  await using site = await openSite([friday, alsoFriday])

  const all = await site.read('/day/2026-11-20')
  const one = await site.read('/day/2026-11-20?category=cs.CV')

  assert.match(all, /category=cs\.LG">Machine Learning <span class="number">2</)
  assert.match(
    all,
    /category=cs\.CV">Computer Vision and Pattern Recognition <span class="number">1</,
  )
  assert.match(one, /2611\.10002/)
  assert.doesNotMatch(one, /2611\.10003/)
})

test('a day of many papers has pages of sixty', async () => {
  const many = Array.from({ length: 130 }, (_, i) =>
    paperOn('2026-11-20', `2611.2${String(i).padStart(4, '0')}`),
  )
  await using site = await openSite(many)

  const counts = []
  for (const page of [1, 2, 3, 4]) {
    counts.push(
      (await site.read(`/day/2026-11-20?page=${page}`)).match(/class="entry"/g)?.length ?? 0,
    )
  }

  assert.deepEqual(counts, [60, 60, 10, 0])
  assert.match(await site.read('/day/2026-11-20?page=2'), /Page 2 of 3/)
  assert.match(await site.read('/day/2026-11-20?page=4'), /There are only 3 pages/)
})

test('a week and a month show their papers by day, a month also as a calendar', async () => {
  await using site = await openSite([monday, friday, alsoFriday])

  const week = await site.read('/week/2026-W47')
  const month = await site.read('/month/2026-11')

  assert.match(week, /<h1>Week 47 of 2026<\/h1>/)
  assert.match(week, /Friday, 20 November 2026<\/time>.*Monday, 16 November 2026<\/time>/s)
  assert.match(month, /<time datetime="2026-11-20">20<\/time> <span class="number">2</)
  assert.match(month, /rel="prev"[^>]*>← October 2026/)
})

test('there is no week 60 and no month 13', async () => {
  await using site = await openSite([])

  assert.equal((await site.get('/week/2026-W60')).status, 400)
  assert.equal((await site.get('/month/2026-13')).status, 400)
})
