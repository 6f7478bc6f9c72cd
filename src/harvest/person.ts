import { authorsIn } from './author-list.ts'

/**
 * The people in one entry of a list of authors, as they would write themselves: without the marks of
 * footnotes and affiliations, and one by one where somebody put them all into one entry.
 */
export function peopleIn(entry: string): string[] {
  const parts = entry.split(/,\s+|;\s+/)
  const isList =
    parts.length >= 3 || (parts.length === 2 && parts.every((part) => /\S\s+\S/.test(part.trim())))
  const people = isList && !/\(.*[,;].*\)/.test(entry) ? parts : isList ? authorsIn(entry) : [entry]
  return people.flatMap((name) => withoutMarks(name) || [])
}

/** A name without stars, daggers, empty brackets, and numbers that lead to an affiliation. */
function withoutMarks(name: string): string {
  const bare = name
    .replace(/\(\s*[*†‡§¶#∗]*\s*\)/g, '')
    .replace(/[\s*†‡§¶#∗]+$/g, '')
    .replace(/^and\s+/i, '')
    .replace(/^[\s*†‡§¶#∗]+/, '')
  // A collaboration may have a number in its name; a person has none at its end.
  return /\b(collaboration|team|project|group)\b/i.test(bare)
    ? bare.trim()
    : bare.replace(/(?<=[\p{Ll}.])[\d,]+$/u, '').trim()
}
