import { Command, Option } from 'commander'
import { type App, refreshIndex } from '#app'
import { type Harvest, harvest, type Source } from '#harvest'
import { roads, sourceNamed, type Wishes } from './sources.ts'
import type { End, Terminal } from './terminal.ts'

export function harvestCommand(terminal: Terminal, _end: End): Command {
  return new Command('harvest')
    .addArgument(new Command().createArgument('<source>', 'where from').choices(Object.keys(roads)))
    .description('bring in papers from where they are announced')
    .option(
      '--set <set>',
      'a part of the source; of arXiv: cs, math, physics:hep-th, cs:cs:LG … (all of it if left out); for crossref: DOIs',
    )
    .option(
      '--from <day>',
      'papers that are new or changed since this day (a week ago if left out)',
    )
    .addOption(
      new Option(
        '--format <format>',
        'the record format to ask arXiv for (arXivRaw if left out)',
      ).choices(['arXivRaw', 'arXiv']),
    )
    .option('--mailto <address>', 'whom Crossref may write to; it answers those more readily')
    .option('--base <url>', 'another server that answers as the source’s own does')
    .option('--json', 'answer in JSON')
    .addHelpText('after', help)
    .action(async (name: string, { json, ...wishes }: Wishes & { json?: true }) => {
      await using app = await terminal.open()
      const { keys, contact } = terminal.config()
      const at = { store: app.store, keys, ...(contact && { contact }) }
      const source = sourceNamed(name, wishes, at)
      const done = await harvestInto(app, source, source.name, terminal)
      await refreshIndex(app, terminal.signal, (read) =>
        terminal.progress.show(`indexing: ${read} papers`),
      )
      terminal.progress.end()
      terminal.answer(
        json ? JSON.stringify({ source: source.name, ...done }) : summary(source.name, done),
      )
    })
}

/** Harvests with a progress bar. */
export async function harvestInto(
  app: App,
  source: Source,
  name: string,
  { progress, signal }: Terminal,
): Promise<Harvest> {
  const startedAt = Date.now()
  const done = await harvest(app.store, source, signal, {
    onBatch(so, { share }) {
      const papers = so.added + so.changed + so.unchanged
      const rate = Math.round((papers * 1000) / Math.max(1, Date.now() - startedAt))
      progress.show(
        `${name}: ${papers.toLocaleString('en')} papers, ${rate.toLocaleString('en')} a second`,
        share,
      )
    },
  })
  progress.end()
  return done
}

/** What a harvest did, for people. */
export function summary(name: string, done: Harvest): string {
  const { added, changed, unchanged, aside, editions, assumed } = done
  const papers =
    added + changed === 0
      ? `nothing new, ${n(unchanged)} papers unchanged`
      : `${n(added)} new, ${n(changed)} changed, ${n(unchanged)} unchanged`
  return [
    `${name}: ${papers}${editionsOf(editions)}`,
    ...(aside > 0
      ? [`  ${n(aside)} set aside; broadsheet import --aside lists them with reasons`]
      : []),
    ...assumed.map((assumption) => `  assumed: ${assumption}`),
  ].join('\n')
}

const editionsOf = (count: number) =>
  count === 0 ? '' : count === 1 ? ', kept as an edition' : `, kept as ${n(count)} editions`

const n = (count: number) => count.toLocaleString('en')

const help = `
${Object.entries(roads)
  .map(
    ([name, { brings, takes }]) =>
      `  ${name.padEnd(16)} ${brings} (${takes.map((wish) => `--${wish}`).join(', ')})`,
  )
  .join('\n')}

A source is asked slowly, one request at a time. Stop it at any moment: run again, the harvest goes
on where it was. One that was finished begins again some days before its end, since what is
announced late belongs to those days.`
