import type { Generated } from 'kysely'
import type { Day, PaperId, Standing } from '#paper'

/** Papers, the pages that listed them, and what brings them in. */
export type PaperTables = {
  papers: {
    id: PaperId
    title: string
    /** `titleKey` of the title, hashed, to find a paper that comes without an id. */
    titleHash: string
    abstract: string
    summary: string
    authors: string
    categories: string
    publishedAt: string
    updatedAt: string
    day: Day | ''
    comments: string
    journalRef: string
    doi: string
    license: string
    venue: string
    standing: Standing | ''
    /** Which source each field came from, as JSON. */
    origins: string
    /** The paper that this one turned out to be. Null for a paper that stands for itself. */
    mergedInto: PaperId | null
    keptAt: string
  }
  /** A paper under each of its authors. */
  authorships: { paper: PaperId; position: number; nameKey: string; day: string }
  /** A paper under each of its categories. */
  listings: { paper: PaperId; category: string; day: string }
  /** A page of papers that somebody else put together, kept as it stood. */
  editions: {
    id: string
    name: string
    day: Day
    /** What had to be assumed to read it, and other things to know. */
    note: string
    source: string
    keptAt: string
  }
  editionEntries: {
    edition: string
    position: number
    paper: PaperId
    /** The heading under which the edition has it, if it has headings. */
    section: string
    /** What the page itself said of its paper, where it did: JSON of `ShownFacts`. */
    shown: string
  }
  /** News of papers, read by followers. Written by `noteChanges` alone. */
  changes: { place: Generated<number>; paper: PaperId; kind: ChangeKind; at: string }
  bookmarks: { follower: string; place: number }
  /** Work that one process alone may do, and until when it may. */
  leases: { name: string; holder: string; until: string }
  /** How far each source has been read. */
  sources: { name: string; label: string; place: string; harvestedAt: string }
  /** Records that could not be kept, and why. */
  asides: {
    place: Generated<number>
    source: string
    /** Line, page or request. */
    spot: string
    reason: string
    excerpt: string
    at: string
  }
}

export type ChangeKind = 'new' | 'changed' | 'merged'
