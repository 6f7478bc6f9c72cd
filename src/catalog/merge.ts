import {
  arxivCalendar,
  type Day,
  isArxivId,
  isDay,
  listedOn,
  type Paper,
  type PaperId,
  type PaperRecord,
} from '#paper'

/**
 * Who is believed where two sources differ, the best last. A saved page has lost backslashes; what
 * OpenAlex and Semantic Scholar have was gathered by machine; a list of citations was typed or
 * exported by anybody; Hugging Face repeats arXiv, as it was on one day; the starter catalogue was
 * checked by hand; a publisher tells Crossref less than is told where papers come out; and those
 * places, arXiv foremost, speak for their own papers.
 */
const trust = [
  'saved-page',
  'openalex',
  'semantic-scholar',
  'citation',
  'hf',
  'starter',
  'corpus',
  'crossref',
  'biorxiv',
  'openreview',
  'acl',
  'snapshot',
  'arxiv',
]

export type Field = Exclude<keyof PaperRecord, 'id' | 'asOf' | 'versions'>

/** A paper as the catalogue keeps it: with each field, as of when its source said so. */
export type Known = Paper & { readonly asOf: Readonly<Partial<Record<Field, string>>> }

/** A paper of which nothing is known yet. */
export const blank = (id: PaperId): Known => ({
  id,
  title: '',
  abstract: '',
  summary: '',
  authors: [],
  categories: [],
  publishedAt: '',
  updatedAt: '',
  day: '',
  comments: '',
  journalRef: '',
  doi: '',
  license: '',
  venue: '',
  standing: '',
  origins: {},
  asOf: {},
})

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are written right above
const fields = Object.keys(blank('' as PaperId)).filter(
  (key) => !['id', 'origins', 'asOf'].includes(key),
) as Field[]

/**
 * What we know of a paper after one more record: of each field the value that knows more. The
 * outcome does not depend on the order in which records come, and a record seen twice changes
 * nothing; where it changes nothing, `known` itself comes back.
 */
export function merge(known: Known, record: PaperRecord, origin: string): Known {
  const { asOf = '' } = record
  return take(known, (field) => ({ value: record[field] ?? '', origin, asOf }))
}

/** What we know after two papers turned out to be one. */
export const unite = (known: Known, other: Known): Known =>
  take(known, (field) => told(other, field))

/** Whether two states of a paper look different to a reader; where they come from is no news. */
export const isNews = (before: Known, after: Known): boolean =>
  fields.some((field) =>
    field === 'standing'
      ? (before.standing === 'withdrawn') !== (after.standing === 'withdrawn')
      : !same(before[field], after[field]),
  )

/** What somebody said of one field. An empty value, or one without an origin, says nothing. */
type Telling = {
  readonly value: string | readonly string[]
  readonly origin: string
  readonly asOf: string
}

function told(known: Known, field: Field): Telling {
  const { [field]: origin = '' } = known.origins
  // A day without an origin was reckoned, not told.
  return { value: origin ? known[field] : '', origin, asOf: known.asOf[field] ?? '' }
}

function take(known: Known, telling: (field: Field) => Telling): Known {
  const better = fields.filter((field) => beats(field, telling(field), told(known, field)))
  if (better.length === 0) return known
  const taken = <T>(pick: (one: Telling) => T) =>
    Object.fromEntries(better.map((field) => [field, pick(telling(field))]))
  const merged: Known = {
    ...known,
    ...taken(({ value }) => value),
    origins: { ...known.origins, ...taken(({ origin }) => origin) },
    asOf: { ...known.asOf, ...taken(({ asOf }) => asOf) },
  }
  return merged.origins.day ? merged : { ...merged, day: dayOfListing(merged) }
}

/**
 * Which of two tellings stays. This is one order of all possible tellings, and that is what makes
 * the order in which they arrive not matter.
 */
function beats(field: Field, one: Telling, other: Telling): boolean {
  if (one.value.length === 0) return false
  if (other.value.length === 0) return true
  return (
    // A day beats a month, whoever says it; then the better source.
    ((field === 'publishedAt' ? precision(one.value) - precision(other.value) : 0) ||
      trustOf(one.origin) - trustOf(other.origin) ||
      // One source, two accounts. A paper is listed when it first came, but else the later one knows.
      (field === 'day'
        ? compare(text(other.value), text(one.value))
        : compare(one.asOf, other.asOf)) ||
      one.value.length - other.value.length ||
      compare(text(one.value), text(other.value)) ||
      compare(one.asOf, other.asOf) ||
      compare(one.origin, other.origin)) > 0
  )
}

const trustOf = (origin: string) => trust.indexOf(origin)

/** Year, month, day or instant. */
const precision = (date: { length: number }) => Math.min(date.length, 11)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const text = (value: Telling['value']) => (typeof value === 'string' ? value : value.join('\n'))

const same = (a: Telling['value'], b: Telling['value']) =>
  a.length === b.length && text(a) === text(b)

/** The day under which a paper is listed when no source says it: arXiv's, or that of publication. */
export function dayOfListing(
  { id, publishedAt }: Pick<Paper, 'id' | 'publishedAt'>,
  calendar = arxivCalendar,
): Day | '' {
  if (isDay(publishedAt)) return publishedAt
  if (publishedAt.length < 16) return ''
  const instant = new Date(publishedAt)
  if (isArxivId(id)) return listedOn(instant, calendar)
  const day = publishedAt.slice(0, 10)
  return isDay(day) ? day : ''
}
