import { z } from 'zod'

const knob = z.object({
  name: z.string(),
  says: z.string(),
  least: z.number(),
  most: z.number(),
  usual: z.number(),
  fractional: z.boolean().optional(),
})

const axis = z.object({
  says: z.string(),
  unit: z.enum(['number', 'share', 'nats', 'bytes', 'count']),
  scale: z.literal('log2').optional(),
  least: z.number().optional(),
  most: z.number().optional(),
})

const plot = z.object({
  name: z.string(),
  title: z.string(),
  x: axis,
  y: axis,
  series: z.array(
    z.object({ name: z.string(), role: z.enum(['method', 'ceiling', 'floor', 'rival']) }),
  ),
  marks: z.array(z.object({ x: z.number(), says: z.string() })).optional(),
})

const experiment = z.object({
  name: z.string(),
  title: z.string(),
  says: z.string(),
  model: z.string(),
  reads: z.boolean(),
  knobs: z.array(knob),
  plots: z.array(plot),
  panels: z.array(
    z.object({ name: z.string(), title: z.string(), legend: z.record(z.string(), z.string()) }),
  ),
  grids: z.array(z.object({ name: z.string(), title: z.string(), x: z.string(), y: z.string() })),
})

const lab = z.object({
  method: z.string(),
  name: z.string(),
  paper: z.string(),
  does: z.string(),
  reading: z.string(),
  experiments: z.array(experiment),
})

/** What `labs/` says of itself. */
export const manifest = z.object({
  families: z.array(
    z.object({ name: z.string(), title: z.string(), says: z.string(), labs: z.array(lab) }),
  ),
  arena: z.array(experiment),
})

export type Labs = z.infer<typeof manifest>
export type Lab = z.infer<typeof lab>
export type Experiment = z.infer<typeof experiment>
export type Plot = z.infer<typeof plot>
export type Knob = z.infer<typeof knob>

/** What `labs:replicate` wrote. */
export const cards = z.array(
  z.object({
    method: z.string(),
    paper: z.string(),
    says: z.string(),
    check: z.string(),
    model: z.string(),
    seeds: z.number(),
    examples: z.number(),
    figures: z.record(
      z.string(),
      z.object({ mean: z.number(), low: z.number(), high: z.number() }),
    ),
    verdict: z.string(),
    expected: z.string(),
    command: z.string(),
  }),
)

export type Card = z.infer<typeof cards>[number]

/** The header of a file of weights. */
export const modelHeader = z.object({
  spec: z.object({
    name: z.string(),
    vocab: z.number(),
    width: z.number(),
    layers: z.number(),
    heads: z.number(),
    kvHeads: z.number(),
    headWidth: z.number(),
    inner: z.number(),
  }),
  provenance: z.object({
    steps: z.number(),
    tokens: z.number(),
    scores: z.record(z.string(), z.number()),
  }),
})

export type Spec = z.infer<typeof modelHeader>['spec']

/** A model that runs are of. */
export type Model = z.infer<typeof modelHeader>['provenance'] & {
  readonly name: string
  readonly weights: number
}

type Perform = (
  settings: unknown,
  shelf: (model: string) => Promise<Uint8Array>,
) => Promise<{
  telling: Iterator<{ kind: string; done: number; of: number }, void>
  outcome(): Record<string, unknown>
}>

const isFunction = (value: unknown) => typeof value === 'function'

/** The functions that are asked of files of `labs/`. */
export const experimentFiles = {
  manifest: z.object({ manifest: z.custom<() => unknown>(isFunction) }),
  perform: z.object({ perform: z.custom<Perform>(isFunction) }),
}
