import type { Generated } from 'kysely'
import type { PaperId } from '#paper'
import type { ReaderId } from './accounts.ts'
import type { GroupId } from './groups.ts'
import type { Actor } from './picks.ts'

/** What readers say under papers, and what keeps it civil. */
export type TalkTables = {
  comments: {
    /** Opaque random text. */
    id: string
    paper: PaperId
    /** The group in which it was said and which alone reads it; the empty text for everybody. */
    inGroup: GroupId | ''
    /** The comment that this one answers. Null for one that begins a thread. */
    parent: string | null
    /** The comment that began the thread; itself for that one. */
    thread: string
    reader: Actor
    /** Markdown as it was typed; the empty text once it was deleted. */
    body: string
    writtenAt: string
    editedAt: string | null
    deletedAt: string | null
    hiddenAt: string | null
    /** Why, in the words of whoever hid it. */
    hiddenWhy: string
    /** Of a comment that began a thread: nobody may answer any more. */
    lockedAt: string | null
  }
  /** What a comment said before it was edited. */
  commentEdits: { comment: string; body: string; until: string }
  reactions: { comment: string; reader: ReaderId; kind: ReactionKind; at: string }
  reports: {
    place: Generated<number>
    comment: string
    reader: Actor
    reason: string
    at: string
    settledAt: string | null
  }
  /** The public log of moderation. */
  rulings: {
    place: Generated<number>
    reader: Actor
    kind: RulingKind
    comment: string
    paper: PaperId
    reason: string
    at: string
  }
  /** What somebody whose comment was hidden has to say to that. */
  appeals: {
    place: Generated<number>
    comment: string
    reader: Actor
    text: string
    at: string
    answer: string
    answeredBy: Actor
    answeredAt: string | null
  }
  notices: {
    place: Generated<number>
    reader: ReaderId
    kind: NoticeKind
    /** What it is about: a comment, a paper, a group; the empty text where it is not. */
    comment: string
    paper: PaperId | ''
    inGroup: GroupId | ''
    actor: Actor
    at: string
    readAt: string | null
  }
  /** How much a reader wants to be told; a reader without a row, all of it. */
  quiet: { reader: ReaderId; level: QuietLevel; mail: MailLevel }
  /** What readers were told by mail: up to which notice, and what became of the letter. */
  noticeLetters: {
    reader: ReaderId
    upTo: number
    /** The notices that the letter tells of, as JSON. */
    places: string
    state: 'handing' | 'sent' | 'unclear' | 'refused' | 'dropped'
    handovers: number
    writtenAt: string
    sentAt: string
    fault: string
  }
}

export type ReactionKind = 'agree' | 'thanks' | 'question' | 'doubt'
export type RulingKind = 'hid' | 'showed' | 'locked' | 'unlocked' | 'kept' | 'granted' | 'refused'
export type NoticeKind =
  | 'reply'
  | 'mention'
  | 'hidden'
  | 'shown'
  | 'appeal'
  | 'answer'
  | 'report'
  | 'invited'
  | 'asked'
  | 'admitted'
  | 'meeting'
  | 'presents'
  | 'claim'
  | 'author'
  | 'noAuthor'
/** What comes by mail: at once, some of it bundled; at the hour of the digest; nothing. */
export type MailLevel = 'soon' | 'digest' | 'never'
export type QuietLevel = 'all' | 'mentions' | 'nothing'
