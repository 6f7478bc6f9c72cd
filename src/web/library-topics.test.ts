import assert from 'node:assert/strict'
import { test } from 'node:test'
import { topicsOf } from '#library'
import { watchesOf } from '#watches'
import { openSite, paperOn } from '../../test/site.ts'

const about = (id: string, title: string, abstract: string) =>
  paperOn('2026-11-20', id, { title, abstract, authors: [`Author ${id}`] })

const bread = Array.from({ length: 9 }, (_, i) =>
  about(
    `2611.0000${i}`,
    `Sourdough fermentation and oven heat, part ${i}`,
    'We bake sourdough bread and measure yeast fermentation, crumb and oven heat.',
  ),
)
const stars = Array.from({ length: 20 }, (_, i) =>
  about(
    `2611.001${String(i).padStart(2, '0')}`,
    `Spectra of distant galaxies, survey ${i}`,
    'We observe redshifts of galaxies and quasars with a telescope survey of the sky.',
  ),
)

/** The part of the page of a topic that tells what is in it. */
const inside = (text: string) => text.slice(0, text.indexOf('class="section below"'))

test('a topic is drawn from five papers, fills itself, is watched, and is undone', async () => {
  await using site = await openSite([...bread, ...stars])
  await site.search.refresh()
  const ada = await site.as('Ada')
  const examples = bread.slice(0, 5).map(({ id }) => id)

  const made = await ada.post('/library/topics', {
    name: 'Bread',
    examples: examples.join('\n'),
  })
  const at = made.headers.get('location') ?? ''
  const page = await ada.read(at)

  assert.match(page, /The topic is made/)
  assert.match(inside(page), /Sourdough fermentation and oven heat, part 7/)
  assert.doesNotMatch(inside(page), /distant galaxies/)
  const counts = [...page.matchAll(/<meter value="(\d+)"/g)].map(([, n]) => Number(n))
  assert.equal(counts.length, 8)
  assert.deepEqual(
    counts,
    counts.toSorted((a, b) => a - b),
    'a lower threshold lets in more',
  )
  const path = at.split('?')[0] ?? ''
  await ada.post(`${path}/watch`)
  const [watch] = await watchesOf(site.store, ada.reader.id)
  assert.equal(watch?.name, 'Bread')
  assert.equal(watch?.about, 'query')
  assert.match(await ada.read(path), /Stop telling me/)

  await ada.post(`${path}/threshold`, { threshold: '0.9' })
  await ada.post(`${path}/example`, { unlike: String(bread[7]?.id) })
  const [topic] = await topicsOf(site.store, ada.reader.id)
  assert.deepEqual([topic?.threshold, topic?.unlike], [0.9, [bread[7]?.id]])
  assert.doesNotMatch(inside(await ada.read(`${path}?threshold=0.1`)), /entry"[^]*part 7/)

  const [, undoing = ''] = page.match(/name="act" value="(\w+)"/) ?? []
  await ada.post('/library/undo', { act: undoing, from: '/library/topics' })
  assert.deepEqual(await topicsOf(site.store, ada.reader.id), [])
})

test('a topic that was deleted comes back with its examples', async () => {
  await using site = await openSite(bread)
  const ada = await site.as('Ada')
  for (const { id } of bread.slice(0, 3)) await ada.post('/saves', { save: String(id) })
  const made = await ada.post('/library/act', {
    do: 'topic',
    topic: 'Bread',
    whole: 'yes',
    from: '/library',
  })
  const path = made.headers.get('location')?.split('?')[0] ?? ''
  const before = await topicsOf(site.store, ada.reader.id)
  assert.equal(before[0]?.like.length, 3)

  const gone = await ada.post(`${path}/drop`)
  assert.deepEqual(await topicsOf(site.store, ada.reader.id), [])
  const page = await ada.read(gone.headers.get('location') ?? '')
  const [, undoing = ''] = page.match(/name="act" value="(\w+)"/) ?? []
  await ada.post('/library/undo', { act: undoing, from: '/library' })

  assert.deepEqual(await topicsOf(site.store, ada.reader.id), before)
})

test('a topic needs an example that is held here', async () => {
  await using site = await openSite(bread)
  const ada = await site.as('Ada')

  const answer = await ada.post('/library/topics', { name: 'Bread', examples: '2699.00001' })

  assert.equal(answer.status, 400)
  assert.match(await answer.text(), /at least one example that is held here/)
})
