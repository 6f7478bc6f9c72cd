import { Command } from 'commander'
import { refreshIndex } from '#app'
import { DomainError } from '#domain-error'
import { asides, fileSource } from '#harvest'
import { harvestInto, summary } from './harvest.ts'
import type { End, Terminal } from './terminal.ts'

export function importCommand(terminal: Terminal, end: End): Command {
  return new Command('import')
    .argument(
      '[files...]',
      'saved result pages, JSON lines, BibTeX, RIS, CSL-JSON, ACL XML; also .gz and .zst',
    )
    .description('take papers in from files')
    .option('--year <year>', 'the year of saved pages that do not say theirs')
    .option('--aside [count]', 'list the records that were set aside, and why')
    .option('--json', 'answer in JSON')
    .addHelpText('after', help)
    .action(
      async (files: string[], options: { year?: string; aside?: string | true; json?: true }) => {
        if (files.length === 0 && !options.aside) {
          terminal.say(
            'Name at least one file. broadsheet import --help shows which kinds are understood.',
          )
          return end(2)
        }
        await using app = await terminal.open()
        for (const file of files) {
          const source = await fileSource(
            file,
            options.year ? { year: yearFrom(options.year) } : {},
          )
          const done = await harvestInto(app, source, file, terminal)
          terminal.answer(options.json ? JSON.stringify({ file, ...done }) : summary(file, done))
        }
        if (files.length > 0) {
          await refreshIndex(app, terminal.signal, (read) =>
            terminal.progress.show(`indexing: ${read} papers`),
          )
          terminal.progress.end()
        }
        if (!options.aside) return
        const count = options.aside === true ? 100 : Number(options.aside)
        for (const aside of await asides(app.store, count)) {
          const { source, spot, reason, excerpt } = aside
          terminal.answer(
            options.json
              ? JSON.stringify(aside)
              : `${source}, ${spot}: ${reason}\n  ${excerpt.slice(0, 120)}`,
          )
        }
      },
    )
}

const help = `
The kind of a file is told by its content. A paper that is there already is one paper: of each
field the value that knows more is kept. Importing a file again changes nothing; an import that
was interrupted goes on where it was.

  broadsheet import saved-page.txt                 a saved page of results, kept as an edition
  broadsheet import arxiv-metadata.jsonl.zst       the arXiv metadata snapshot
  broadsheet import library.bib refs.ris           your own list: BibTeX, RIS or CSL-JSON
  broadsheet import --aside                        what could not be kept, and why`

function yearFrom(text: string): number {
  const year = Number(text)
  if (Number.isInteger(year) && year > 1900 && year < 2200) return year
  throw new DomainError('invalid', `--year takes a year such as 2025, not “${text}”`)
}
