import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { arena } from './arena.ts'
import type { Experiment } from './experiment.ts'
import { labs } from './labs.ts'
import { manifest } from './manifest.ts'
import { perform } from './perform.ts'
import { sample } from './sample.ts'
import { gathering, type Outcome, type Settings, type Telling } from './telling.ts'

/** The laws of experiments, held by every one of them. */
const shelf = (model: string) =>
  Promise.resolve(readFileSync(new URL(`../../checkpoints/${model}.ckpt`, import.meta.url)))

/** Settings under which an experiment is quick. */
function small(method: string, experiment: Experiment): Settings {
  const quick: Record<string, number> = {
    examples: 5,
    length: 16,
    times: 3,
    episodes: 5,
    formats: 2,
    tokens: 256,
  }
  const knobs = experiment.knobs.flatMap(({ name, least }) => {
    const value = quick[name]
    return value === undefined ? [] : [[name, Math.max(least, value)] as const]
  })
  const text = sample.slice(0, 120)
  return {
    method,
    experiment: experiment.name,
    seed: 'test',
    knobs: Object.fromEntries(knobs),
    text,
  }
}

async function run(settings: Settings): Promise<{ told: Telling[]; outcome: Outcome }> {
  const { telling, outcome } = await perform(settings, shelf)
  const told: Telling[] = []
  for (let next = telling.next(); !next.done; next = telling.next()) told.push(next.value)
  return { told, outcome: outcome() }
}

/** An outcome without the times of this machine. */
function untimed({ plots }: Experiment, outcome: Outcome): Outcome {
  const timed = plots.filter((plot) => plot.timed).map(({ name }) => name)
  const kept = Object.entries(outcome.plots).filter(([name]) => !timed.includes(name))
  return { ...outcome, plots: Object.fromEntries(kept), ms: 0 }
}

const all = [
  ...labs.map(({ method, experiments }) => ({ method, experiments })),
  { method: 'arena', experiments: arena },
]

for (const { method, experiments } of all) {
  for (const experiment of experiments) {
    test(`${method}, ${experiment.name}: tells what it said it would, and the same every time`, async () => {
      const settings = small(method, experiment)
      const { told, outcome } = await run(settings)

      for (const plot of experiment.plots) {
        const drawn = Object.keys(outcome.plots[plot.name] ?? {})
        const known = plot.series.map(({ name }) => name)
        assert.ok(drawn.length > 0, `nothing drawn in ${plot.name}`)
        assert.ok(
          drawn.every((name) => known.includes(name)),
          drawn.join(', '),
        )
      }
      for (const one of told) {
        if (one.kind === 'point')
          assert.ok(Number.isFinite(one.x) && Number.isFinite(one.y), one.series)
        if (one.kind === 'figure') assert.ok(Number.isFinite(one.value), one.name)
      }
      const done = told.findLast((one) => one.kind === 'progress')
      assert.equal(done?.kind === 'progress' && done.done / done.of, 1)
      assert.ok(experiment.panels?.every(({ name }) => name in outcome.texts) ?? true)
      assert.ok(experiment.grids?.every(({ name }) => name in outcome.grids) ?? true)
      const again = await run(settings)
      assert.deepEqual(untimed(experiment, again.outcome), untimed(experiment, outcome))
    })
  }
}

test('what is not there or cannot be set so is refused in a sentence that says what can', async () => {
  const base: Settings = { method: 'streaming-llm', experiment: '', seed: '', knobs: {}, text: '' }
  const cases: [Partial<Settings>, RegExp][] = [
    [{ method: 'alchemy' }, /no method “alchemy”; there are arena, aaren/],
    [{ experiment: 'gold' }, /no experiment “gold” of streaming-llm; there are reading, frontier/],
    [{ knobs: { slots: 4 } }, /slots is 4; it goes from 8 to 512/],
    [{ knobs: { slots: 24.5 } }, /slots is 24.5; it is a whole number/],
    [{ knobs: { slots: NaN } }, /slots is NaN/],
    [{ knobs: { sluts: 24 } }, /no knob “sluts” here; there are sinks, slots/],
  ]
  for (const [some, sentence] of cases) {
    await assert.rejects(perform({ ...base, ...some }, shelf), {
      name: 'Refusal',
      message: sentence,
    })
  }
})

test('an experiment that is left in the middle ends, and closes what it opened', async () => {
  const lab = labs.find(({ method }) => method === 'streaming-llm')
  assert.ok(lab)
  const { telling } = await perform(small('streaming-llm', lab.experiments[0] ?? arena[0]), shelf)
  telling.next()

  assert.deepEqual(telling.return?.(), { done: true, value: undefined })
  assert.deepEqual(telling.next(), { done: true, value: undefined })
})

test('a point that comes again replaces the earlier, and a series is in the order of its x', () => {
  const { take, points } = gathering()
  for (const [x, y] of [
    [4, 0],
    [2, 1],
    [4, 3],
  ] as const) {
    take({ kind: 'point', plot: 'p', series: 's', x, y })
  }

  assert.deepEqual(points('p', 's'), [
    [2, 1],
    [4, 3],
  ])
  assert.deepEqual(points('p', 'nobody'), [])
})

test('the manifest is plain data with every method in its family', () => {
  const told = manifest()

  assert.deepEqual(JSON.parse(JSON.stringify(told)), told)
  const methods = told.families.flatMap((family) => family.labs.map((lab) => lab.method))
  assert.deepEqual(methods.toSorted(), labs.map(({ method }) => method).toSorted())
})
