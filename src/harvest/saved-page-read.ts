/** A day as a page writes it: “May 26, 2021”, or “Oct 28”, which leaves the year to the reader. */
export type WrittenDay = {
  readonly month: number
  readonly day: number
  readonly year?: number
}

/** What a page says of one paper. Lines are counted from 1. */
export type PageEntry = {
  readonly line: number
  readonly title: string
  readonly abstract: string
  readonly authors?: number
  readonly written?: WrittenDay
  readonly comments?: number
}

export type Page = {
  /** The day that stands above the papers, or `undefined` where the page has none. */
  readonly day: WrittenDay | undefined
  readonly entries: readonly PageEntry[]
  readonly strays: readonly Stray[]
}

/** What stands on a page like an entry, and is none. */
export type Stray = { readonly line: number; readonly reason: string; readonly excerpt: string }

/** A stretch of lines without an empty one between, with what it can be. */
type Block = { readonly line: number } & (
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'authors'; readonly count: number }
  | { readonly kind: 'day'; readonly written: WrittenDay; readonly comments: number | undefined }
  | { readonly kind: 'number'; readonly count: number }
)

const head = [
  /^new$/i,
  /^get trending papers in your email inbox!?$/i,
  /^subscribe$/i,
  /^daily papers$/i,
  /^by ?AK and the research community$/i,
]

const isHead = (text: string) => head.some((line) => line.test(text))

/** Whether a text begins as pages do that were saved from the daily list of papers. */
export function looksLikeSavedPage(text: string): boolean {
  const beginning = blocksOf(text.slice(0, 5000).split(/\r?\n/)).slice(0, 15)
  return (
    beginning.some((block) => block.kind === 'words' && isHead(block.text)) &&
    beginning.some((block) => block.kind === 'day')
  )
}

/**
 * Reads the lines of a page: its head, the day, then of each paper the title, the abstract and, on
 * some pages, the number of authors, the day and the number of comments.
 */
export function readPage(lines: readonly string[]): Page {
  const blocks = blocksOf(lines)
  const dayAt = blocks.slice(0, 15).findIndex(({ kind }) => kind === 'day')
  const chip = blocks[dayAt]
  const day = chip?.kind === 'day' ? chip.written : undefined
  return { day, ...entriesOf(blocks.slice(dayAt + 1)) }
}

type Draft = { -readonly [key in keyof PageEntry]: PageEntry[key] }

function entriesOf(blocks: readonly Block[]): Pick<Page, 'entries' | 'strays'> {
  const drafts: Draft[] = []
  const ended = new Set<Draft>()
  for (const [i, block] of blocks.entries()) {
    const draft = drafts.at(-1)
    if (block.kind === 'words') {
      if (!draft || ended.has(draft) || beginsEntry(draft, block.text, blocks[i + 1])) {
        drafts.push({ line: block.line, title: block.text, abstract: '' })
      } else {
        draft.abstract = [draft.abstract, block.text].filter(Boolean).join('\n\n')
      }
    } else if (draft && (block.kind !== 'number' || blocks[i - 1]?.kind === 'day')) {
      addFact(draft, block)
      ended.add(draft)
    }
  }
  const strays = drafts.flatMap((draft, i) => {
    const last = i === drafts.length - 1
    const breaksOff = last && ended.size > 0 && !ended.has(draft)
    const reason = faultOf(draft, { last, breaksOff })
    return reason ? [{ line: draft.line, reason, excerpt: draft.title }] : []
  })
  const stray = new Set(strays.map(({ line }) => line))
  return { entries: drafts.filter(({ line }) => !stray.has(line)), strays }
}

/**
 * Whether a text is the title of the next paper, and not more of the one before. Where no line of
 * facts comes between, a title is known by being short, no sentence, and before something long.
 */
function beginsEntry(draft: Draft, text: string, next: Block | undefined): boolean {
  if (text.length > longestTitle || /[.:;,]$|https?:\/\//.test(text)) return false
  if (next?.kind !== 'words' || next.text.length < text.length * 2) return false
  return draft.abstract !== '' || next.text.length > 300
}

/** The longest title of arXiv's year 2025 has some 250 characters. */
const longestTitle = 300

function addFact(draft: Draft, block: Exclude<Block, { kind: 'words' }>): void {
  if (block.kind === 'authors') draft.authors = block.count
  else if (block.kind === 'number') draft.comments ??= block.count
  else {
    draft.written = block.written
    if (block.comments !== undefined) draft.comments = block.comments
  }
}

function faultOf(
  draft: Draft,
  { last, breaksOff }: { last: boolean; breaksOff: boolean },
): string | undefined {
  if (draft.abstract === '') {
    return last
      ? 'the page breaks off here, before the abstract: save it again to the end'
      : 'there is a title without an abstract: see whether a line got lost'
  }
  if (breaksOff) {
    return 'the page breaks off within this abstract: save it again to the end'
  }
  if (draft.title.length > 2000)
    return 'the title has more than 2,000 characters: see whether line breaks were lost'
  if (draft.abstract.length > 100_000) {
    return `the abstract has ${draft.abstract.length.toLocaleString('en')} characters, more than any paper’s: see whether something else slipped into it`
  }
  return undefined
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = []
  let open = false
  for (const [i, whole] of lines.entries()) {
    const text = whole.trim()
    const line = i + 1
    const fact = factIn(text, line)
    const before = blocks.at(-1)
    if (fact) blocks.push(...fact)
    else if (text !== '' && open && before?.kind === 'words') {
      blocks[blocks.length - 1] = { ...before, text: `${before.text} ${text}` }
    } else if (text !== '') blocks.push({ kind: 'words', line, text })
    open = text !== '' && !fact
  }
  return blocks
}

/** What a line says that is no words: “• 5 authors”, “·”, “May 26, 2021 2”, or all of it at once. */
function factIn(text: string, line: number): Block[] | undefined {
  if (text.length > 60) return undefined
  if (/^[·•|]$/.test(text)) return []
  const [whole, count, rest = ''] =
    text.match(/^[•·*-]?\s*(\d{1,5}) authors?\b\s*[·•]?\s*(.*)$/) ?? []
  if (whole !== undefined) {
    const after = rest === '' ? [] : factIn(rest, line)
    return after && [{ kind: 'authors', line, count: Number(count) }, ...after]
  }
  if (/^\d{1,5}$/.test(text)) return [{ kind: 'number', line, count: Number(text) }]
  const [, month = '', day, year, comments] = text.match(writtenDay) ?? []
  const number = months.indexOf(month.slice(0, 3).toLowerCase()) + 1
  if (!day || number === 0) return undefined
  return [
    {
      kind: 'day',
      line,
      written: { month: number, day: Number(day), ...(year ? { year: Number(year) } : {}) },
      comments: comments === undefined ? undefined : Number(comments),
    },
  ]
}

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

const writtenDay =
  /^(?:[·•]\s*)?((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6})\.? (\d{1,2})(?:, (\d{4}))?(?:\s+(\d{1,5}))?$/i
