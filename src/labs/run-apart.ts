import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { DomainError } from '#domain-error'
import type { Settings } from './labs.ts'

/** A run takes no longer than this, in milliseconds. */
const longest = 60_000

/** The run that goes on just now: the next one waits for it. */
let before: Promise<unknown> = Promise.resolve()
let waiting = 0

/** How many may wait. */
const mostWaiting = 4

const Told = z.union([
  z.object({ outcome: z.record(z.string(), z.unknown()) }),
  z.object({ refusal: z.string() }),
])

/**
 * Runs an experiment beside the pages, in a thread of its own, so that no page waits for it: one at a
 * time, and a minute at most. Refuses as `runLab` does, and when too many wait.
 */
export async function runLabApart(
  settings: Settings,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  if (waiting >= mostWaiting) {
    throw new DomainError('too-many', 'Several runs are waiting already. Ask again in a minute.')
  }
  waiting++
  const turn = before.then(() => run(settings, signal))
  before = turn.catch(() => {}).finally(() => waiting--)
  return turn
}

async function run(settings: Settings, signal: AbortSignal): Promise<Record<string, unknown>> {
  signal.throwIfAborted()
  const worker = new Worker(new URL('./run-apart-thread.ts', import.meta.url), {
    workerData: settings,
    execArgv: [],
  })
  const until = AbortSignal.any([signal, AbortSignal.timeout(longest)])
  try {
    const [message]: unknown[] = await once(worker, 'message', { signal: until })
    const told = Told.parse(message)
    if ('refusal' in told) throw new DomainError('invalid', told.refusal)
    return told.outcome
  } catch (error) {
    if (signal.aborted || !until.aborted) throw error
    throw new DomainError(
      'too-many',
      'That took longer than a minute and was stopped. Choose smaller knobs, or run it at home: broadsheet labs run.',
    )
  } finally {
    await worker.terminate()
  }
}
