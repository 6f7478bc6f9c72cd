/** Commands that read by the API, of a site elsewhere or of the one in this folder. */
import { Command } from 'commander'
import type { Paper } from '#client'
import { atSite } from './at-site.ts'
import { countIn, paperLine } from './paper-line.ts'
import type { End, Terminal } from './terminal.ts'

type Options = { count: string; category?: string; window?: string; json?: true }

export function dayCommand(terminal: Terminal, end: End): Command {
  return new Command('day')
    .argument('[day]', 'as 2026-11-20; the last one that has papers')
    .description('show what a day brought: what was picked, and the papers')
    .option('--category <category>', 'of one category: cs.LG')
    .option('--count <count>', 'how many papers', '30')
    .option('--json', 'answer in JSON, a paper a line')
    .action(async (asked: string | undefined, { category, count, json }: Options) => {
      const { day, papers } = await atSite(terminal, async (at) => {
        const found = await at.getDay({ day: asked ?? 'latest' })
        const wanted = { day: found.day, category, count: countIn(count, 100) }
        return { day: found, papers: await at.listPapers(wanted) }
      })
      if (!json) {
        terminal.say(`${day.day}: ${day.papers} papers${day.quiet ? ` (${day.quiet})` : ''}`)
        for (const { paper, line } of day.picks) {
          terminal.answer(`★ ${paperLine(paper)}${line && `\n              ${line}`}`)
        }
      }
      list(terminal, end, papers.items, json)
    })
}

export function trendingCommand(terminal: Terminal, end: End): Command {
  return new Command('trending')
    .description('show what readers care for most')
    .option('--window <window>', 'day, week, month or all', 'week')
    .option('--category <category>', 'in one category: cs.LG')
    .option('--count <count>', 'how many', '30')
    .option('--json', 'answer in JSON, a paper a line')
    .action(async ({ window = '', category, count, json }: Options) => {
      const named = (['day', 'week', 'month', 'all'] as const).find((one) => one === window)
      const wanted = { window: named, category, count: countIn(count, 100) }
      const { items } = await atSite(terminal, (at) => at.listTrending(wanted))
      const papers = items.map(({ paper }) => paper)
      list(terminal, end, papers, json)
    })
}

export function similarCommand(terminal: Terminal, end: End): Command {
  return new Command('similar')
    .argument('<id>', 'an identifier or a link')
    .description('show the papers most like one')
    .option('--count <count>', 'how many', '10')
    .option('--json', 'answer in JSON, a paper a line')
    .action(async (id: string, { count, json }: Options) => {
      const wanted = { id, count: countIn(count, 50) }
      const { items } = await atSite(terminal, (at) => at.listSimilar(wanted))
      const papers = items.map(({ paper }) => paper)
      list(terminal, end, papers, json)
    })
}

export function forYouCommand(terminal: Terminal, end: End): Command {
  return new Command('for-you')
    .description('show what you may like, and why')
    .option('--count <count>', 'how many', '20')
    .option('--json', 'answer in JSON, a paper a line')
    .action(async ({ count, json }: Options) => {
      const wanted = { count: countIn(count, 100) }
      const { items, cold } = await atSite(terminal, (at) => at.forYou(wanted))
      if (cold) terminal.say('Nothing is known of you yet: this is what is new and esteemed.')
      list(
        terminal,
        end,
        items.map(({ paper }) => paper),
        json,
      )
    })
}

export function citeCommand(terminal: Terminal, _end: End): Command {
  return new Command('cite')
    .argument('<ids...>', 'identifiers or links')
    .description('cite papers: BibTeX, RIS, CSL-JSON, or a list in a style')
    .option('--format <format>', 'bibtex, ris, csl or style', 'bibtex')
    .option('--style <style>', 'apa, vancouver, harvard1 …, with --format style', 'apa')
    .action(async (ids: string[], { format, style }: { format: string; style: string }) => {
      const named = (['bibtex', 'ris', 'csl', 'style'] as const).find((one) => one === format)
      const { text, missing } = await atSite(terminal, (at) =>
        at.exportCitations({ id: ids, format: named, style }),
      )
      terminal.answer(text)
      if (missing.length > 0) terminal.say(`Not held there: ${missing.join(', ')}`)
    })
}

function list(
  terminal: Terminal,
  end: End,
  papers: readonly Paper[],
  json: true | undefined,
): void {
  for (const paper of papers) {
    const votes = paper.votes > 0 ? ` · ${paper.votes} votes` : ''
    terminal.answer(json ? JSON.stringify(paper) : paperLine(paper) + votes)
  }
  if (papers.length > 0) return
  terminal.say('There is nothing.')
  end(3)
}
