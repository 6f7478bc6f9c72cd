import {
  type Day,
  type Paper,
  type PaperId,
  type PaperRecord,
  isDay,
  isArxivId,
  listedOn,
} from '#paper'

/**
 * Who is believed where two sources differ, the best last. A saved page has lost backslashes; the
 * starter catalogue was checked by hand; arXiv speaks for its own papers.
 */
const trust = ['saved-page', 'starter', 'corpus', 'snapshot', 'arxiv']

type Field = Exclude<keyof PaperRecord, 'id'>

/** A paper of which nothing is known yet. */
export const blank = (id: PaperId): Paper => ({
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
  origins: {},
})

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are written right above
const fields = Object.keys(blank('' as PaperId)).filter(
  (key) => key !== 'id' && key !== 'origins',
) as Field[]

/**
 * What we know of a paper after one more record: of each field the value that knows more. The
 * outcome does not depend on the order in which records come, and a record seen twice changes
 * nothing; where it changes nothing, `known` itself comes back.
 */
export function merge(known: Paper, record: PaperRecord, origin: string): Paper {
  const better = fields.filter((field) => wins(known, record, field, origin))
  if (better.length === 0) return known
  const merged = {
    ...known,
    ...Object.fromEntries(better.map((field) => [field, record[field]])),
    origins: { ...known.origins, ...Object.fromEntries(better.map((field) => [field, origin])) },
  }
  return merged.origins.day ? merged : { ...merged, day: dayOfListing(merged) }
}

/** What we know after two papers turned out to be one: `known`, and whatever `other` knows better. */
export function unite(known: Paper, other: Paper): Paper {
  return fields.reduce((so, field) => {
    const origin = other.origins[field]
    return origin ? merge(so, { title: so.title, [field]: other[field] }, origin) : so
  }, known)
}

function wins(known: Paper, record: PaperRecord, field: Field, origin: string): boolean {
  const value = record[field]
  if (value === undefined || value.length === 0) return false
  const before = known[field]
  if (before.length === 0) return true
  if (same(before, value)) return trustOf(origin) > trustOf(known.origins[field])
  // A day beats a month, whoever says it.
  if (field === 'publishedAt' && before.length !== value.length) return value.length > before.length

  const advantage = trustOf(origin) - trustOf(known.origins[field])
  if (advantage !== 0) return advantage > 0
  // One source, two accounts: the later one, or else the fuller one.
  if (record.updatedAt && known.updatedAt && record.updatedAt !== known.updatedAt) {
    return record.updatedAt > known.updatedAt
  }
  if (before.length !== value.length) return value.length > before.length
  return String(value) > String(before)
}

const trustOf = (origin: string | undefined) => trust.indexOf(origin ?? '')

const same = (a: string | readonly string[], b: string | readonly string[]) =>
  typeof a === 'string' ? a === b : a.length === b.length && a.every((one, i) => one === b[i])

/** The day under which a paper is listed when no source says it: arXiv's, or that of publication. */
function dayOfListing({ id, publishedAt }: Paper): Day | '' {
  if (isDay(publishedAt)) return publishedAt
  if (publishedAt.length < 16) return ''
  const instant = new Date(publishedAt)
  if (isArxivId(id)) return listedOn(instant)
  const day = publishedAt.slice(0, 10)
  return isDay(day) ? day : ''
}
