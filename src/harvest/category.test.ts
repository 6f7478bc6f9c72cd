import assert from 'node:assert/strict'
import { test } from 'node:test'
import { categoryCodes } from '#paper'
import { categoriesAmong } from './category.ts'

test('every category of arXiv is one, old or new', () => {
  assert.deepEqual(categoriesAmong(categoryCodes), categoryCodes)
  assert.deepEqual(categoriesAmong(['cs.ZZ', 'acc-phys', 'q-bio']), ['cs.ZZ', 'acc-phys', 'q-bio'])
})

test('classes of other schemes and words that slipped in are none', () => {
  const others = ['68T45', '68T45, 62H30', 'I.5.3', 'I.2.10; J.3', 'A.I', 'na', 'bio.QM', '', 'cs.']
  assert.deepEqual(categoriesAmong([...others, 'Deep Learning', 'cs.LG.x', 'constructor']), [])
})

test('a category named twice is one', () => {
  assert.deepEqual(categoriesAmong(['cs.LG', 'stat.ML', 'cs.LG']), ['cs.LG', 'stat.ML'])
})
