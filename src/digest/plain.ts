import type { Item, Page } from './page-of.ts'
import { digestWords as words } from './words.ts'

const width = 72

/** A digest as plain text: for those who read mail so, and for programs. */
export function plainDigest(page: Page): string {
  const parts = [
    page.title,
    page.lead,
    page.none && wrapped(page.none),
    ...page.sections.flatMap(({ name, items, more, moreAt }) => [
      `${name.toUpperCase()}\n${'-'.repeat(Math.min(width, name.length))}`,
      ...items.map(inText),
      more && `${more}: ${moreAt}`,
    ]),
    page.ledger.length > 0 && `${words.ledger}: ${page.ledger.join('\n')}`,
    [
      `${words.foot.web}:\n${page.foot.web}`,
      `${words.foot.choices}:\n${page.foot.choices}`,
      `${words.foot.leave}:\n${page.foot.leave}`,
    ].join('\n'),
    wrapped(words.foot.why(page.address)),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function inText({ title, url, authors, gist, why }: Item): string {
  return [wrapped(title), authors && wrapped(authors), gist && wrapped(gist, '  '), why, url]
    .filter(Boolean)
    .join('\n')
}

/** Lines of at most 72 characters, broken between words. */
function wrapped(text: string, indent = ''): string {
  const lines: string[] = []
  let line = indent
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + word.length + 1 > width) {
      lines.push(line)
      line = indent
    }
    line += line === indent ? word : ` ${word}`
  }
  return [...lines, line].join('\n')
}
