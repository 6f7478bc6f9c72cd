/**
 * `npm run soak:harvest`: a year of arXiv in simulated time, with faults at a fifth of all requests, to a
 * harvester that is killed at 200 random moments. `-- --days 30 --kills 20` is a shorter one.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isDay } from '#paper'
import { soak } from './soak.ts'
import { faultsIn } from './verdict.ts'
import { livingPapers } from './world.ts'

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '2025-03-18' },
    days: { type: 'string', default: '289' },
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    corpus: {
      type: 'string',
      default: fileURLToPath(
        new URL('../../../shared/data/corpus/arxiv-2025.jsonl.gz', import.meta.url),
      ),
    },
  },
})
const [days, kills, seed] = [values.days, values.kills, values.seed].map(Number)
if (!isDay(values.from) || !days || kills === undefined || !seed) {
  throw new Error('write the options as --from 2025-03-18 --days 30 --kills 20 --seed 1')
}
const folder = mkdtempSync(join(tmpdir(), 'broadsheet-soak-'))
const database = join(folder, 'broadsheet.db')
const started = Date.now()
try {
  const { papers, invented } = await livingPapers(values.corpus, values.from, days)
  console.log(
    `${days} days from ${values.from}, ${papers.length} ${invented ? 'invented' : 'real'} papers`,
  )
  const so = await soak({
    papers,
    from: values.from,
    days,
    kills,
    seed,
    database,
    onDay: (at, { requests, faults, kills: died }) =>
      console.log(`${at}  ${requests} requests, ${faults} with a fault, ${died} kills`),
  })
  const wrong = [...so.hurried, ...(await faultsIn(database, papers, { from: values.from, days }))]
  console.log(
    `${so.requests} requests, ${so.faults} with a fault, ${so.kills} kills, ${Math.round((Date.now() - started) / 1000)} s`,
  )
  console.log(
    wrong.length === 0
      ? 'Every announced paper is held once, every day of the ledger is right, no request broke the pace.'
      : wrong.slice(0, 40).join('\n'),
  )
  process.exitCode = so.kills < kills || wrong.length > 0 ? 1 : 0
} finally {
  rmSync(folder, { recursive: true })
}
