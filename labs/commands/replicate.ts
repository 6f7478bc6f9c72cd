/**
 * `npm run labs:replicate [METHOD]`: tries every claim of every method, or of one, on nano, over
 * several seeds, and writes the replication cards to labs/cards.json. Cards are written by this command
 * alone.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Bench, Claim, Lab } from '../src/arena/lab.ts'
import { labs } from '../src/arena/labs.ts'
import { type Card, cardOf } from '../src/arena/card.ts'
import { readCheckpoint, loadLm } from '../src/checkpoint/checkpoint.ts'
import { openKernels } from '../src/kernels/kernels.ts'

const seeds = ['one', 'two', 'three']

const checkpoint = fileURLToPath(new URL('../checkpoints/nano.ckpt', import.meta.url))
const cardsFile = fileURLToPath(new URL('../cards.json', import.meta.url))
const wanted = process.argv[2]
const chosen = labs.filter(({ method }) => !wanted || method === wanted)

if (!existsSync(checkpoint)) {
  console.error('There is no nano checkpoint; npm run train:nano makes it in a few minutes.')
  process.exitCode = 1
} else if (chosen.length === 0) {
  console.error(
    `There is no method “${wanted}”; there are ${labs.map((lab) => lab.method).join(', ')}.`,
  )
  process.exitCode = 1
} else {
  const k = await openKernels('wasm', 2 ** 27)
  const lm = loadLm(k, readCheckpoint(readFileSync(checkpoint)))
  const cards = chosen.flatMap((lab) =>
    lab.claims.map((claim) => tried(lab, claim, { k, lm, count: 200, seed: '' })),
  )
  const order = labs.map(({ method }) => method)
  const others = earlier().filter(({ method }) => !chosen.some((lab) => lab.method === method))
  const all = [...others.filter(({ method }) => order.includes(method)), ...cards]
  const sorted = all.toSorted((a, b) => order.indexOf(a.method) - order.indexOf(b.method))
  writeFileSync(cardsFile, `${JSON.stringify(sorted, null, 2)}\n`)
}

/** The cards of methods that are not tried now. */
function earlier(): Card[] {
  return existsSync(cardsFile) ? JSON.parse(readFileSync(cardsFile, 'utf8')) : []
}

/** Tries a claim and says what came out. */
function tried(lab: Lab, claim: Claim, bench: Bench): Card {
  const card = cardOf(lab, claim, bench, seeds)
  console.log(
    `${lab.method} (${lab.paper}): ${claim.says}\n  ${card.verdict}, expected ${claim.expected}`,
  )
  for (const [name, { mean, low, high }] of Object.entries(card.figures)) {
    console.log(
      `  ${name.padEnd(12)} ${mean.toFixed(4)}  (${low.toFixed(4)} to ${high.toFixed(4)})`,
    )
  }
  return card
}
