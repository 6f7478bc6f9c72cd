import { momentInWords } from '../words/ledger.ts'
import { dateInWords } from '../words/words.ts'

/** A date of which a day, a month or only a year may be known. */
export function Time({ at }: { at: string }) {
  return <time datetime={at.slice(0, 10)}>{dateInWords(at)}</time>
}

/** An instant, to the minute. */
export function Moment({ at }: { at: string }) {
  return <time datetime={at}>{momentInWords(at)}</time>
}
