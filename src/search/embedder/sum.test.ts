import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { compiled } from './build-wasm.ts'
import { rowsOf } from './sum.ts'

test('rows are added up as plain arithmetic adds them up', () => {
  const whole = fc.integer({ min: -127, max: 127 })
  const table = fc
    .record({ dimension: fc.integer({ min: 1, max: 40 }), count: fc.integer({ min: 1, max: 9 }) })
    .chain(({ dimension, count }) =>
      fc.record({
        dimension: fc.constant(dimension),
        rows: fc.array(whole, { minLength: dimension * count, maxLength: dimension * count }),
        wanted: fc.array(
          fc.record({ id: fc.nat(count - 1), factor: fc.double({ min: -4, max: 4, noNaN: true }) }),
          { maxLength: 12 },
        ),
      }),
    )
  fc.assert(
    fc.property(table, ({ dimension, rows, wanted }) => {
      const held = rowsOf(Int8Array.from(rows), dimension, 12)
      wanted.forEach(({ id, factor }, i) => {
        held.ids[i] = id
        held.factors[i] = factor
      })
      const sum = held.sum(wanted.length)

      assert.equal(sum.length, dimension)
      for (let c = 0; c < dimension; c++) {
        const plain = wanted.reduce(
          (so, { id, factor }) => so + rows[id * dimension + c]! * factor,
          0,
        )
        assert.ok(Math.abs(sum[c]! - plain) < 1e-3 * (1 + Math.abs(plain)), `column ${c}`)
      }
    }),
  )
})

test('the binary that is committed is what its source becomes', () => {
  const committed = readFileSync(new URL('sum-binary.ts', import.meta.url), 'utf8')

  assert.equal(compiled(), committed)
})
