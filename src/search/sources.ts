import { isArxivId, type PaperId } from '#paper'

/** What `source:` in a query may name: where a paper's id is from. `title` has no id yet. */
export const sourceNames = ['arxiv', 'acl', 'openreview', 'doi', 'title'] as const
export type SourceName = (typeof sourceNames)[number]

export const isSource = (text: string): text is SourceName =>
  sourceNames.some((name) => name === text)

export const sourceOf = (id: PaperId): SourceName =>
  isArxivId(id) ? 'arxiv' : (sourceNames.find((name) => id.startsWith(`${name}:`)) ?? 'doi')
