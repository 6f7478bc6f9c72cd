import { addDays, type Day, lastListed, listedOn } from '#paper'
import { escape } from './oai.ts'
import type { HeldPaper } from './papers.ts'

type Kind = 'new' | 'cross' | 'replace' | 'replace-cross'
export type Announcement = { readonly paper: HeldPaper; readonly kind: Kind }

/** What is announced in a category under a day: by the calendar, as the real one does. */
export function announcedOn(
  day: Day,
  category: string,
  papers: readonly HeldPaper[],
): Announcement[] {
  return papers.flatMap((paper): Announcement[] => {
    if (!paper.categories.some((one) => isUnder(one, category))) return []
    const primary = isUnder(paper.categories[0] ?? '', category)
    const [first, ...later] = daysOf(paper)
    if (first === day) return [{ paper, kind: primary ? 'new' : 'cross' }]
    return later.includes(day) ? [{ paper, kind: primary ? 'replace' : 'replace-cross' }] : []
  })
}

/** `cs` has all that `cs.LG` and the others have. */
const isUnder = (one: string, category: string) =>
  one === category || one.startsWith(`${category}.`)

/** The day under which each version is listed, reckoned once: there are many papers and requests. */
function daysOf(paper: HeldPaper): readonly Day[] {
  const days = reckoned.get(paper) ?? paper.versions.map(({ at }) => listedOn(at))
  reckoned.set(paper, days)
  return days
}

const reckoned = new WeakMap<HeldPaper, readonly Day[]>()

/** The feed is made at midnight in Ithaca, four hours after the announcement. */
export const dayOfFeed = (now: Date): Day => lastListed(new Date(now.getTime() - 4 * 3_600_000))

/** The feed. Its items carry the day before, and its build date is always fresh. */
export function rssAnswer(day: Day, now: Date, announced: readonly Announcement[]): string {
  const stale = new Date(addDays(day, -1)).toUTCString()
  return `<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"><channel><title>updates</title><link>http://rss.arxiv.org/rss/x</link><atom:link href="http://rss.arxiv.org/rss/x" rel="self" type="application/rss+xml"/><lastBuildDate>${now.toUTCString()}</lastBuildDate><pubDate>${stale}</pubDate><skipDays><day>Sunday</day><day>Saturday</day></skipDays>${announced
    .map(
      ({ paper, kind }) =>
        `<item><title>${escape(paper.title)}</title><link>https://arxiv.org/abs/${paper.id}</link><description>arXiv:${paper.id}v${paper.versions.length} Announce Type: ${kind} \nAbstract: ${escape(paper.abstract)}</description><guid isPermaLink="false">oai:arXiv.org:${paper.id}v${paper.versions.length}</guid>${paper.categories
          .map((one) => `<category>${one}</category>`)
          .join(
            '',
          )}<pubDate>${stale}</pubDate><arxiv:announce_type>${kind}</arxiv:announce_type><dc:creator>${paper.authors.map((name) => name.join(' ')).join(', ')}</dc:creator></item>`,
    )
    .join('')}</channel></rss>`
}

/** The page of what is new, in the outlines of the real one: the heading tells how many there are. */
export function listingAnswer(day: Day, announced: readonly Announcement[]): string {
  const date = new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).formatToParts(new Date(day))
  const part = (type: string) => date.find((one) => one.type === type)?.value ?? ''
  const sections = [
    section('New', announced, ['new']),
    section('Cross', announced, ['cross']),
    section('Replacement', announced, ['replace', 'replace-cross']),
  ].join('')
  return `<!DOCTYPE html><html lang="en"><body><h1>Everything</h1><ul><li><a href="/list/x/new#item0">New submissions</a></li></ul>
<h3>Showing new listings for ${part('weekday')}, ${part('day')} ${part('month')} ${part('year')}</h3>
${sections || '<p>No updates today.</p>'}</body></html>`
}

/** The page of a day that is past: the same list under another heading, all on one page. */
export function catchupAnswer(day: Day, announced: readonly Announcement[]): string {
  const written = new Date(day).toUTCString().slice(0, 16)
  const heading = `<h1>Catchup results for Everything on ${written}</h1>`
  const list = listingAnswer(day, announced)
  const from = list.indexOf('</h3>') + '</h3>'.length
  const rest = list.slice(from).replace('No updates today.', `No updates for ${written}`)
  return `<!DOCTYPE html><html lang="en"><body>${heading}<div>Total of ${announced.length} entries</div>${rest}`
}

function section(name: string, all: readonly Announcement[], kinds: readonly Kind[]): string {
  const some = all.filter(({ kind }) => kinds.includes(kind))
  if (some.length === 0) return ''
  return `<dl id='articles'>
    <h3>${name} submissions (showing ${some.length} of ${some.length} entries)</h3>${some
      .map(
        ({ paper }, i) =>
          `<dt><a name='item${i}'>[${i}]</a><a href ="/abs/${paper.id}" title="Abstract" id="${paper.id}">arXiv:${paper.id}</a>[<a href="/pdf/${paper.id}" title="Download PDF">pdf</a>]</dt><dd><div class='list-title'>${escape(paper.title)}</div><p class='mathjax'>${escape(paper.abstract)}</p></dd>`,
      )
      .join('')}</dl>`
}
