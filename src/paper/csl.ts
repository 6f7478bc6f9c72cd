import { fieldsOf } from './cite.ts'
import { isArxivId } from './id.ts'
import { plainText } from './latex.ts'
import { nameParts } from './name-parts.ts'
import type { Paper } from './paper.ts'

/** A paper as an item of CSL-JSON, https://docs.citationstyles.org: it has no preprint, but a genre. */
export type CslItem = {
  readonly id: string
  readonly type: string
  readonly title: string
  readonly author: readonly CslName[]
  readonly issued?: { readonly 'date-parts': readonly (readonly number[])[] }
  readonly [field: string]: unknown
}

type CslName =
  | { readonly family: string; readonly given?: string; readonly suffix?: string }
  | { readonly literal: string }

export function cslOf(paper: Paper): CslItem {
  const { date, names, doi, url, journal } = fieldsOf(paper)
  const parts = date.split('-').map(Number)
  const arxiv = isArxivId(paper.id)
  return {
    id: paper.id,
    type: arxiv || !journal ? 'article' : 'article-journal',
    title: plainText(paper.title),
    author: names.map(nameOf),
    ...(date && { issued: { 'date-parts': [parts] } }),
    ...(arxiv && { genre: 'preprint', publisher: 'arXiv', number: `arXiv:${paper.id}` }),
    ...(!arxiv && journal && { 'container-title': journal }),
    ...(paper.abstract && { abstract: plainText(paper.abstract) }),
    ...(doi && { DOI: doi }),
    ...(url && { URL: url }),
  }
}

/** A person in parts; a group, which is no person, in one piece. */
function nameOf(name: string): CslName {
  const { family, given, suffix } = nameParts(name)
  const isGroup = /\b(collaboration|consortium|team|group|project|committee|initiative)\b/i.test(
    name,
  )
  if (!given || isGroup) return { literal: name }
  return { family, given, ...(suffix && { suffix }) }
}
