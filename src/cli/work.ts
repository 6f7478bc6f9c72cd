import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import { sweep } from '#accounts'
import { type App, refreshIndex, refreshTrending } from '#app'
import { readMailbox, sendDue } from '#digest'
import type { Config } from '#config'
import { isDumpDue, makeDump } from '#dump'
import {
  arxivOai,
  categoryOfSet,
  type CheckDay,
  type Daily,
  realClock,
  round,
  userAgent,
} from '#harvest'
import { workOnImports } from '#library'
import { type Store, takeLease } from '#store'
import { sourceNamed } from './sources.ts'
import { refreshShortlists } from '#recommend'
import { tellHooks } from '#watches'
import { tellHub } from '#web'
import type { End, Terminal } from './terminal.ts'

/** Of the app, what work needs. */
type Workplace = Omit<App, 'accounts' | 'house' | 'holdings' | 'proxies' | 'reports'>

export function workCommand(terminal: Terminal, _end: End): Command {
  return new Command('work')
    .description('do the work behind the pages without serving any: harvest and index')
    .action(async () => {
      await using app = await terminal.open()
      terminal.say('At work. Ctrl-C ends it.')
      await work(app, dailySources(terminal.config(), app.store), terminal.signal, {
        ...asWhom(terminal.config()),
      })
    })
}

/** The parts of arXiv that the settings name, `all` for all of it. */
export const arxivParts = (sets: readonly string[], contact?: string): Daily[] =>
  sets.map((set) => {
    const category = categoryOfSet(set)
    const source = arxivOai({
      ...(set !== 'all' && { set }),
      ...(contact && { userAgent: userAgent(contact) }),
    })
    return { source, ...(category !== undefined && { category }) }
  })

/** What the settings name: parts of arXiv, and other sources a few times a day. */
export const dailySources = (
  { harvest, sources, keys, contact }: Pick<Config, 'harvest' | 'sources' | 'keys' | 'contact'>,
  store: Store,
): Daily[] => [
  ...arxivParts(harvest, contact),
  ...sources.map((name) => ({
    source: sourceNamed(name, {}, { store, keys, ...(contact && { contact }) }),
    every: 8,
  })),
]

/** What we call ourselves where we ask what was announced. */
export const asWhom = ({ contact }: Pick<Config, 'contact'>): CheckDay =>
  contact === undefined ? {} : { userAgent: userAgent(contact) }

/** Follows the log of changes and harvests what is due, until told to stop. */
export async function work(
  app: Workplace,
  sources: readonly Daily[],
  signal: AbortSignal,
  options: CheckDay = {},
): Promise<void> {
  // So that the doctor sees that somebody is at work; several may be.
  await using present = await takeLease(app.store, 'work')
  app.log.info({ alone: present !== undefined }, 'at work')
  await Promise.all([
    again('indexing', app, signal, { pause: 1_000, longest: 60_000 }, () => index(app, signal)),
    again('hooks', app, signal, { pause: 30_000, longest: 600_000 }, () => hooks(app, signal)),
    again('hub', app, signal, { pause: 60_000, longest: 3_600_000 }, () => hub(app, signal)),
    again('imports', app, signal, { pause: 2_000, longest: 600_000 }, async () => {
      await workOnImports(app.store, options, signal, app.now)
    }),
    again('mail', app, signal, { pause: 2_000, longest: 600_000 }, () => mail(app, signal)),
    again('mailbox', app, signal, { pause: 300_000, longest: 3_600_000 }, () =>
      mailbox(app, signal),
    ),
    again('scoring', app, signal, { pause: 1_000, longest: 60_000 }, () => rank(app, signal)),
    again('dumping', app, signal, { pause: 600_000, longest: 3_600_000 }, () => dump(app, signal)),
    again('recommending', app, signal, { pause: 1_800_000, longest: 3_600_000 }, () =>
      recommend(app, signal),
    ),
    again('sweeping', app, signal, { pause: 3_600_000, longest: 3_600_000 }, () =>
      sweep(app.store, app.now()),
    ),
    ...sources.map((daily) =>
      again(daily.source.name, app, signal, { pause: 300_000, longest: 3_600_000 }, () =>
        goRound(app, daily, signal, options),
      ),
    ),
  ])
}

