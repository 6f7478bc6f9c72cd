import { byteCodec } from '../codec.ts'
import type { ModelSpec } from '../model/spec.ts'
import { rng } from '../rng.ts'
import { backcopy } from '../tasks/backcopy.ts'
import { needle } from '../tasks/needle.ts'
import { recall } from '../tasks/recall.ts'
import { repeat } from '../tasks/repeat.ts'
import { draw } from '../tasks/task.ts'
import { type Ingredient, mixture } from './batch.ts'
import { adamw, type Recipe } from './run.ts'
import { warmupStableDecay } from './schedule.ts'

/** Small enough to be trained while one waits, large enough for heads that look back and copy. */
export const nanoSpec: ModelSpec = {
  name: 'nano',
  vocab: byteCodec.size,
  width: 64,
  layers: 2,
  heads: 2,
  kvHeads: 2,
  headWidth: 32,
  inner: 192,
  context: 128,
  rotaryBase: 10_000,
  epsilon: 1e-5,
  head: 'tied',
}

/** What nano is taught: to find a value by its key, to copy, to do nothing, to find a needle. */
export const nanoIngredients: readonly Ingredient[] = [
  {
    name: 'recall',
    packs: 'one',
    share: 0.5,
    draw(chance) {
      const pairs = 1 + chance.below(12)
      const valueLength = 1 + chance.below(2)
      const setting = { pairs, questions: pairs, keyLength: 1, valueLength }
      return draw(recall, setting, 'train', chance)
    },
  },
  {
    name: 'repeat',
    packs: 'many',
    share: 0.25,
    draw: (chance) => draw(repeat, { length: 4 + chance.below(40) }, 'train', chance),
  },
  {
    name: 'backcopy',
    packs: 'many',
    share: 0.15,
    draw: (chance) => draw(backcopy, { length: 24 + chance.below(96) }, 'train', chance),
  },
  {
    name: 'needle',
    packs: 'one',
    share: 0.1,
    draw(chance) {
      const setting = { hay: 10 + chance.below(90), depth: chance.f() }
      return draw(needle, setting, 'train', chance)
    },
  },
]

/** The recipe of `npm run train:nano`. */
export function nanoRecipe(steps = 5000, peak = 3e-3): Recipe {
  return {
    spec: nanoSpec,
    seed: 'nano',
    data: mixture('nano', nanoIngredients, byteCodec, nanoSpec.context, rng('nano/data')),
    schedule: warmupStableDecay({ peak, steps, warmup: 100, decay: 0.3 }),
    optimizer: adamw,
    steps,
    tokensPerStep: 2048,
    tokensPerPart: 1024,
  }
}
