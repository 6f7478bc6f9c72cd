import { Command } from 'commander'
import { refreshIndex } from '#app'
import { DomainError } from '#domain-error'
import { checkDays, type LedgerDay } from '#harvest'
import { categoryCodes, isDay } from '#paper'
import type { End, Terminal } from './terminal.ts'
import { asWhom } from './work.ts'

export function checkCommand(terminal: Terminal, _end: End): Command {
  return new Command('check')
    .argument('<categories...>', 'categories of arXiv’s: cs.LG stat.ML …')
    .description('see whether all that arXiv announced last is held, and fetch what is not')
    .option('--base <url>', 'another server that answers as arXiv’s own do')
    .option('--day <day>', 'a day of the last three months, in place of the last one announced')
    .option('--json', 'answer in JSON, a line for each category')
    .addHelpText('after', help)
    .action(
      async (
        categories: readonly string[],
        { base, json, day }: { base?: string; json?: true; day?: string },
      ) => {
        const unknown = categories.find((one) => !isKnown(one))
        if (unknown !== undefined) {
          throw new DomainError(
            'invalid',
            `“${unknown}” is no category of arXiv’s: they look like cs.LG`,
          )
        }
        if (day !== undefined && !isDay(day)) {
          throw new DomainError('invalid', `“${day}” is no day: write it as 2026-11-20`)
        }
        await using app = await terminal.open()
        const asked = [...new Set(categories)]
        terminal.progress.show(`asking arXiv about ${asked.join(', ')}`)
        const options = { ...asWhom(terminal.config()), ...elsewhere(base), ...(day && { day }) }
        for await (const line of checkDays(app.store, asked, terminal.signal, options)) {
          terminal.progress.end()
          terminal.answer(json ? JSON.stringify(line) : summary(line))
        }
        await refreshIndex(app, terminal.signal)
      },
    )
}

const archives = new Set(categoryCodes.map((code) => code.split('.')[0]))

const isKnown = (category: string) => categoryCodes.includes(category) || archives.has(category)

const elsewhere = (base: string | undefined) =>
  base === undefined
    ? {}
    : {
        rss: `${base}/rss`,
        listing: `${base}/list`,
        query: `${base}/api/query`,
        catchup: `${base}/catchup`,
      }

/** What the ledger says of a day, for people. */
function summary({ category, day, held, announced, state, reason, missing, repairs }: LedgerDay) {
  const fetched = repairs.filter(({ outcome }) => outcome === 'fetched').length
  return [
    `${category}, ${day}: ${held} of ${announced} announced, ${state}: ${reason}`,
    ...(fetched > 0 ? [`  ${fetched} were fetched by the query API`] : []),
    ...(missing.length > 0 ? [`  missing: ${missing.join(' ')}`] : []),
  ].join('\n')
}

const help = `
Asks arXiv’s page of new papers and its feed what was announced, and its query API for the papers
that are not held. Stop it at any moment and run it again. The site shows the outcome at /ledger.`
