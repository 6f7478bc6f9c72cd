import { z } from 'zod'
import { DomainError } from '#domain-error'
import { type Experiment, type Lab, labs as everyLab, runLabApart } from '#labs'
import { route } from './route.ts'
import { allOf } from './shapes.ts'

const LabShape = z
  .object({
    method: z.string(),
    name: z.string(),
    paper: z.string(),
    does: z.string(),
    family: z.string(),
    experiments: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        says: z.string(),
        model: z.string(),
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
  })
  .meta({ id: 'Lab', description: 'The method of a paper, to be run on a small model.' })

const LabPath = z.object({ method: z.string().max(100) })

export const labs = [
  route({
    name: 'listLabs',
    method: 'get',
    path: '/labs',
    tag: 'Labs',
    says: 'The methods that can be run, with their experiments and knobs',
    freshness: 'catalog',
    answer: allOf(LabShape),
    run: async () => ({ items: await shownLabs() }),
  }),
  route({
    name: 'getLab',
    method: 'get',
    path: '/labs/{method}',
    tag: 'Labs',
    says: 'One method',
    params: LabPath,
    freshness: 'catalog',
    missing: true,
    answer: LabShape,
    run: async ({ path }) => labNamed(path.method),
  }),
  route({
    name: 'runLab',
    method: 'post',
    path: '/labs/{method}/runs',
    tag: 'Labs',
    says: 'Run an experiment, and be told its outcome',
    more: 'Runs go one by one, beside the pages, and a minute at most. The same seed gives the same run.',
    pure: true,
    params: LabPath,
    body: z.object({
      experiment: z
        .string()
        .max(100)
        .default('')
        .describe('The method’s first one without a name.'),
      seed: z.string().max(100).default('one'),
      knobs: z.record(z.string().max(100), z.number()).default({}),
      text: z.string().max(100_000).default('').describe('What it is to read, where it reads.'),
    }),
    missing: true,
    answer: z.object({ outcome: z.record(z.string(), z.unknown()) }).meta({ id: 'Run' }),
    async run({ path, body }) {
      const { method } = await labNamed(path.method)
      const outcome = await runLabApart({ method, ...body }, new AbortController().signal)
      return { outcome }
    },
  }),
]

async function shownLabs(): Promise<z.infer<typeof LabShape>[]> {
  const { families } = await everyLab()
  return families.flatMap(({ title, labs: some }) => some.map((lab) => shownLab(lab, title)))
}

async function labNamed(method: string): Promise<z.infer<typeof LabShape>> {
  const lab = (await shownLabs()).find((one) => one.method === method)
  if (!lab) throw new DomainError('missing', `There is no method “${method}”: /labs lists them.`)
  return lab
}

const shownLab = ({ method, name, paper, does, experiments }: Lab, family: string) => ({
  method,
  name,
  paper,
  does,
  family,
  experiments: experiments.map(shownExperiment),
})

const shownExperiment = ({ name, title, says, model, knobs }: Experiment) => ({
  name,
  title,
  says,
  model,
  knobs: knobs.map(({ name: knob, says: does, least, most, usual }) => ({
    name: knob,
    says: does,
    least,
    most,
    usual,
  })),
})
