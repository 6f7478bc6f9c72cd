import assert from 'node:assert/strict'
import { test } from 'node:test'
import { categoryCodes, categoryName, fieldOf } from '#paper'

test('a category has a name in words, and one nobody knows keeps its code', () => {
  assert.equal(categoryName('cs.LG'), 'Machine Learning')
  assert.equal(categoryName('toString'), 'toString')
})

test('every category belongs to a field', () => {
  assert.equal(fieldOf('math.GT'), 'Mathematics')
  assert.equal(fieldOf('cond-mat.soft'), 'Physics')
  assert.equal(fieldOf('cmp-lg'), 'Computer Science')
  assert.equal(fieldOf('68T45'), 'Other')
  assert.ok(categoryCodes.every((code) => fieldOf(code) !== 'Other'))
})
