import { CamelCasePlugin, type Dialect, Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from './migrations.ts'
import { postgres } from './postgres.ts'
import type { Schema } from './schema.ts'
import { sqlite } from './sqlite.ts'

export { lockPages, lockPapers, lockShelf, passingOver } from './postgres.ts'
export { carryOver, giveBack } from './carry.ts'
export { checkDatabase, checkLeases, checkRoom } from './checkup.ts'
export { insertRows } from './insert.ts'
export { joined } from './joined.ts'
export { type Change, follow, forgetBookmark, noteChanges, unread } from './logs.ts'
export type { DigestTables } from './schema/digest.ts'
export { type Lease, takeLease } from './lease.ts'
export type {
  About,
  ActKind,
  Actor,
  ChangeKind,
  ClaimState,
  ClaimWay,
  DecisionKind,
  Footing,
  ImportOutcome,
  ImportState,
  LibraryActKind,
  GroupId,
  Joining,
  MailLevel,
  MemberRole,
  LeaningKind,
  NoticeKind,
  Openness,
  QuietLevel,
  ReactionKind,
  ReadState,
  ReaderId,
  Role,
  RulingKind,
  Schema,
  SignalKind,
} from './schema.ts'
export { followSignals, noteSignals, type Signal, type SignalAt } from './signals.ts'
export { holderHere, isGone } from './machine.ts'
export { takeTurn, type Turn } from './turn.ts'

/** The papers and what people did with them. The same inside a transaction is called `within`. */
export type Store = Kysely<Schema>

/**
 * Opens the database at `place` (a file for SQLite, `postgres://…`, or a dialect of Kysely's) and
 * brings its tables up to date. Several processes may do so at once.
 */
export async function openStore(place: string | Dialect): Promise<Store> {
  const dialect = typeof place === 'string' ? dialectFor(place) : place
  const store: Store = new Kysely<Schema>({
    dialect,
    // published_at there, publishedAt here. Our SQLite does that by itself.
    plugins: dialect instanceof SqliteDialect ? [] : [new CamelCasePlugin()],
  })
  const migrator = new Migrator({
    db: store,
    // Two branches may each bring one, and land in either order.
    allowUnorderedMigrations: true,
    provider: { getMigrations: async () => migrations },
  })
  const { error } = await migrator.migrateToLatest()
  if (error) {
    await store.destroy()
    throw new Error('the database could not be brought up to date', { cause: error })
  }
  return store
}

const dialectFor = (url: string) => (/^postgres(ql)?:/.test(url) ? postgres(url) : sqlite(url))
