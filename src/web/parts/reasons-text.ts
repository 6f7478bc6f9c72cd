import { type PaperId, plainText } from '#paper'
import type { Reason } from '#recommend'
import { taste } from '../words/taste.ts'

const words = taste.reasons

/** Why a paper is recommended, as plain text. */
export function reasonsInWords(
  reasons: readonly Reason[],
  titles: ReadonlyMap<PaperId, string>,
): string {
  return reasons
    .slice(0, 3)
    .map((reason) => inWords(reason, titles))
    .join(' ')
}

function inWords(reason: Reason, titles: ReadonlyMap<PaperId, string>): string {
  switch (reason.kind) {
    case 'like':
      return `${words.like}${reason.papers.map((id) => titles.get(id) ?? id).join(words.and)}.`
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
