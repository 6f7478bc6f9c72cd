import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import { type App, refreshIndex } from '#app'
import { sendDue } from '#digest'
import {
  arxivOai,
  categoryOfSet,
  checkDay,
  type CheckDay,
  harvest,
  isDue,
  type Source,
} from '#harvest'
import { takeLease } from '#store'
import type { End, Terminal } from './terminal.ts'

/** Of the app, what work needs. */
type Workplace = Omit<App, 'accounts'>

export function workCommand(terminal: Terminal, _end: End): Command {
  return new Command('work')
    .description('do the work behind the pages without serving any: harvest and index')
    .action(async () => {
      await using app = await terminal.open()
      terminal.say('At work. Ctrl-C ends it.')
      await work(app, dailySources(terminal.config().harvest), terminal.signal)
    })
}

/** The parts of arXiv that the settings name, `all` for all of it. */
export const dailySources = (sets: readonly string[]): Daily[] =>
  sets.map((set) => {
    const category = categoryOfSet(set)
    const source = arxivOai(set === 'all' ? {} : { set })
    return { source, ...(category !== undefined && { category }) }
  })

/** What is harvested every day, and the category of arXiv's that is checked after it. */
export type Daily = { readonly source: Source; readonly category?: string }

/** Follows the log of changes and harvests what is due, until told to stop. */
export async function work(
  app: Workplace,
  sources: readonly Daily[],
  signal: AbortSignal,
  options: CheckDay = {},
): Promise<void> {
  await Promise.all([
    again('indexing', app, signal, { pause: 1_000, longest: 60_000 }, () => index(app, signal)),
    again('mail', app, signal, { pause: 2_000, longest: 600_000 }, () => mail(app, signal)),
    ...sources.map((daily) =>
      again(daily.source.name, app, signal, { pause: 60_000, longest: 3_600_000 }, () =>
        harvestIfDue(app, daily, signal, options),
      ),
    ),
  ])
}

/** Sends what is due; one process alone does. */
async function mail(app: Workplace, signal: AbortSignal): Promise<void> {
  await using lease = await takeLease(app.store, 'mail')
  if (!lease) return
  const sent = await sendDue(app.press, AbortSignal.any([signal, lease.signal]))
  if (Object.keys(sent).length > 0) app.log.info(sent, 'digests')
}

async function index(app: Workplace, signal: AbortSignal): Promise<void> {
  const startedAt = Date.now()
  const read = await refreshIndex(app, signal)
  if (typeof read === 'number' && read > 0) {
    app.log.info({ changes: read, ms: Date.now() - startedAt }, 'indexed')
  }
}

/** One at a time asks arXiv, of all processes and all parts of it; the others come back later. */
async function harvestIfDue(
  app: Workplace,
  { source, category }: Daily,
  signal: AbortSignal,
  options: CheckDay,
): Promise<void> {
  if (!(await isDue(app.store, source, app.now()))) return
  await using lease = await takeLease(app.store, `harvest:${source.origin}`)
  if (!lease) return
  const startedAt = Date.now()
  const until = AbortSignal.any([signal, lease.signal])
  const { assumed: _, ...done } = await harvest(app.store, source, until, { now: app.now() })
  app.log.info({ source: source.name, ...done, ms: Date.now() - startedAt }, 'harvested')
  if (category === undefined) return
  const { day, state, announced, held } = await checkDay(app.store, category, until, options)
  app.log.info({ source: source.name, category, day, state, announced, held }, 'checked')
}

/** Does something again and again, after a pause. What fails is tried again later and later. */
async function again(
  what: string,
  { log }: Workplace,
  signal: AbortSignal,
  { pause, longest }: { pause: number; longest: number },
  once: () => Promise<void>,
): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    try {
      await once()
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      failures++
      log.error({ err: error, failures }, `${what} failed`)
    }
    await sleep(Math.min(pause * 2 ** failures, longest), undefined, { signal }).catch(() => {})
  }
}
