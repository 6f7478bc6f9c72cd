import { type Paper, type PaperId, paperPath, plainText } from '#paper'
import type { Reason } from '#recommend'
import { taste } from '../words/taste.ts'

/** Why a paper is recommended, as a line under it. */
export function Reasons({
  reasons,
  titles,
}: {
  reasons: readonly Reason[]
  titles: ReadonlyMap<PaperId, string>
}) {
  if (reasons.length === 0) return null
  return (
    <p class="reasons">
      {reasons.slice(0, 3).map((reason) => (
        <span>{said(reason, titles)} </span>
      ))}
    </p>
  )
}

const words = taste.reasons

function said(reason: Reason, titles: ReadonlyMap<PaperId, string>) {
  switch (reason.kind) {
    case 'like':
      return (
        <>
          {words.like}
          {reason.papers.map((id, i) => (
            <>
              {i > 0 && words.and}
              <a href={paperPath(id)}>{short(titles.get(id) ?? id)}</a>
            </>
          ))}
          .
        </>
      )
    case 'authors':
      return words.authors(reason.names.map(plainText))
    case 'words':
      return words.words(reason.words)
    case 'together':
      return words.together(reason.readers)
    case 'votes':
      return words.votes(reason.votes)
    case 'new':
    default:
      return words.new
  }
}

/** The papers that reasons name. */
export const namedIn = (all: readonly { readonly reasons: readonly Reason[] }[]): PaperId[] => [
  ...new Set(
    all.flatMap(({ reasons }) =>
      reasons.flatMap((reason) => (reason.kind === 'like' ? reason.papers : [])),
    ),
  ),
]

export const titlesOf = (papers: readonly Paper[]): ReadonlyMap<PaperId, string> =>
  new Map(papers.map(({ id, title }) => [id, plainText(title)]))

/** A title up to its colon, or as much of it as a line takes. */
export function short(title: string): string {
  const [head = title] = title.split(/:\s/)
  const text = head.length >= 12 ? head : title
  return text.length > 60 ? `${text.slice(0, 58).trimEnd()}…` : text
}
