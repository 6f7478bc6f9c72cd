import { codeLinks, type Day, isArxivId, opening, type Paper, plainText } from '#paper'
import { sentence } from '#mail'
import type { Chosen, Section } from './choose.ts'
import type { Links } from './links.ts'
import type { Subscription } from './subscription.ts'
import { digestWords as words } from './words.ts'

/** A digest as it is read, whether as HTML or as plain text. */
export type Page = {
  readonly title: string
  readonly lead: string
  readonly none: string
  readonly sections: readonly {
    readonly name: string
    readonly items: readonly Item[]
    readonly more: string
    readonly moreAt: string
  }[]
  readonly ledger: readonly string[]
  readonly foot: { readonly web: string; readonly choices: string; readonly leave: string }
  readonly address: string
}

/** What is the same for everybody. */
type Told = Omit<Item, 'why' | 'vote' | 'save'>

export type Item = {
  readonly title: string
  readonly url: string
  readonly authors: string
  readonly gist: string
  readonly why: string
  /** Where the reader votes for it; empty for somebody without an account. */
  readonly vote: string
  /** And where they save it. */
  readonly save: string
  readonly links: readonly { readonly name: string; readonly url: string }[]
}

/** How many characters of an abstract stand in a digest: two lines or three. */
const inSight = 260

/** Sets a digest, its text clean of whatever its sources had in it. */
export function pageOf(
  { content, papers }: Chosen,
  { id, address, reader }: Pick<Subscription, 'id' | 'address' | 'reader'>,
  day: Day,
  links: Links,
): Page {
  const all = content.sections.reduce((sum, { entries }) => sum + entries.length, 0)
  return {
    title: words.heading(day),
    lead: words.lead(content, all),
    none: content.none,
    sections: content.sections.map((section) => ({
      name: sentence(words.section(section)),
      items: section.entries.flatMap(({ id: paper, why, votes }) => {
        const known = papers.get(paper)
        return known
          ? [
              {
                ...told(known, links),
                why: whyOf(section, why, votes),
                vote: reader === null ? '' : links.vote(id, paper),
                save: reader === null ? '' : links.save(id, paper),
              },
            ]
          : []
      }),
      more: section.more > 0 ? words.more(section.more) : '',
      moreAt: moreAt(section, content.days[0], links),
    })),
    ledger: content.ledger,
    foot: { web: links.digest(id, day), choices: links.choices(id), leave: links.leave(id) },
    address,
  }
}

function moreAt({ kind, query, page }: Section, day: Day | undefined, { site }: Links): string {
  if (page !== undefined) return site + page
  if (kind === 'trending') return `${site}/trending`
  if (kind === 'watch') {
    return `${site}/search?${new URLSearchParams({ q: query, sort: 'newest' }).toString()}`
  }
  return day ? `${site}/day/${day}` : site
}

/** Why it is here, and what readers think of it. */
const whyOf = (section: Section, why: string, votes: number) =>
  [sentence(words.why(section, why)), words.votes(votes)].filter(Boolean).join(' · ')

/** What every digest says alike of a paper; set once for the many that tell of it. */
function told(paper: Paper, links: Links): Told {
  const known = kept.get(paper)
  if (known?.links === links) return known.item
  const item = set(paper, links)
  kept.set(paper, { links, item })
  return item
}

const kept = new WeakMap<Paper, { links: Links; item: Told }>()

function set(paper: Paper, { paper: at }: Links): Told {
  const code = codeLinks(`${paper.comments} ${paper.abstract}`)[0]
  const arxiv = isArxivId(paper.id)
    ? [
        { name: words.links.abs, url: `https://arxiv.org/abs/${paper.id}` },
        { name: words.links.pdf, url: `https://arxiv.org/pdf/${paper.id}` },
      ]
    : []
  return {
    title: sentence(plainText(paper.title), 300),
    url: at(paper.id),
    authors: sentence(words.authors(paper.authors.slice(0, 5000).map(plainText)), 300),
    gist: gistOf(paper),
    links: [...arxiv, ...(code ? [{ name: words.links.code, url: code }] : [])],
  }
}

function gistOf(paper: Paper): string {
  const { opening: head, rest } = opening(paper.abstract || paper.summary, inSight)
  const text = sentence(plainText(head), inSight + 60)
  return rest && !/[.!?…]$/.test(text) ? `${text} …` : text
}
