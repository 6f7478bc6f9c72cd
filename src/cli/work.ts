import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import { type App, refreshIndex } from '#app'
import type { End, Terminal } from './terminal.ts'

export function workCommand(terminal: Terminal, _end: End): Command {
  return new Command('work')
    .description('do the work behind the pages without serving any: keep the index up to date')
    .action(async () => {
      await using app = await terminal.open()
      terminal.say('At work. Ctrl-C ends it.')
      await work(app, terminal.signal)
    })
}

const pause = 1_000 // between two looks at the log of changes
const longestPause = 60_000 // after one failure after another

/** Follows the log of changes until told to stop. What fails is tried again, later and later. */
export async function work(app: App, signal: AbortSignal): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    try {
      const startedAt = Date.now()
      const read = await refreshIndex(app, signal)
      if (typeof read === 'number' && read > 0) {
        app.log.info({ changes: read, ms: Date.now() - startedAt }, 'indexed')
      }
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      failures++
      app.log.error({ error, failures }, 'indexing failed')
    }
    await sleep(Math.min(pause * 2 ** failures, longestPause), undefined, { signal }).catch(
      () => {},
    )
  }
}
