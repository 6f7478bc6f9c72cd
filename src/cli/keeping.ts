/** Commands that keep something of a reader's by the API, of a site elsewhere or of the one in this folder. */
import { Command } from 'commander'
import { atSite } from './at-site.ts'
import { paperLine } from './paper-line.ts'
import type { End, Terminal } from './terminal.ts'

export function watchCommand(terminal: Terminal, end: End): Command {
  const command = new Command('watch').description('keep queries, and ask what is new for them')
  command
    .command('list')
    .description('what you watch')
    .action(async () => {
      const { items } = await atSite(terminal, (at) => at.listWatches())
      for (const { id, kind, name, query } of items) {
        terminal.answer(`${id}  ${kind.padEnd(6)} ${name === query ? query : `${name}: ${query}`}`)
      }
      if (items.length > 0) return
      terminal.say('You watch nothing yet: broadsheet watch add "attention sinks"')
      end(3)
    })
  command
    .command('add')
    .argument('<query...>', 'in the language of the search')
    .description('watch a query')
    .action(async (query: string[]) => {
      const { id } = await atSite(terminal, (at) => at.keepWatch({ query: query.join(' ') }))
      terminal.answer(id)
    })
  command
    .command('check')
    .argument('[watch]', 'one of them; all')
    .description('what is new since you asked last')
    .option('--json', 'answer in JSON')
    .action(async (watch: string | undefined, { json }: { json?: true }) => {
      const found = await atSite(terminal, (at) => at.checkWatches({ watch, asker: 'terminal' }))
      if (json) return terminal.answer(JSON.stringify(found))
      for (const { watch: one, papers, more } of found.news) {
        terminal.say(`${one.name}: ${papers.length === 0 ? 'nothing new' : papers.length + more}`)
        for (const paper of papers) terminal.answer(paperLine(paper))
      }
    })
  command
    .command('drop')
    .argument('<watch>', 'as `watch list` names it')
    .description('end a watch')
    .action(async (watch: string) => {
      await atSite(terminal, (at) => at.dropWatch({ watch }))
    })
  return command
}

export function saveCommand(terminal: Terminal, _end: End): Command {
  return new Command('save')
    .argument('<id>', 'an identifier or a link')
    .description('save a paper in your library')
    .option('--remove', 'take it out')
    .action(async (id: string, { remove }: { remove?: true }) => {
      await atSite(terminal, async (at) => {
        await (remove ? at.unsavePaper({ id }) : at.savePaper({ id }))
      })
    })
}

export function voteCommand(terminal: Terminal, _end: End): Command {
  return new Command('vote')
    .argument('<id>', 'an identifier or a link')
    .description('vote for a paper')
    .option('--take-back', 'take your vote back')
    .action(async (id: string, { takeBack }: { takeBack?: true }) => {
      const { votes } = await atSite(terminal, (at) =>
        takeBack ? at.takeVoteBack({ id }) : at.castVote({ id }),
      )
      terminal.answer(votes === 1 ? '1 vote' : `${votes} votes`)
    })
}
