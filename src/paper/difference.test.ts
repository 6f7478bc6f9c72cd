import assert from 'node:assert/strict'
import { test } from 'node:test'
import { array, assert as holds, constantFrom, property } from 'fast-check'
import { difference } from './difference.ts'

const brief = (old: string, now: string) =>
  difference(old, now).map(
    ({ kind, text }) => `${{ same: ' ', gone: '-', come: '+' }[kind]}${text}`,
  )

test('what changed between two texts is told word by word', () => {
  const cases: [old: string, now: string, told: string[]][] = [
    ['a b c', 'a b c', [' a b c']],
    ['', '', []],
    ['', 'a b', ['+a b']],
    ['a b', '', ['-a b']],
    ['we show it holds', 'we prove it holds', [' we', '-show', '+prove', ' it holds']],
    ['a  b\nc', 'a b c', [' a b c']],
    ['with $x < 3$ here', 'with $x < 4$ here', [' with', '-$x < 3$', '+$x < 4$', ' here']],
    ['costs \\$5 now', 'costs \\$5 and $a b$ now', [' costs \\$5', '+and $a b$', ' now']],
  ]
  for (const [old, now, told] of cases) assert.deepEqual(brief(old, now), told, `${old} → ${now}`)
})

test('without what came it is the old text, without what is gone the new one', () => {
  const text = array(constantFrom('a', 'b', 'c', 'd', '$x y$'), { maxLength: 30 })
  holds(
    property(text, text, (old, now) => {
      const stretches = difference(old.join(' '), now.join(' '))
      const without = (kind: string) =>
        stretches
          .filter((one) => one.kind !== kind)
          .map((one) => one.text)
          .join(' ')
      assert.equal(without('come'), old.join(' '))
      assert.equal(without('gone'), now.join(' '))
    }),
  )
})

test('two texts that have nothing to do with each other are compared in a moment', () => {
  const stretches = difference(words('a'), words('b'))

  assert.deepEqual(
    stretches.map(({ kind }) => kind),
    ['gone', 'come'],
  )
})

const words = (letter: string) => Array.from({ length: 3000 }, (_, i) => `${letter}${i}`).join(' ')
