import { existsSync, readFileSync } from 'node:fs'
import { Command } from 'commander'
import { paperOf } from '#catalog'
import { DomainError } from '#domain-error'
import { labs, replications, runLab } from '#labs'
import { plainText, readPaperId } from '#paper'
import type { End, Terminal } from './terminal.ts'

type RunOptions = {
  experiment?: string
  set?: string[]
  seed: string
  text?: string
  paper?: string
  json?: true
}

export function labsCommand(terminal: Terminal, _end: End): Command {
  const command = new Command('labs').description(
    'run the papers’ methods, as the pages under /labs do',
  )
  command
    .command('list')
    .description('the methods there are, with their experiments and verdicts')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: { json?: true }) => {
      const all = await labs()
      if (json) return terminal.answer(JSON.stringify({ ...all, cards: replications() }))
      for (const { title, labs: some } of all.families) {
        if (some.length > 0) terminal.answer(`\n${title}`)
        for (const lab of some)
          terminal.answer(line(lab.method, lab.name, lab.experiments, lab.paper))
      }
      terminal.answer('\nMany methods at once')
      terminal.answer(line('arena', 'The arena', all.arena, ''))
    })
  command
    .command('run')
    .argument('<method>', 'a method of `broadsheet labs list`, or arena')
    .description('run one experiment and tell the outcome')
    .option('--experiment <name>', 'which of the method’s (its first)')
    .option('--set <knob=value...>', 'set a knob: --set slots=64 sinks=4')
    .option('--seed <seed>', 'another seed gives another run, the same seed the same', 'one')
    .option('--text <file>', 'read this text')
    .option('--paper <id>', 'read the text of this paper')
    .option('--json', 'answer in JSON: the whole run')
    .action(async (method: string, options: RunOptions) => {
      const outcome = await runLab(
        {
          method,
          experiment: options.experiment ?? '',
          seed: options.seed,
          knobs: knobsFrom(options.set ?? []),
          text: await textFor(terminal, options),
        },
        terminal.signal,
        (share) => terminal.progress.show(`${method}: ${Math.round(share * 100)} %`),
      )
      terminal.progress.end()
      terminal.answer(options.json ? JSON.stringify(outcome) : summary(outcome))
    })
  return command
}

const line = (
  method: string,
  name: string,
  experiments: readonly { readonly name: string }[],
  paper: string,
) =>
  `  ${method.padEnd(24)} ${name.padEnd(24)} ${paper.padEnd(12)} ${experiments.map((one) => one.name).join(', ')}`

/** `slots=64` as a knob and its value. */
function knobsFrom(settings: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    settings.map((setting) => {
      const [name = '', value = ''] = setting.split('=')
      if (value.trim() !== '' && Number.isFinite(Number(value))) return [name, Number(value)]
      throw new DomainError(
        'invalid',
        `--set takes a knob and a number, as in slots=64, not “${setting}”`,
      )
    }),
  )
}

async function textFor(terminal: Terminal, { text, paper }: RunOptions): Promise<string> {
  if (text !== undefined) {
    if (!existsSync(text)) throw new DomainError('invalid', `there is no file ${text} to read`)
    return readFileSync(text, 'utf8')
  }
  if (paper === undefined) return ''
  await using app = await terminal.open()
  const found = await paperOf(app.store, readPaperId(paper))
  if (!found) throw new DomainError('missing', `${paper} is not here; import or harvest it first`)
  return plainText(`${found.title}. ${found.abstract || found.summary}`)
}

/** The end of every line of every plot, and the figures. */
function summary(outcome: Record<string, unknown>): string {
  const lines = [
    `${String(outcome['method'])}, ${String(outcome['experiment'])}, on ${String(outcome['model'])}`,
  ]
  for (const [plot, all] of entries(outcome['plots'])) {
    for (const [series, points] of entries(all)) {
      const last: unknown = Array.isArray(points) ? points.at(-1) : undefined
      if (!Array.isArray(last)) continue
      lines.push(
        `  ${plot.padEnd(12)} ${series.padEnd(28)} ${Number(last[1]).toPrecision(4)} at ${String(last[0])}`,
      )
    }
  }
  for (const [name, value] of entries(outcome['figures'])) {
    lines.push(`  ${name.padEnd(41)} ${Number(value).toPrecision(4)}`)
  }
  return lines.join('\n')
}

const entries = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : []
