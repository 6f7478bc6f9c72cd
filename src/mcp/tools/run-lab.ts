import { z } from 'zod'
import { labs, runLabApart } from '#labs'
import { tool } from '../tool.ts'

export const runLab = tool({
  name: 'run_lab',
  title: 'Run a lab',
  says: 'Runs the method of a paper on a small model, here, and tells the outcome. Without a method, lists what there is, with experiments and knobs. A run takes seconds, a minute at most, and they go one by one.',
  who: 'reader',
  input: z.object({
    method: z.string().max(100).optional().describe('As streaming-llm; get_paper names it as lab.'),
    experiment: z.string().max(100).default('').describe('The method’s first one without a name.'),
    seed: z.string().max(100).default('one').describe('The same seed gives the same run.'),
    knobs: z.record(z.string(), z.number()).default({}),
  }),
  output: z.object({
    methods: z.array(
      z.object({
        method: z.string(),
        name: z.string(),
        paper: z.string(),
        does: z.string(),
        experiments: z.array(
          z.object({
            name: z.string(),
            title: z.string(),
            knobs: z.array(
              z.object({
                name: z.string(),
                says: z.string(),
                least: z.number(),
                most: z.number(),
                usual: z.number(),
              }),
            ),
          }),
        ),
      }),
    ),
    outcome: z.record(z.string(), z.unknown()).nullable(),
  }),
  async run({ method, experiment, seed, knobs }, { signal }) {
    if (method !== undefined) {
      const settings = { method, experiment, seed, knobs, text: '' }
      return { methods: [], outcome: await runLabApart(settings, signal) }
    }
    const { families } = await labs()
    const methods = families.flatMap((family) =>
      family.labs.map(({ method: one, name, paper, does, experiments }) => ({
        method: one,
        name,
        paper,
        does,
        experiments: experiments.map(({ name: called, title, knobs: all }) => ({
          name: called,
          title,
          knobs: all.map(({ name: knob, says, least, most, usual }) => ({
            name: knob,
            says,
            least,
            most,
            usual,
          })),
        })),
      })),
    )
    return { methods, outcome: null }
  },
})
