import { beginning } from '../../codec.ts'
import { mat, type Mat, row } from '../../mat.ts'
import type { Mixer } from '../../mixers/mixer.ts'
import { headOf } from '../../model/attention.ts'
import { trunk } from '../../session/trunk.ts'
import type { Experiment, Stage } from '../experiment.ts'
import type { Knob } from '../lab.ts'

/** Letters that fit in a picture. */
const shown = 48

/**
 * Whom each letter of a text listens to: the mixer's matrix over the model's own queries, keys and values
 * of one layer and head.
 */
export function looks(of: {
  readonly says: string
  readonly knobs: readonly Knob[]
  mixer(stage: Stage): Mixer
}): Experiment {
  return {
    name: 'looks',
    title: 'Who listens to whom',
    says: of.says,
    model: 'byte',
    reads: true,
    knobs: [
      ...of.knobs,
      { name: 'layer', says: 'Layer', least: 1, most: 4, usual: 2 },
      { name: 'head', says: 'Head', least: 1, most: 4, usual: 1 },
    ],
    plots: [],
    grids: [
      {
        name: 'matrix',
        title: 'The matrix of the mixer',
        x: 'what is listened to',
        y: 'who listens',
      },
    ],
    panels: [{ name: 'read', title: 'The letters, in order', legend: { plain: 'read' } }],
    *run(stage) {
      const text = stage.text.subarray(0, shown)
      yield {
        kind: 'text',
        panel: 'read',
        pieces: [{ text: new TextDecoder().decode(text), weight: 0, state: 'plain' }],
      }
      const mixer = of.mixer(stage)
      const [q, keys, values] = headInputs(stage, stage.codec.encode(text))
      const inputs = mixer.inputs(q.cols).map(({ name, width }) => {
        const own = { query: q, key: keys, value: values }[name]
        return own ?? gateOf(q, keys, width)
      })
      const matrix = mixer.matrix?.(inputs)
      if (!matrix) return
      const rows: number[][] = []
      for (let t = 0; t < matrix.rows; t++) {
        const most = row(matrix, t).reduce((a, b) => Math.max(a, Math.abs(b)), 1e-9)
        rows.push([...row(matrix, t)].map((x) => Math.abs(x) / most))
        yield { kind: 'grid', grid: 'matrix', rows: [...rows] }
        yield { kind: 'progress', done: t + 1, of: matrix.rows }
      }
    },
  }
}

/** Queries, keys and values of one head for each letter, as numbers of their own. */
function headInputs(stage: Stage, letters: Int32Array): [Mat, Mat, Mat] {
  const { k, lm } = stage
  const { headWidth, heads, kvHeads } = lm.spec
  const [layer, head] = [stage.knob('layer') - 1, stage.knob('head') - 1]
  const taken: Mat[] = []
  k.memory.scope(() => {
    trunk(k, lm, Int32Array.of(beginning, ...letters), (i, q, keys, values) => {
      if (i !== Math.min(layer, lm.spec.layers - 1)) return
      const own = Math.min(head, heads - 1)
      const shared = Math.floor((own * kvHeads) / heads)
      taken.push(
        ...[
          headOf(q, own, headWidth),
          headOf(keys, shared, headWidth),
          headOf(values, shared, headWidth),
        ].map(copied),
      )
    })
  })
  return [taken[0], taken[1], taken[2]]
}

/** Without the first row, the beginning mark's. */
function copied(m: Mat): Mat {
  const own = mat(m.rows - 1, m.cols)
  for (let i = 1; i < m.rows; i++) row(own, i - 1).set(row(m, i))
  return own
}

/** A gate or a score, for a mixer that wants one and a model that has none: q · k / √d of each letter. */
function gateOf(q: Mat, keys: Mat, width: number): Mat {
  const gate = mat(q.rows, width)
  for (let i = 0; i < q.rows; i++) {
    const score = row(q, i).reduce((sum, x, c) => sum + x * row(keys, i)[c], 0)
    row(gate, i).fill(score / Math.sqrt(q.cols))
  }
  return gate
}
