import type { Day } from './day.ts'
import type { PaperId } from './id.ts'

export {
  announcedAt,
  arxivCalendar,
  type Calendar,
  calendarWith,
  holidaysOf,
  lastAnnounced,
  lastListed,
  listedOn,
  quietDay,
} from './arxiv-calendar.ts'
export { bibtexOf } from './bibtex.ts'
export { addressOf } from './cite.ts'
export { instantAt, isZone, leapsOf, offsetAt } from './clock.ts'
export { type CslItem, cslOf } from './csl.ts'
export { jsonLdOf } from './json-ld.ts'
export { risOf } from './ris.ts'
export { codeLinks } from './code-links.ts'
export {
  categoryCodes,
  categoryName,
  type Field,
  fieldOf,
  fields,
  isCategory,
} from './categories.ts'
export {
  addDays,
  type Day,
  dayOf,
  daysOfMonth,
  daysOfWeek,
  isDay,
  type Span,
  weekday,
  weekOf,
} from './day.ts'
export {
  isArxivId,
  isProvisional,
  type PaperId,
  paperPath,
  provisionalId,
  readPaperId,
  understand,
} from './id.ts'
export { plainText, richText } from './latex.ts'
export { mathMarkup } from './latex-mathml.ts'
export { opening } from './latex-opening.ts'
export { difference, type Stretch } from './difference.ts'
export { nameKey } from './name.ts'
export { lastFirst, type NameParts, nameParts } from './name-parts.ts'
export { titleKey } from './title.ts'

/** A paper as we know it: of each field the best that any source told us. Text is as its source wrote it, LaTeX and all. */
export type Paper = Required<Fields> & {
  readonly id: PaperId
  /** Which source each field came from. */
  readonly origins: Readonly<Partial<Record<keyof Fields, string>>>
}

/** What a source tells of a paper. A field left out is one it says nothing about. */
export type PaperRecord = Fields & {
  /** Absent where the source knows none; the title must do then. */
  readonly id?: PaperId
  /**
   * As of when the source says all this: a day or an instant, in one manner for all its records. Of
   * two accounts that one source gives of a paper, the later is believed.
   */
  readonly asOf?: string
  /** Its versions, the first one first, where the source knows them. */
  readonly versions?: readonly VersionRecord[]
}

/** What a source tells of a version of a paper. */
export type VersionRecord = {
  readonly number: number
  readonly at: string
  readonly standing?: Standing
}

/** Whether a paper stands, or was taken back by its authors or its publisher. */
export type Standing = 'stands' | 'withdrawn'

type Fields = {
  readonly title: string
  readonly abstract?: string
  /** A few sentences of our own, where there is no abstract. */
  readonly summary?: string
  readonly authors?: readonly string[]
  /** arXiv's names of categories, the primary one first. */
  readonly categories?: readonly string[]
  /** When its first version appeared: an instant, a day, or as much of a day as is known (`2009-01`). */
  readonly publishedAt?: string
  /** When its current version appeared, in the same manner. */
  readonly updatedAt?: string
  /** The day whose page lists it. */
  readonly day?: Day | ''
  readonly comments?: string
  readonly journalRef?: string
  readonly doi?: string
  readonly license?: string
  readonly venue?: string
  readonly standing?: Standing | ''
}
