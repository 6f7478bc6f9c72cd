import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { readerNamed, setProfile } from '#accounts'
import { dayOf } from '#paper'
import { openStore } from '#store'
import { allAttacks } from '../attacks.ts'
import { keepAll, paperOn } from '../site.ts'
import { findBrowser, openBrowser, openHouse } from './house.ts'

const found = findBrowser()
const options = 'skip' in found ? { skip: found.skip } : {}

test('a browser runs nothing that others wrote, not even without our policy', options, async () => {
  if ('skip' in found) return
  const papers = allAttacks.map((attack, i) =>
    paperOn(dayOf(new Date()), `2611.3${String(i).padStart(4, '0')}`, {
      title: `Loaves ${attack.slice(0, 500)}`,
      abstract: attack,
      authors: [attack.slice(0, 200), 'Ada Lovelace'],
      comments: attack,
    }),
  )
  await using house = await openHouse({}, async (folder) => {
    await using store = await openStore(join(folder, 'broadsheet.db'))
    await keepAll(store, papers)
  })
  await using store = await openStore(join(house.folder, 'broadsheet.db'))
  const you = await readerNamed(store, 'you')
  assert.ok(you)
  await using browser = await openBrowser(found.path)
  // Without the policy of the site a single hole would do.
  const context = await browser.newContext({ bypassCSP: true, baseURL: house.address })
  const page = await context.newPage()
  const harm: string[] = []
  page.on('dialog', (dialog) => {
    harm.push(`${page.url()}: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== house.address) harm.push(request.url())
  })

  for (const path of ['/?page=1', '/?page=2', '/?page=3']) await page.goto(path)
  for (const { id } of papers.filter((_, i) => i % 4 === 0)) await page.goto(`/papers/${id}`)
  for (const attack of allAttacks.filter((_, i) => i % 6 === 0)) {
    await setProfile(store, you.id, { name: `x${attack}`, handle: 'you', about: attack })
    await page.goto('/people/you')
    await page.goto(`/search?q=${encodeURIComponent(attack.toWellFormed())}`)
  }

  assert.deepEqual(harm, [])
  await page.setContent('<script>alert("heard")</script>')
  assert.equal(harm.length, 1, 'and what runs is heard')
})
