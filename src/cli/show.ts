import { Command } from 'commander'
import { editionsWith, otherIds, paperOf, versionsOf } from '#catalog'
import { DomainError } from '#domain-error'
import { codeLinks, isArxivId, isDay, type Paper, plainText, readPaperId } from '#paper'
import { atSite } from './at-site.ts'
import type { End, Terminal } from './terminal.ts'

export function showCommand(terminal: Terminal, _end: End): Command {
  return new Command('show')
    .argument(
      '<id>',
      'an identifier or a link: 2309.17453, arXiv:2309.17453v2, https://arxiv.org/abs/…',
    )
    .description('show one paper, whole')
    .option('--json', 'answer in JSON')
    .action(async (text: string, { json }: { json?: true }) => {
      if (terminal.elsewhere().server !== undefined) return elsewhere(terminal, text, json)
      await using app = await terminal.open()
      const id = readPaperId(text)
      const paper = await paperOf(app.store, id)
      if (!paper) throw new DomainError('missing', `${id} is not among the papers held here`)
      const editions = await editionsWith(app.store, paper.id)
      const others = await otherIds(app.store, paper.id)
      terminal.answer(
        json
          ? JSON.stringify({
              ...paper,
              editions: editions.map((edition) => edition.id),
              otherIds: others,
              code: codeLinks(`${paper.comments} ${paper.abstract}`),
              versions: await versionsOf(app.store, paper.id),
            })
          : page(
              paper,
              editions.map(({ name }) => name),
              others,
            ),
      )
    })
}

async function elsewhere(terminal: Terminal, text: string, json?: true): Promise<void> {
  const paper = await atSite(terminal, (at) => at.getPaper({ id: text }))
  if (json) return terminal.answer(JSON.stringify(paper))
  const { note, withdrawn, day, ...rest } = paper
  const shown = {
    ...rest,
    id: readPaperId(paper.id),
    day: day !== null && isDay(day) ? day : '',
    comments: note,
    standing: withdrawn ? 'withdrawn' : '',
  } as const
  terminal.answer(
    page(
      shown,
      paper.editions.map(({ name }) => name),
      paper.otherIds,
    ),
  )
}

function page(
  paper: Omit<Paper, 'origins'>,
  editions: readonly string[],
  others: readonly string[],
): string {
  const facts = [
    ['authors', plainText(paper.authors.join(', '))],
    ['published', paper.publishedAt],
    ['updated', paper.updatedAt],
    ['listed', paper.day],
    ['categories', paper.categories.join(' ')],
    ['comments', paper.comments],
    ['journal', paper.journalRef],
    ['venue', paper.venue],
    ['doi', paper.doi],
    ['licence', paper.license],
    ['standing', paper.standing === 'withdrawn' ? 'withdrawn' : ''],
    ['also', others.join(', ')],
    ['link', isArxivId(paper.id) ? `https://arxiv.org/abs/${paper.id}` : ''],
    ['editions', editions.join(', ')],
  ].filter(([, value]) => value)
  const width = Math.min(process.stdout.columns || 100, 100)
  return [
    plainText(paper.title),
    '',
    ...facts.map(([name = '', value = '']) => `${name.padEnd(11)}${value}`),
    '',
    wrap(plainText(paper.abstract || paper.summary) || 'No abstract and no summary yet.', width),
  ].join('\n')
}

function wrap(text: string, width: number): string {
  const lines = ['']
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1) ?? ''
    if (last && last.length + word.length >= width) lines.push(word)
    else lines[lines.length - 1] = last ? `${last} ${word}` : word
  }
  return lines.join('\n')
}
