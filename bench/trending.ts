/**
 * How well trending orders a day: `npm run bench:trending`.
 *
 * The papers that readers of another daily page picked, in ../shared/data/activity (or the file that
 * BROADSHEET_ACTIVITY names), are ranked day by day by what was known when the day began: the votes
 * for papers of earlier days, who their authors were and who had submitted them. A ranking is judged
 * by the votes that came later, with nDCG@10. The constants of the formula are chosen on the first
 * half of the days; what is reported is the second half. The formula is that of the product.
 *
 * That data has no instants of votes. What a few early votes add is therefore simulated: each vote
 * is known with some probability, and the ranking is judged by all of them as before.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Constants, constants, score } from '#trending'
import { seeded } from '../test/seeded.ts'
import { readDays, type Day, type Picked } from './trending/days.ts'
import { interval, judge, type Order } from './trending/judge.ts'

const file =
  process.env['BROADSHEET_ACTIVITY'] ??
  fileURLToPath(new URL('../../shared/data/activity/daily-papers.jsonl.gz', import.meta.url))

/** A day of fewer papers says little about an order of ten. */
const fewest = 10
const shares = [0, 0.05, 0.1, 0.25]

async function main(): Promise<void> {
  const all = await readDays(file, shares, seeded(20))
  const half = Math.ceil(all.length / 2)
  const large = (days: readonly Day[]) => days.filter(({ papers }) => papers.length >= fewest)
  const [first, second] = [large(all.slice(0, half)), large(all.slice(half))]
  const papers = all.reduce((sum, day) => sum + day.papers.length, 0)
  console.log(
    `${papers} papers of ${all.length} days; of days with ${fewest} and more, ${first.length} to choose by and ${second.length} to report (${second[0]?.day} to ${second.at(-1)?.day})\n`,
  )
  choose(first)
  report(second)
  reportAll('all days of the second half, small ones too', all.slice(half))
  reportAll('all days', all)
}

/** Tries constants on the first half, one after the other, until none of them does better. */
function choose(days: readonly Day[]): void {
  const tried = {
    authors: [1, 2, 3, 4, 5, 8],
    authorDoubt: [0.5, 1, 2, 4],
    nominator: [0, 0.2, 0.4, 0.6, 0.8, 1],
    nominatorDoubt: [1, 3, 10],
    mostStart: [1, 2, 3, 4],
    start: [0.5, 1, 2, 4, 8],
  } as const
  const names = [
    'authors',
    'authorDoubt',
    'nominator',
    'nominatorDoubt',
    'mostStart',
    'start',
  ] as const
  const goodness = (by: Constants) =>
    shares.reduce((sum, _, known) => sum + judge(days, formula(known, by)), 0) / shares.length
  let best: Constants = constants
  let reached = goodness(best)
  const own = reached
  for (let better = true; better;) {
    better = false
    for (const name of names) {
      for (const value of tried[name]) {
        const other = { ...best, [name]: value }
        const goes = goodness(other)
        if (goes <= reached + 0.0005) continue
        ;[best, reached, better] = [other, goes, true]
      }
    }
  }
  console.log(
    'chosen on the first half (mean nDCG@10 with no votes known and with shares of them):',
  )
  for (const name of names) {
    const same = best[name] === constants[name] ? '' : `   the product has ${constants[name]}`
    console.log(`  ${name.padEnd(16)} ${String(best[name]).padStart(5)}${same}`)
  }
  console.log(
    `  there it reaches ${reached.toFixed(3)}; with the product’s constants ${own.toFixed(3)}\n`,
  )
}

const formula =
  (known: number, by: Constants = constants): Order =>
  ({ evidence, early }) =>
    score({ ...evidence, counted: early[known] ?? 0 }, by).heat

/** The rankings, and the rivals beside them. */
const rankings: readonly (readonly [string, (known: number) => Order])[] = [
  [
    'chance',
    () =>
      ({ dice }) =>
        dice,
  ],
  [
    'the submitter’s record',
    () =>
      ({ submitter }) =>
        submitter,
  ],
  [
    'votes so far',
    (known) =>
      ({ early, dice }) =>
        (early[known] ?? 0) + dice / 2,
  ],
  [
    'votes, then the submitter',
    (known) =>
      ({ early, submitter }) =>
        (early[known] ?? 0) + submitter / 1000,
  ],
  ['the formula without authors', (known) => withOut({ authors: [] })(known)],
  ['the formula without nominator', (known) => formula(known, { ...constants, nominator: 0 })],
  ['the formula', (known) => formula(known)],
]

const withOut =
  (less: Partial<Picked['evidence']>) =>
  (known: number): Order =>
  (paper) =>
    formula(known)({ ...paper, evidence: { ...paper.evidence, ...less } })

function report(days: readonly Day[]): void {
  console.log(
    'nDCG@10, second half'.padEnd(32) +
      shares
        .map((share) => (share === 0 ? 'no votes known' : `${share * 100} % of them`).padStart(16))
        .join('') +
      '   95 % of no votes known',
  )
  for (const [name, order] of rankings) {
    const cells = shares.map((_, known) => judge(days, order(known)).toFixed(3).padStart(16))
    const [low, high] = interval(days, order(0), seeded(7))
    console.log(`${name.padEnd(32)}${cells.join('')}   ${low.toFixed(3)} to ${high.toFixed(3)}`)
  }
  console.log()
}

function reportAll(which: string, days: readonly Day[]): void {
  const some = rankings.filter(([name]) => /chance|record|formula$/.test(name))
  const told = some.map(([name, order]) => `${name} ${judge(days, order(0)).toFixed(3)}`)
  console.log(`${which} (${days.length}), no votes known: ${told.join(', ')}`)
}

if (existsSync(file)) await main()
else console.log(`${file} is not here: name the file in BROADSHEET_ACTIVITY.`)
