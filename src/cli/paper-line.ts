import { DomainError } from '#domain-error'
import { plainText } from '#paper'

/** A paper in two lines of a terminal. */
export function paperLine(paper: {
  readonly id: string
  readonly title: string
  readonly authors: readonly string[]
  readonly publishedAt: string
}): string {
  const { id, title, authors, publishedAt } = paper
  const names =
    authors.length > 3
      ? `${authors.slice(0, 3).join(', ')} and ${authors.length - 3} more`
      : authors.join(', ')
  return `${id.padEnd(12)}  ${plainText(title)}\n${' '.repeat(14)}${[plainText(names), publishedAt.slice(0, 10)].filter(Boolean).join(' · ')}`
}

/** `--count`, up to what is answered at once. */
export function countIn(text: string, most: number): number {
  const count = Number(text)
  if (Number.isInteger(count) && count > 0 && count <= most) return count
  throw new DomainError('invalid', `--count takes a number from 1 to ${most}, not “${text}”`)
}
