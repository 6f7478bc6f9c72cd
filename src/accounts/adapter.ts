import type { AdapterFactoryCustomizeAdapterCreator } from '@better-auth/core/db/adapter'
import { type Expression, type Kysely, type SqlBool, sql } from 'kysely'
import type { Store } from '#store'
import { hashOf } from './asking.ts'

type Row = Record<string, unknown>
type Methods = ReturnType<AdapterFactoryCustomizeAdapterCreator>
type Where = Parameters<Methods['deleteMany']>[0]['where'][number]

/** The columns that better-auth may write. What else it would keep (addresses on the network, other people's tokens) is left out. */
const columns: Record<string, readonly string[]> = {
  readers: ['id', 'name', 'email', 'emailVerified', 'image', 'joinedAt', 'updatedAt'],
  sessions: ['id', 'reader', 'tokenHash', 'userAgent', 'openedAt', 'usedAt', 'expiresAt'],
  identities: ['id', 'reader', 'provider', 'subject', 'createdAt', 'updatedAt'],
  verifications: ['id', 'identifier', 'value', 'expiresAt', 'createdAt', 'updatedAt'],
  passkeys:
    'id reader name publicKey credentialId counter deviceType backedUp transports aaguid createdAt'.split(
      ' ',
    ),
}

/**
 * The tables of accounts as better-auth wants them. The token of a session is hashed on its way in,
 * and so never kept; new readers come in by `join`, which decides whether they may.
 */
export function tablesFor(
  store: Store,
  { join, method }: { join: (within: Store, row: Row) => Promise<Row>; method: () => string },
): AdapterFactoryCustomizeAdapterCreator {
  // oxlint-disable-next-line typescript/no-explicit-any, typescript/no-unsafe-type-assertion -- it names tables at run time
  const db = store as unknown as Kysely<any>
  const select = (model: string, where: readonly Where[] = []) =>
    db.selectFrom(model).selectAll().where(matching(where))

  return () => ({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its own kind of row
    create: async ({ model, data }) => (await insert(model, data)) as typeof data,
    async update({ model, where, update }) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its own kind of row
      const change = kept(model, update as Row)
      if (Object.keys(change).length > 0) {
        await db.updateTable(model).set(change).where(matching(where)).execute()
      }
      return tokensBack(await select(model, where).executeTakeFirst(), where)
    },
    async updateMany({ model, where, update }) {
      const change = kept(model, update)
      if (Object.keys(change).length === 0) return 0
      const query = db.updateTable(model).set(change).where(matching(where))
      return Number((await query.executeTakeFirst()).numUpdatedRows)
    },
    findOne: async ({ model, where }) =>
      tokensBack(await select(model, where).limit(1).executeTakeFirst(), where),
    async findMany({ model, where = [], limit, sortBy, offset }) {
      let query = select(model, where)
      if (sortBy) query = query.orderBy(sortBy.field, sortBy.direction)
      const rows: Row[] = await query
        .limit(limit)
        .offset(offset ?? 0)
        .execute()
      return rows.map((row) => tokensBack(row, where))
    },
    async count({ model, where = [] }) {
      const { n } = await db
        .selectFrom(model)
        .select(({ fn }) => fn.countAll().as('n'))
        .where(matching(where))
        .executeTakeFirstOrThrow()
      return Number(n)
    },
    async delete({ model, where }) {
      await db.deleteFrom(model).where(matching(where)).execute()
    },
    async deleteMany({ model, where }) {
      const { numDeletedRows } = await db
        .deleteFrom(model)
        .where(matching(where))
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
    async consumeOne({ model, where }) {
      const rows: Row[] = await db.deleteFrom(model).where(matching(where)).returningAll().execute()
      return tokensBack(rows[0], where)
    },
  })

  async function insert(model: string, data: Row): Promise<Row> {
    const row = kept(model, data)
    if (model === 'readers') {
      return store.isTransaction
        ? join(store, row)
        : store.transaction().execute((within) => join(within, row))
    }
    await db
      .insertInto(model)
      .values(model === 'sessions' ? { ...row, method: method() } : row)
      .execute()
    return data
  }
}

/** Of a row, what we keep, and the token of a session as its hash. */
function kept(model: string, data: Row): Row {
  const known = columns[model]
  if (!known) throw new Error(`better-auth asks for a table that is none of its own: ${model}`)
  const row = Object.fromEntries(Object.entries(data).filter(([name]) => known.includes(name)))
  return 'tokenHash' in row ? { ...row, tokenHash: hashOf(String(row['tokenHash'])) } : row
}

/** What better-auth looked for by a token it sees with that token, and not with its hash. */
// oxlint-disable-next-line typescript/no-explicit-any -- its own kind of row
function tokensBack(row: Row | undefined, where: readonly Where[]): any {
  if (!row) return null
  if (!('tokenHash' in row)) return row
  const tokens = where.filter(({ field }) => field === 'tokenHash').flatMap(({ value }) => value)
  const token = tokens.find((one) => hashOf(String(one)) === row['tokenHash'])
  return { ...row, tokenHash: token ?? '' }
}

function matching(where: readonly Where[]): Expression<SqlBool> {
  const all = where.filter(({ connector }) => connector !== 'OR').map(condition)
  const any = where.filter(({ connector }) => connector === 'OR').map(condition)
  const some = any.length > 0 ? [sql<SqlBool>`(${sql.join(any, sql` or `)})`] : []
  const both = [...all, ...some]
  return both.length > 0 ? sql<SqlBool>`${sql.join(both, sql` and `)}` : sql<SqlBool>`1 = 1`
}

function condition({ field, operator, value: asked }: Where): Expression<SqlBool> {
  const column = sql.ref(field)
  const hashed = (one: unknown) => (field === 'tokenHash' ? hashOf(String(one)) : one)
  const values = [asked].flat().map(hashed)
  const value = values[0]
  const text = String(value).replace(/[\\%_]/g, '\\$&')
  switch (operator) {
    case 'ne':
      return value === null ? sql`${column} is not null` : sql`${column} <> ${value}`
    case 'lt':
      return sql`${column} < ${value}`
    case 'lte':
      return sql`${column} <= ${value}`
    case 'gt':
      return sql`${column} > ${value}`
    case 'gte':
      return sql`${column} >= ${value}`
    case 'in':
      return values.length > 0 ? sql`${column} in (${sql.join(values)})` : sql`1 = 0`
    case 'not_in':
      return values.length > 0 ? sql`${column} not in (${sql.join(values)})` : sql`1 = 1`
    case 'contains':
      return sql`${column} like ${`%${text}%`} escape '\\'`
    case 'starts_with':
      return sql`${column} like ${`${text}%`} escape '\\'`
    case 'ends_with':
      return sql`${column} like ${`%${text}`} escape '\\'`
    case 'eq':
    case undefined:
      break
  }
  return value === null ? sql`${column} is null` : sql`${column} = ${value}`
}
