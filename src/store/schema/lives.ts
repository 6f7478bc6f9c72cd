import type { Generated } from 'kysely'
import type { Day, PaperId, Standing } from '#paper'

/** Lives of papers, two papers that are one, arXiv's calendar as corrected here, and turns to ask. */
export type LifeTables = {
  /** Each version of a paper, with its words where we saw it while it was the current one. */
  versions: {
    paper: PaperId
    number: number
    at: string
    standing: Standing | ''
    title: string
    abstract: string
    seenAt: string
  }
  /** Papers that were found to be others, for what reason, and when that was taken back. */
  merges: {
    place: Generated<number>
    paper: PaperId
    target: PaperId
    reason: string
    /** The titles that led to the paper, and lead to the other since; as JSON. */
    led: string
    at: string
    undoneAt: string | null
  }
  /** What is known of a paper by itself, while others are merged into it: a row of `papers` as JSON. */
  selves: { paper: PaperId; self: string }
  /**
   * When what is told of a paper last changed, for those who harvest us; `gone` is 1 where its id
   * leads to another paper by now.
   */
  datestamps: { id: PaperId; at: string; gone: number }
  /** Rows of other tables that went over with a paper, so that they can go back. */
  carried: { tableName: string; rowKey: string; fromPaper: PaperId; intoPaper: PaperId }
  /** Evenings on which arXiv keeps to another calendar than the one we know. */
  calendar: { evening: Day; kind: 'quiet' | 'announces'; note: string; at: string }
  /** Who asks a host just now, and when the next one may. */
  turns: { host: string; holder: string; until: string; freeAt: string }
}
