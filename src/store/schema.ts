import type { AccountTables } from './schema/accounts.ts'
import type { ClaimTables } from './schema/claims.ts'
import type { DigestTables } from './schema/digest.ts'
import type { GroupTables } from './schema/groups.ts'
import type { LedgerTables } from './schema/ledger.ts'
import type { LibraryTables } from './schema/library.ts'
import type { LifeTables } from './schema/lives.ts'
import type { PaperTables } from './schema/papers.ts'
import type { PickTables } from './schema/picks.ts'
import type { TalkTables } from './schema/talk.ts'
import type { TasteTables } from './schema/taste.ts'

export type { ReaderId, Role } from './schema/accounts.ts'
export type { ImportOutcome, ImportState, LibraryActKind, ReadState } from './schema/library.ts'
export type { ClaimState, ClaimWay, DecisionKind } from './schema/claims.ts'
export type { ChangeKind } from './schema/papers.ts'
export type { About } from './schema/digest.ts'
export type { ActKind, Actor, Footing, SignalKind } from './schema/picks.ts'
export type { GroupId, Joining, MemberRole, Openness } from './schema/groups.ts'
export type { LeaningKind } from './schema/taste.ts'
export type { MailLevel, NoticeKind, QuietLevel, ReactionKind, RulingKind } from './schema/talk.ts'

/**
 * Every table. Columns are text, integer, real or blob, so that both databases agree on them.
 * Lists and records are JSON in text. What is not known is the empty text.
 */
export type Schema = PaperTables &
  LedgerTables &
  AccountTables &
  LifeTables &
  PickTables &
  TalkTables &
  DigestTables &
  ClaimTables &
  LibraryTables &
  GroupTables &
  TasteTables
