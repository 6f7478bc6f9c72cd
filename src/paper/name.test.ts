import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nameKey } from '#paper'

const names = [
  ['Łukasz Kaiser', 'lukasz-kaiser'],
  ['Lukasz  Kaiser', 'lukasz-kaiser'],
  ['José A. Méndez-Núñez', 'jose-a-mendez-nunez'],
  ["Miles O'Brien", 'miles-o-brien'],
  ['Søren Weiß', 'soren-weiss'],
  ["Ren\\'e Falk", 'rene-falk'],
  ["Ren{\\'e} Falk", 'rene-falk'],
  ['{\\O}ystein {\\AA}s', 'oystein-as'],
  ['Ra\\v{s}a \\L ukasz', 'rasa-lukasz'],
  ['张伟', '张伟'],
  ['  ', ''],
] as const

for (const [name, key] of names) {
  test(`the key of “${name}” is “${key}”`, () => assert.equal(nameKey(name), key))
}
