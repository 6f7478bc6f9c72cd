import { dateInWords } from '../words/words.ts'

/** A date of which a day, a month or only a year may be known. */
export function Time({ at }: { at: string }) {
  return <time datetime={at.slice(0, 10)}>{dateInWords(at)}</time>
}
