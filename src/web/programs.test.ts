import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../test/site.ts'
import { routes } from '../api/api.ts'

test('people read of every call and every problem on one page', async () => {
  await using site = await openSite([])

  const page = await site.read('/api')

  for (const { name, path } of routes) {
    assert.ok(page.includes(`<details id="${name}">`), name)
    assert.ok(page.includes(path), path)
  }
  assert.match(page, /<div id="problem-too-many">/)
  assert.doesNotMatch(page, /<script(?! type="module" src="\/assets\/)/)
})

test('a problem leads to where its kind is described', async () => {
  await using site = await openSite([])

  const problem: unknown = await (await site.get('/api/v1/nothing')).json()

  const { type } = Object(problem)
  const [path, id] = String(type).split('#')
  assert.ok((await site.read(path ?? '')).includes(`id="${id}"`), String(type))
})
