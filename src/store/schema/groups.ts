import type { PaperId } from '#paper'
import type { ReaderId } from './accounts.ts'
import type { Actor } from './picks.ts'

/** A group's address: its name when it was made, and something that cannot be guessed. */
export type GroupId = string & { readonly brand: 'GroupId' }

/** Labs and reading groups: who is in them, what they nominate, vote for, note and meet about. */
export type GroupTables = {
  groups: {
    id: GroupId
    name: string
    /** What the group says of itself, as plain text. */
    about: string
    /** Whether everybody reads it, or its members alone. */
    openness: Openness
    joining: Joining
    madeAt: string
    /** A closed group is read and no longer written. */
    closedAt: string | null
  }
  members: {
    inGroup: GroupId
    reader: ReaderId
    role: MemberRole
    joinedAt: string
    /** Opaque; the address of a member's calendar is made of it, and another one makes another. */
    seat: string
  }
  /** Readers who would like to join. */
  groupAsks: { inGroup: GroupId; reader: ReaderId; text: string; at: string }
  groupInvitations: {
    id: string
    inGroup: GroupId
    /** The hash of a code that lets in whoever has it; the empty text for an invitation by name. */
    codeHash: string
    /** The reader who is invited, or the empty text. */
    reader: ReaderId | ''
    madeBy: Actor
    madeAt: string
    expiresAt: string
  }
  /** What members nominated: with a line on why, the group's own notes, and a place on its front page. */
  groupPapers: {
    inGroup: GroupId
    paper: PaperId
    nominatedBy: Actor
    nominatedAt: string
    line: string
    lineBy: Actor
    /** From 0, in the order of the front page; null for what was nominated only. */
    position: number | null
    note: string
    noteBy: Actor
    noteAt: string | null
  }
  groupVotes: { inGroup: GroupId; paper: PaperId; reader: ReaderId; castAt: string }
  meetings: {
    id: string
    inGroup: GroupId
    title: string
    /** What a clock on the wall of the zone shows when it begins: `2026-11-24`, `14:00`. */
    day: string
    clock: string
    zone: string
    minutes: number
    /** A room, or the address of a call. */
    venue: string
    startsAt: string
    endsAt: string
    /** What came of it: markdown. */
    notes: string
    notesBy: Actor
    notesAt: string | null
    changedAt: string
    /** Grows with each change, as calendars want to know. */
    sequence: number
    cancelledAt: string | null
  }
  /** The agenda of a meeting. */
  meetingPapers: { meeting: string; paper: PaperId; position: number; presenter: Actor }
}

export type Openness = 'public' | 'private'
export type Joining = 'request' | 'invitation'
export type MemberRole = 'owner' | 'member'
