import { DomainError } from '#domain-error'
import { type Day, isDay } from '#paper'
import { dayNumber } from './index-rows.ts'
import { quoted } from './lance.ts'
import { isStopWord, nameTerms, plain, termsOf } from './words.ts'

/** What somebody looks for. Any text is a query. */
export type Query = {
  readonly text: string
  /** The first and the last day on which a hit may be listed. */
  readonly from?: Day
  readonly to?: Day
  /** A hit has one of these; `cs` stands for all of `cs.…`. */
  readonly categories?: readonly string[]
  readonly skip?: number
  readonly count?: number
  readonly sort?: 'relevance' | 'date'
  /** Also show what is but loosely related. */
  readonly loose?: boolean
}

/** A query understood. */
export type Reading = {
  readonly text: string
  /** What is looked for in title and abstract. */
  readonly terms: readonly string[]
  /** The same words as they may stand in a name. */
  readonly names: readonly string[]
  /** A filter of Lance's; empty for none. */
  readonly filter: string
  readonly notes: readonly string[]
}

const longest = 2000
const mostTerms = 64

export function readQuery(query: Query): Reading {
  const notes: string[] = []
  const all = query.text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim()
  const text = all.slice(0, longest)
  if (all.length > longest) notes.push(`Only the first ${longest} characters were searched for.`)
  const distinct = [...new Set(termsOf(text).map((term) => term.slice(0, 100)))]
  const terms = distinct.slice(0, mostTerms)
  if (distinct.length > mostTerms)
    notes.push(`Only the first ${mostTerms} words were searched for.`)
  if (text !== '' && terms.length === 0) {
    const common =
      plain(text)
        .match(/[\p{L}\p{N}]+/gu)
        ?.filter(isStopWord) ?? []
    notes.push(
      common.length > 0
        ? `“${common.slice(0, 5).join(' ')}” is in nearly every paper: add a word that tells them apart.`
        : 'There is no word in it to search for.',
    )
  }
  return {
    text,
    terms,
    names: [...new Set(nameTerms(text))].filter((name) => !isStopWord(name)).slice(0, mostTerms),
    filter: filterOf(query),
    notes,
  }
}

function filterOf({ from, to, categories }: Query): string {
  const parts: string[] = []
  for (const [day, sign] of [
    [from, '>='],
    [to, '<='],
  ] as const) {
    if (day === undefined) continue
    if (!isDay(day)) throw new DomainError('invalid', `“${clip(day)}” is not a day like 2026-11-20`)
    parts.push(`day ${sign} ${dayNumber(day)}`)
  }
  if (from && !to) parts.push('day > 0')
  if (categories && categories.length > 0) {
    for (const name of categories) {
      if (!/^[a-z]+(-[a-z]+)*(\.[A-Za-z]+(-[a-z]+)*)?$/.test(name)) {
        throw new DomainError('invalid', `“${clip(name)}” is not a category like cs.LG`)
      }
    }
    parts.push(`array_has_any(categories, [${categories.map(quoted).join(', ')}])`)
  }
  return parts.join(' and ')
}

const clip = (text: string) => text.slice(0, 40)
