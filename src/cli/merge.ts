import { Command } from 'commander'
import { refreshIndex } from '#app'
import { makeOne, type Merge, merges, takeApart } from '#catalog'
import { readPaperId } from '#paper'
import type { End, Terminal } from './terminal.ts'

export function mergeCommand(terminal: Terminal, _end: End): Command {
  return new Command('merge')
    .argument('[paper]', 'the identifier that shall lead to the other')
    .argument('[into]', 'the identifier under which both shall stand')
    .description('say that two papers are one; without papers, list what was made one')
    .option('--because <reason>', 'why, for whoever asks later', 'the keeper said so')
    .option('--json', 'answer in JSON')
    .addHelpText('after', help)
    .action(
      async (
        paper: string | undefined,
        into: string | undefined,
        { because, json }: { because: string; json?: true },
        command: Command,
      ) => {
        if (paper !== undefined && into === undefined) {
          command.error('name both papers, or none to see what was made one')
        }
        await using app = await terminal.open()
        if (paper !== undefined && into !== undefined) {
          const pair = { paper: readPaperId(paper), into: readPaperId(into) }
          await makeOne(app.store, { ...pair, reason: because }, app.now())
          await refreshIndex(app, terminal.signal)
        }
        const all = await merges(app.store, paper ? { paper: readPaperId(paper) } : {})
        terminal.answer(
          json ? JSON.stringify(all) : all.map(line).join('\n') || 'Nothing was made one.',
        )
      },
    )
}

export function unmergeCommand(terminal: Terminal, _end: End): Command {
  return new Command('unmerge')
    .argument('<paper>', 'the identifier that leads to another, and shall stand by itself again')
    .description('take two papers apart that were made one')
    .action(async (text: string) => {
      await using app = await terminal.open()
      const paper = readPaperId(text)
      const from = await takeApart(app.store, paper, app.now())
      await refreshIndex(app, terminal.signal)
      terminal.answer(`${paper} stands by itself again, and so does ${from}.`)
    })
}

const line = ({ paper, into, reason, at, undoneAt }: Merge) =>
  `${at.slice(0, 10)}  ${paper} → ${into}: ${reason}${undoneAt ? `; taken apart ${undoneAt.slice(0, 10)}` : ''}`

const help = `
The same paper from two sources is found by itself: by DOI, then by title and authors. All that hangs
on it goes over, and goes back with unmerge; two that were taken apart stay apart.`
