import { Command, Option } from 'commander'
import { type App, refreshIndex } from '#app'
import { arxivOai, type Harvest, harvest, type Source } from '#harvest'
import type { End, Terminal } from './terminal.ts'

type Options = {
  set?: string
  from?: string
  format: 'arXiv' | 'arXivRaw'
  base?: string
  json?: true
}

export function harvestCommand(terminal: Terminal, _end: End): Command {
  return new Command('harvest')
    .addArgument(new Command().createArgument('<source>', 'where from').choices(['arxiv']))
    .description('bring in papers from where they are announced')
    .option(
      '--set <set>',
      'a part of arXiv: cs, math, physics:hep-th, cs:cs:LG … (all of it if left out)',
    )
    .option(
      '--from <day>',
      'papers that are new or changed since this day (a week ago if left out)',
    )
    .addOption(
      new Option('--format <format>', 'the record format to ask for')
        .choices(['arXivRaw', 'arXiv'])
        .default('arXivRaw'),
    )
    .option('--base <url>', 'another server that speaks OAI-PMH as arXiv does')
    .option('--json', 'answer in JSON')
    .action(async (_source: string, { json, ...options }: Options) => {
      await using app = await terminal.open()
      const source = arxivOai(options)
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
    `${name}: ${papers}${editions > 0 ? ', kept as an edition' : ''}`,
    ...(aside > 0
      ? [`  ${n(aside)} set aside; broadsheet import --aside lists them with reasons`]
      : []),
    ...assumed.map((assumption) => `  assumed: ${assumption}`),
  ].join('\n')
}

const n = (count: number) => count.toLocaleString('en')