/** Dumps everything once a day; one process alone does. */
async function dump(app: Workplace, signal: AbortSignal): Promise<void> {
  const { store, dumps, now, log } = app
  if (dumps === undefined || !isDumpDue(dumps, now())) return
  await using lease = await takeLease(store, 'dump')
  if (!lease) return
  const startedAt = Date.now()
  const { files } = await makeDump(store, dumps, AbortSignal.any([signal, lease.signal]), now())
  const lines = Object.fromEntries(files.map((file) => [file.name, file.lines]))
  log.info({ lines, ms: Date.now() - startedAt }, 'dumped')
}

/** Tells a hub of news in feeds, where the settings name one. */
async function hub(app: Workplace, signal: AbortSignal): Promise<void> {
  if (!app.hub) return
  await using lease = await takeLease(app.store, 'hub')
  if (!lease) return
  const until = AbortSignal.any([signal, lease.signal])
  while ((await tellHub(app.store, { hub: app.hub, site: app.press.links.site }, until)) > 0);
}

/** Tells programs what watches found; one process alone does. */
async function hooks(app: Workplace, signal: AbortSignal): Promise<void> {
  await using lease = await takeLease(app.store, 'hooks')
  if (!lease) return
  const { store, press, now } = app
  const { windowOf, reach } = press
  const means = { store, windowOf, site: press.links.site, reach, now }
  const told = await tellHooks(means, AbortSignal.any([signal, lease.signal]))
  if (told > 0) app.log.info({ told }, 'hooks')
}

/** Sends what is due; one process alone does. */
async function mail(app: Workplace, signal: AbortSignal): Promise<void> {
  await using lease = await takeLease(app.store, 'mail')
  if (!lease) return
  const sent = await sendDue(app.press, AbortSignal.any([signal, lease.signal]))
  if (Object.keys(sent).length > 0) app.log.info(sent, 'digests')
}

/** Reads what came back, where the settings name a mailbox; one process alone does. */
async function mailbox(app: Workplace, signal: AbortSignal): Promise<void> {
  if (!app.mailbox) return
  await using lease = await takeLease(app.store, 'mailbox')
  if (!lease) return
  const inbox = { ...app, links: app.press.links }
  const came = await readMailbox(inbox, app.mailbox, AbortSignal.any([signal, lease.signal]))
  if (Object.keys(came).length > 0) app.log.info(came, 'came by mail')
}

async function index(app: Workplace, signal: AbortSignal): Promise<void> {
  const startedAt = Date.now()
  const read = await refreshIndex(app, signal)
  if (typeof read === 'number' && read > 0) {
    app.log.info({ changes: read, ms: Date.now() - startedAt }, 'indexed')
  }
}

async function rank(app: Workplace, signal: AbortSignal): Promise<void> {
  const startedAt = Date.now()
  const read = await refreshTrending(app, signal)
  if (typeof read === 'number' && read > 0) {
    app.log.info({ signals: read, ms: Date.now() - startedAt }, 'scored')
  }
}

/** Looks every day through what came in, for every reader; one process alone does. */
async function recommend(app: Workplace, signal: AbortSignal): Promise<void> {
  await using lease = await takeLease(app.store, 'recommend')
  if (!lease) return
  const startedAt = Date.now()
  const until = AbortSignal.any([signal, lease.signal])
  const readers = await refreshShortlists(app, { now: app.now(), signal: until })
  if (readers > 0) app.log.info({ readers, ms: Date.now() - startedAt }, 'recommended')
}

async function goRound(
  app: Workplace,
  daily: Daily,
  signal: AbortSignal,
  options: CheckDay,
): Promise<void> {
  const startedAt = Date.now()
  const { harvested, checked = [] } = await round(app.store, daily, signal, {
    clock: { ...realClock, now: app.now },
    ...options,
  })
  const source = daily.source.name
  if (harvested) {
    const { assumed: _, ...done } = harvested
    app.log.info({ source, ...done, ms: Date.now() - startedAt }, 'harvested')
  }
  for (const { category, day, state, announced, held } of checked) {
    app.log.info({ source, category, day, state, announced, held }, 'checked')
  }
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
