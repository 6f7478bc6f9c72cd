import { Command } from 'commander'
import { refreshIndex } from '#app'
import { papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import { type Day, isDay } from '#paper'
import { atSite } from './at-site.ts'
import { countIn, paperLine } from './paper-line.ts'
import type { End, Terminal } from './terminal.ts'

type Options = {
  exactly?: true
  from?: string
  to?: string
  category?: string[]
  count: string
  json?: true
}

export function searchCommand(terminal: Terminal, end: End): Command {
  return new Command('search')
    .argument('<query...>', 'words, a title, an author, an identifier')
    .description('find papers by words and by meaning')
    .option('--from <day>', 'listed on this day or later')
    .option('--to <day>', 'listed on this day or earlier')
    .option('--category <category...>', 'in these categories: cs.LG …')
    .option('--count <count>', 'how many', '10')
    .option('--exactly', 'the words as they are typed, however they are spelled')
    .option('--json', 'answer in JSON, a paper a line')
    .action(async (words: string[], options: Options) => {
      if (terminal.elsewhere().server !== undefined) return elsewhere(terminal, end, words, options)
      await using app = await terminal.open()
      await refreshIndex(app, terminal.signal, (read) =>
        terminal.progress.show(`indexing: ${read} papers`),
      )
      terminal.progress.end()
      const found = await app.search.find({
        text: words.join(' '),
        count: countIn(options.count, 1000),
        ...(options.exactly && { exactly: true }),
        ...(options.from && { from: dayFrom(options.from) }),
        ...(options.to && { to: dayFrom(options.to) }),
        ...(options.category && { categories: options.category }),
      })
      for (const note of found.notes) terminal.say(note)
      if (found.spelling) terminal.say(meant(found.spelling))
      const papers = await papersOf(
        app.store,
        found.hits.map(({ id }) => id),
      )
      for (const paper of papers)
        terminal.answer(options.json ? JSON.stringify(paper) : paperLine(paper))
      if (papers.length > 0) return
      terminal.say('No paper answers this. Fewer or other words may.')
      end(3)
    })
}

async function elsewhere(
  terminal: Terminal,
  end: End,
  words: readonly string[],
  { from, to, category, count, exactly, json }: Options,
): Promise<void> {
  const found = await atSite(terminal, (at) =>
    at.search({
      q: words.join(' '),
      from,
      to,
      category,
      exactly: exactly ? 'true' : 'false',
      count: countIn(count, 100),
    }),
  )
  for (const note of found.notes) terminal.say(note)
  if (found.meant) terminal.say(meant(found.meant))
  for (const { paper } of found.items) {
    terminal.answer(json ? JSON.stringify(paper) : paperLine(paper))
  }
  if (found.items.length > 0) return
  terminal.say('No paper answers this. Fewer or other words may.')
  end(3)
}

const meant = ({ text, sure }: { text: string; sure: boolean }) =>
  sure ? `These are papers for: ${text} (--exactly leaves it as typed)` : `Did you mean: ${text}`

export function dayFrom(text: string): Day {
  if (isDay(text)) return text
  throw new DomainError('invalid', `“${text}” is not a day; write it as 2026-11-20`)
}
