import { categoryCodes } from '#paper'

const archives = new Set(categoryCodes.map((code) => code.split('.')[0]))

/**
 * The categories of arXiv's among some words, each once, in their order; classes of other schemes
 * fall out. A class that we do not know yet, in an archive that we know, is taken for a new one.
 */
export const categoriesAmong = (words: readonly string[]): string[] => [
  ...new Set(words.filter(hasShape)),
]

/**
 * The category or archive whose list of new papers has those of a set of OAI-PMH: `cs:cs:LG` is
 * `cs.LG`, `physics:hep-th` is `hep-th`. There is none for all of physics, nor for all of arXiv.
 */
export function categoryOfSet(set: string): string | undefined {
  const [group = '', archive = group, subject] = set.split(':')
  if (set === 'physics') return undefined
  return categoriesAmong([subject ? `${archive}.${subject}` : archive])[0]
}

function hasShape(word: string): boolean {
  const [archive = '', subject, ...rest] = word.split('.')
  if (rest.length > 0 || !archives.has(archive)) return false
  return subject === undefined || /^([A-Z]{2}|[a-z]+(-[a-z]+)*)$/.test(subject)
}
