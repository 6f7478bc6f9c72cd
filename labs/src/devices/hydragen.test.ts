import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openKernels } from '../kernels/kernels.ts'
import { sharing } from './prefixes.ts'

const k = await openKernels('wasm', 2 ** 25)

test('sharing changes nothing, for one sequence, for many, and down a tree', () => {
  const trees = [
    [{ branches: 1, length: 5 }],
    [
      { branches: 1, length: 1 },
      { branches: 1, length: 1 },
    ],
    [
      { branches: 1, length: 100 },
      { branches: 17, length: 3 },
    ],
    [
      { branches: 1, length: 30 },
      { branches: 3, length: 7 },
      { branches: 2, length: 11 },
      { branches: 4, length: 2 },
    ],
  ]
  for (const levels of trees) {
    const { apart } = sharing(k, levels, 16, 'law')
    assert.ok(apart < 1e-5, `${JSON.stringify(levels)}: ${apart}`)
  }
})

test('nothing shared and nothing of one’s own are both allowed', () => {
  const none = { branches: 1, length: 0 }
  const some = { branches: 4, length: 6 }
  assert.ok(sharing(k, [none, some], 16, 'law').apart < 1e-5)
  assert.ok(
    sharing(
      k,
      [
        { ...some, branches: 1 },
        { branches: 4, length: 0 },
      ],
      16,
      'law',
    ).apart < 1e-5,
  )
})

const bytesFor = (sequences: number) =>
  sharing(
    k,
    [
      { branches: 1, length: 500 },
      { branches: sequences, length: 1 },
    ],
    16,
    'x',
  ).bytes

test('what is shared is read once: a further sequence reads its scores and itself', () => {
  const [one, many] = [bytesFor(1), bytesFor(20)]

  assert.ok(one > 2 * 500 * 16 * 4)
  assert.ok((many - one) / 19 < one / 10, `${one} ${many}`)
})
