import type { PaperId } from '#paper'
import type { ReaderId } from './accounts.ts'

/** What readers tell their own model, and how they set it. None of it is anybody else's to see. */
export type TasteTables = {
  /** What a reader did with papers to be recommended better ones. */
  leanings: { paper: PaperId; reader: ReaderId; kind: LeaningKind; at: string }
  /** How much a reader makes of an interest, which is named by one of its papers. */
  interests: {
    paper: PaperId
    reader: ReaderId
    /** 0: off; 1: as it comes; 2: twice. */
    weight: number
    at: string
  }
  tastes: {
    reader: ReaderId
    /** How the model is set, each from 0 to 1. */
    fresh: number
    wide: number
    people: number
    /** How many questions may still be asked. */
    questions: number
    /** Since when what this reader saves and votes for counts for others, among many. */
    sharesAt: string | null
    /** What opens the feed of this reader's recommendations; empty where there is none. */
    feedKey: string
    /** Derived: what was recommended in the night, as JSON, and when. */
    shortlist: string
    shortlistAt: string
  }
}

/**
 * `seed`, `more`: papers like this; `less`: none like this; `dismiss`: not this one; `open`: its page
 * was opened; `skip`: no answer to a question; `forget`: whatever was done with it counts no more.
 */
export type LeaningKind = 'seed' | 'more' | 'less' | 'dismiss' | 'open' | 'skip' | 'forget'
