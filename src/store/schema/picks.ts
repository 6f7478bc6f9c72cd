import type { Generated } from 'kysely'
import type { Day, PaperId } from '#paper'
import type { ReaderId } from './accounts.ts'

/** Votes, nominations and picks; what readers did, for those who follow it; and scores. */
export type PickTables = {
  votes: {
    paper: PaperId
    reader: ReaderId
    castAt: string
    /** How firmly the reader stood when casting it. */
    footing: Footing
    /** Which votes for a paper came from one network: a hash whose key nobody has any more. */
    network: string
  }
  /** What readers did with papers, read by followers. Written by `noteSignals` alone. */
  signals: {
    place: Generated<number>
    reader: ReaderId
    paper: PaperId
    kind: SignalKind
    at: string
  }
  /** Who wants a paper on the front page (the empty topic), or under a topic. The first nominated it. */
  endorsements: {
    paper: PaperId
    topic: string
    reader: ReaderId
    footing: Footing
    at: string
  }
  picks: {
    paper: PaperId
    topic: string
    /** The day on whose front page it stands; under a topic the day on which it was picked. */
    day: Day
    /** From 0, in the order of the page. */
    position: number
    line: string
    /** Whoever has the last word in the line; nobody where there is none. */
    lineBy: Actor
    pickedAt: string
  }
  /** The public log of what was done to the pages. */
  acts: {
    place: Generated<number>
    reader: Actor
    kind: ActKind
    paper: PaperId
    topic: string
    day: string
    /** What is needed to tell it and to undo it, as JSON. */
    detail: string
    at: string
    /** The place of the act that this one took back. */
    undoes: number | null
  }
  /** Derived from votes, nominations and the papers. */
  scores: {
    paper: PaperId
    /** The day of publication, or of the listing; and the same as a number of days since 1970. */
    day: string
    dayNumber: number
    field: string
    votes: number
    /** Votes that count, after rings were counted less. */
    counted: number
    /** The same in doublings: log2(1 + counted). */
    gained: number
    /** In doublings: by votes that count, and with the votes of readers who are new. */
    heat: number
    lifted: number
    /** What the votes came to beside what is usual, for the records of authors and nominators. */
    result: number
    /** How it came about, as JSON. */
    parts: string
    scoredAt: string
  }
}

/** A reader; the house by its rules, which is the empty text; or a reader who left since. */
export type Actor = ReaderId | '' | 'gone'

/** Whether a reader is known well enough for a vote to count in full. */
export type Footing = 'established' | 'new'

export type SignalKind =
  | 'vote'
  | 'unvote'
  | 'nominate'
  | 'endorse'
  | 'unendorse'
  | 'pick'
  | 'unpick'
  | 'comment'
  | 'uncomment'
  | 'save'
  | 'unsave'
  | 'rate'

export type ActKind =
  | 'nominated'
  | 'endorsed'
  | 'withdrew'
  | 'picked'
  | 'unpicked'
  | 'moved'
  | 'wrote'
  | 'discounted'
