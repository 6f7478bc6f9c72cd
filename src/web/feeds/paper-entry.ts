import { codeLinks, isArxivId, type Paper, paperPath, plainText } from '#paper'
import { words } from '../words/words.ts'
import { type FeedEntry, lastingId } from './feed.ts'

/** A paper as feeds show it. Mathematics is in Unicode: few readers of feeds leave MathML alone. */
export function paperEntry(paper: Paper, origin: string): FeedEntry {
  const text = plainText(paper.abstract || paper.summary)
  const url = origin + paperPath(paper.id)
  const names = paper.authors.map(plainText)
  const published = instant(paper.publishedAt || paper.day)
  return {
    id: lastingId('paper', paper.id),
    url,
    title: plainText(paper.title),
    html: [paragraph(names.join(', ')), paragraph(text), linksOf(paper, url)].join(''),
    text,
    authors: names,
    categories: paper.categories,
    publishedAt: published,
    updatedAt: paper.updatedAt ? instant(paper.updatedAt) : published,
  }
}

function linksOf({ id, comments, abstract }: Paper, url: string): string {
  const code = codeLinks(`${comments} ${abstract}`)[0]
  const places: [string, string][] = [
    [words.name, url],
    ...(isArxivId(id)
      ? ([
          ['arXiv', `https://arxiv.org/abs/${id}`],
          [words.paper.pdf, `https://arxiv.org/pdf/${id}`],
        ] satisfies [string, string][])
      : []),
    ...(code ? ([[words.paper.code, code]] satisfies [string, string][]) : []),
  ]
  const links = places.map(([name, to]) => `<a href="${html(to)}">${html(name)}</a>`)
  return `<p>${links.join(' · ')}</p>`
}

const paragraph = (text: string) => (text ? `<p>${html(text)}</p>` : '')

const html = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/** An instant from as much of a date as is known: `2009-01` is its first moment. */
function instant(date: string): string {
  const [, year = '1970', month = '01', day = '01', time = 'T00:00:00Z'] =
    date.match(/^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(T.*)?$/) ?? []
  const at = new Date(`${year}-${month}-${day}${time}`)
  return Number.isNaN(at.getTime()) ? '1970-01-01T00:00:00Z' : at.toISOString()
}
