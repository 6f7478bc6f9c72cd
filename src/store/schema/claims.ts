import type { Generated } from 'kysely'
import type { PaperId } from '#paper'
import type { ReaderId } from './accounts.ts'
import type { Actor } from './picks.ts'

/** Who says to have written a paper, and what was decided about people. */
export type ClaimTables = {
  claims: {
    paper: PaperId
    reader: ReaderId
    way: ClaimWay
    state: ClaimState
    /** What the reader said of it, for curators alone. */
    said: string
    at: string
    /** The empty text for the house, which saw it by itself. */
    settledBy: Actor
    settledAt: string | null
  }
  /** What readers have against a claim, for curators alone. */
  disputes: {
    paper: PaperId
    claimant: ReaderId
    reader: ReaderId
    reason: string
    at: string
    settledAt: string | null
  }
  /** The public log of what was decided about people. No reason and no address is in it. */
  decisions: {
    place: Generated<number>
    actor: Actor
    kind: DecisionKind
    /** About whom. */
    reader: Actor
    paper: PaperId | ''
    /** A role; otherwise the empty text. */
    detail: string
    at: string
  }
}

/** By an ORCID iD, by a mail address, or by a curator who was told. */
export type ClaimWay = 'orcid' | 'address' | 'word'
export type ClaimState = 'asked' | 'stands' | 'refused'
export type DecisionKind = 'banned' | 'unbanned' | 'role' | 'confirmed' | 'refused' | 'unconfirmed'
