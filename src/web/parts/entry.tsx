import type { Child } from 'hono/jsx'
import type { ShownFacts } from '#catalog'
import { codeLinks, isCategory, opening, type Paper, paperPath } from '#paper'
import { versions as told } from '../words/versions.ts'
import { watches } from '../words/watches.ts'
import { words } from '../words/words.ts'
import { marked } from './mark.ts'
import { mutingOf } from './muted.tsx'
import { rich } from './rich.ts'
import { SaveButton } from './save.tsx'
import { Time } from './time.tsx'
import { entryId, VoteButton } from './vote.tsx'

export type EntryOptions = {
  /** Level of the heading: 2 where the list stands under the title of the page, else 3. */
  readonly level?: 2 | 3
  /** Where the title leads, if not to the paper. */
  readonly to?: string | undefined
  /** A line above the title, where the list does not say it. */
  readonly kicker?: string | undefined
  /** What the page of an edition said of the paper. */
  readonly shown?: ShownFacts | undefined
  /** Words to highlight. */
  readonly marks?: readonly string[]
  /** What somebody wrote about it, before what it says of itself. */
  readonly line?: Child
  /** What stands under the paper. */
  readonly after?: Child
}

/** A paper as lists show it: title, who and when, and the opening of what it says. */
export function Entry({
  paper,
  level = 3,
  to,
  kicker,
  shown,
  marks = [],
  line,
  after,
}: EntryOptions & { paper: Paper }) {
  const muting = mutingOf(paper.id)
  if (muting === 'left out') return null
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <article class="entry" id={entryId(paper.id)}>
      {/* Zotero finds the papers of a list by these. */}
      <abbr class="unapi-id" title={paper.id} hidden></abbr>
      <header>
        {kicker && <p class="kicker">{kicker}</p>}
        {muting === 'marked' && <p class="kicker">{watches.muted.mark}</p>}
        <Heading dir="auto">
          <a href={to ?? paperPath(paper.id)}>{rich(paper.title, { links: false, marks })}</a>
        </Heading>
        <p class="byline">
          <Who paper={paper} shown={shown} marks={marks} />
        </p>
        <Slugline paper={paper} shown={shown} />
      </header>
      {line}
      <Gist paper={paper} marks={marks} />
      {after}
    </article>
  )
}

/** When, where it is listed, and whether there is code. */
function Slugline({ paper, shown }: EntryOptions & { paper: Paper }) {
  const code = codeLinks(`${paper.comments} ${paper.abstract}`)[0]
  const categories = paper.categories.filter(isCategory).slice(0, 4)
  const date = shown?.day ?? paper.publishedAt
  return (
    <p class="slugline">
      {paper.standing === 'withdrawn' && <strong>{told.label}</strong>}
      {date && <Time at={date} />}
      {shown?.comments !== undefined && <span>{words.comments(shown.comments)}</span>}
      {categories.length > 0 && <span>{categories.join(' ')}</span>}
      {code && (
        <a href={code} rel="noreferrer">
          {words.paper.code}
        </a>
      )}
      <SaveButton paper={paper.id} />
      <VoteButton paper={paper.id} />
    </p>
  )
}

/** As many names as a line takes; an edition counts them, as its page did. */
function Who({ paper, shown, marks }: EntryOptions & { paper: Paper; marks: readonly string[] }) {
  if (shown?.authors !== undefined) return <>{words.authors(shown.authors)}</>
  const { authors } = paper
  if (authors.length === 0) return <>{words.noAuthors}</>
  // Whoever was searched for is named, wherever they stand.
  const names =
    authors.length > 4 ? [...new Set([...authors.slice(0, 3), ...sought(authors, marks)])] : authors
  const others = authors.length - names.length
  return (
    <>
      <bdi>{rich(words.names(names.map(inText), others), { marks })}</bdi>
      {others > 0 && ` ${words.others(others)}`}
    </>
  )
}

const inText = (name: string) => name.trim()

const sought = (authors: readonly string[], marks: readonly string[]) =>
  marks.length === 0
    ? []
    : authors.filter((name) => marked(name, marks).includes('<mark>')).slice(0, 2)

/** How many characters of an abstract stand in sight, about. */
const inSight = 320

/** The abstract, or our summary where there is none: its opening, and the rest folded. */
function Gist({ paper, marks }: { paper: Paper; marks: readonly string[] }) {
  const { opening: head, rest } = opening(paper.abstract || paper.summary, inSight)
  if (!head) return <p class="gist absent">{words.noAbstract}</p>
  return (
    <div class="gist" dir="auto">
      <p>{rich(head, { marks })}</p>
      {rest && (
        <details>
          <summary>
            <span>{words.more}</span>
          </summary>
          <p>{rich(rest, { marks })}</p>
        </details>
      )}
    </div>
  )
}

type EntriesOptions = Omit<EntryOptions, 'to' | 'kicker' | 'line' | 'after'> & {
  readonly kicker?: (paper: Paper) => string
  readonly after?: (paper: Paper) => Child
}

/** Papers in columns, read row by row. */
export function Entries(props: EntriesOptions & { papers: readonly Paper[] }) {
  const { papers, kicker, after, ...options } = props
  return (
    <div class="entries">
      {papers.map((paper) => (
        <Entry paper={paper} kicker={kicker?.(paper)} after={after?.(paper)} {...options} />
      ))}
    </div>
  )
}
