/**
 * Harvests in a process of its own, so that it can be killed: at its n-th statement to the database
 * if `killAt` says so, or by whoever started it.
 */
import { StatementSync } from 'node:sqlite'
import { arxivOai, harvest, jsonLines, savedPage, type Source, starterCatalogue } from '#harvest'
import { openStore } from '#store'

export type Errand = {
  readonly database: string
  readonly killAt?: number
  /** Files to import … */
  readonly jsonLines?: readonly string[]
  readonly savedPages?: readonly string[]
  /** … or a server to harvest. */
  readonly oai?: string
  /** Its whole history, beside what is new. */
  readonly history?: true
}

const errand: Errand = JSON.parse(process.argv[2] ?? '{}')
let statements = 0
for (const verb of ['run', 'all'] as const) {
  const original: (...values: never[]) => unknown = StatementSync.prototype[verb]
  // Not a stand-in: the statement runs as ever, unless this is where the power fails.
  function counted(this: StatementSync, ...values: never[]): unknown {
    if (++statements === errand.killAt) process.kill(process.pid, 'SIGKILL')
    return Reflect.apply(original, this, values)
  }
  Object.assign(StatementSync.prototype, { [verb]: counted })
}

await using store = await openStore(errand.database)
console.log('open')
for (const source of sources()) await harvest(store, source, new AbortController().signal)
console.log(`statements ${statements}`)

function* sources(): Generator<Source> {
  if (errand.oai) {
    const history = errand.history && { history: errand.history }
    yield arxivOai({ base: errand.oai, from: '2026-10-01', pace: 0, ...history })
    return
  }
  yield starterCatalogue()
  for (const file of errand.savedPages ?? []) {
    yield savedPage(file, { savedAt: new Date('2026-11-20T12:00:00Z') })
  }
  for (const file of errand.jsonLines ?? []) yield jsonLines(file, { batchSize: 50 })
}
