import { Command } from 'commander'
import { type App, refreshIndex } from '#app'
import { DomainError } from '#domain-error'
import { arxivOai, harvest, userAgent } from '#harvest'
import { summary } from './harvest.ts'
import type { End, Terminal } from './terminal.ts'

/** The index is brought up to date after so many pages. */
const pagesBetween = 20

/** Where there is no terminal to draw on, a line is said after so many milliseconds. */
const betweenLines = 60_000

export function backfillCommand(terminal: Terminal, _end: End): Command {
  return new Command('backfill')
    .argument('<source>', 'arxiv')
    .description('bring in the whole history of a source, days long if need be')
    .option('--set <set>', 'a part of arXiv: cs, math, physics:hep-th … (all of it if left out)')
    .option('--from <day>', 'where to begin', '2005-09-16')
    .option('--base <url>', 'another server that answers as arXiv’s own does')
    .option('--json', 'answer in JSON')
    .addHelpText('after', help)
    .action(async (name: string, options: Options) => {
      if (name !== 'arxiv') {
        throw new DomainError('invalid', `“${name}” has no history to bring in: only arxiv has`)
      }
      const { json, ...wishes } = options
      const { contact } = terminal.config()
      await using app = await terminal.open()
      const source = arxivOai({
        ...wishes,
        history: true,
        ...(contact && { userAgent: userAgent(contact) }),
      })
      const progress = watch(terminal, source.name)
      let pages = 0
      const done = await harvest(app.store, source, terminal.signal, {
        onBatch(so, { share = 0 }) {
          progress(so.added + so.changed + so.unchanged, share)
          // Not waited for: the next page is a while away, and one alone does it.
          if (++pages % pagesBetween === 0) void refresh(app, terminal)
        },
      })
      terminal.progress.end()
      await refreshIndex(app, terminal.signal)
      terminal.answer(
        json ? JSON.stringify({ source: source.name, ...done }) : summary(source.name, done),
      )
    })
}

type Options = {
  readonly set?: string
  readonly from: string
  readonly base?: string
  readonly json?: true
}

/** What fails here is done again at the end. */
const refresh = (app: App, terminal: Terminal) =>
  refreshIndex(app, terminal.signal).catch((error: unknown) =>
    app.log.warn({ err: error }, 'the index was not refreshed'),
  )

/** Tells how far it is, how fast, and how long it may take still, by what was seen since this start. */
function watch({ progress, say }: Terminal, name: string): (papers: number, share: number) => void {
  const startedAt = Date.now()
  let first: number | undefined
  let saidAt = startedAt
  return (papers, share) => {
    first ??= share
    const seconds = (Date.now() - startedAt) / 1000
    const rate = Math.round(papers / Math.max(1, seconds))
    const gained = share - first
    const left = gained > 0 ? timeInWords(((1 - share) * seconds) / gained) : 'not known yet'
    const words = `${name}: ${papers.toLocaleString('en')} papers, ${rate} a second, time left ${left}`
    progress.show(words, share)
    if (process.stderr.isTTY || Date.now() - saidAt < betweenLines) return
    saidAt = Date.now()
    say(`${words} (${Math.floor(share * 100)} %)`)
  }
}

/** “3 days 4 h”, “2 h 5 min”, “40 s”. */
export function timeInWords(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  if (minutes < 2) return `${Math.round(seconds)} s`
  if (minutes < 90) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} h ${minutes % 60} min`
  return `${Math.floor(hours / 24)} days ${hours % 24} h`
}

const help = `
arXiv gives 2,500 papers every few seconds, so that all of cs takes some hours and all of arXiv a day.
Stop it at any moment and run it again: it goes on where it was, also after a crash. The worker may
run beside it; both ask arXiv in turns.`
