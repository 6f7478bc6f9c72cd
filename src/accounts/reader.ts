import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { DomainError } from '#domain-error'
import type { Actor, ReaderId, Role, Store } from '#store'

/** Who somebody is to everybody else. A mail address is no part of it. */
export type Reader = {
  readonly id: ReaderId
  /** Unique, lower case: `/people/ada`, `@ada`. */
  readonly handle: string
  readonly name: string
  readonly about: string
  readonly role: Role
  readonly joinedAt: string
  /** Readers who were banned read, take what is theirs, and leave; they write nothing. */
  readonly bannedAt?: string
  readonly banReason?: string
}

const columns = [
  'id',
  'handle',
  'name',
  'about',
  'role',
  'joinedAt',
  'bannedAt',
  'banReason',
] as const

export async function readerOf(store: Store, id: ReaderId): Promise<Reader | undefined> {
  const [row] = await readersOf(store, [id])
  return row
}

/** The reader of an id that came from outside. */
export async function readerById(store: Store, id: string): Promise<Reader | undefined> {
  const row = await store
    .selectFrom('readers')
    .select(columns)
    .where(sql<boolean>`id = ${id}`)
    .executeTakeFirst()
  return row && readerIn(row)
}

/** Several readers, in no order; those who left are not among them. */
export async function readersOf(store: Store, ids: readonly ReaderId[]): Promise<Reader[]> {
  if (ids.length === 0) return []
  const rows = await store
    .selectFrom('readers')
    .select(columns)
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return rows.map(readerIn)
}

/** The readers of these handles, as in `@ada`, however they are written. */
export async function readersNamed(store: Store, handles: readonly string[]): Promise<Reader[]> {
  const wanted = [...new Set(handles.map((handle) => handle.toLowerCase()))]
  if (wanted.length === 0) return []
  const rows = await store
    .selectFrom('readers')
    .select(columns)
    .where('handle', 'in', wanted)
    .execute()
  return rows.map(readerIn)
}

export async function readerNamed(store: Store, handle: string): Promise<Reader | undefined> {
  const [reader] = await readersNamed(store, [handle])
  return reader
}

/** A row of the table of readers, or of a join with it, as a reader. */
export function readerIn(row: {
  id: ReaderId
  handle: string
  name: string
  about: string
  role: Role
  joinedAt: string
  bannedAt: string | null
  banReason: string
}): Reader {
  const { id, handle, name, about, role, joinedAt, bannedAt, banReason } = row
  const reader = { id, handle, name, about, role, joinedAt }
  return bannedAt === null ? reader : { ...reader, bannedAt, banReason }
}

/** Whether it was a reader who did something, and one who may still be here. */
export const isReader = (who: Actor): who is ReaderId => who !== '' && who !== 'gone'

const ranks: readonly Role[] = ['reader', 'curator', 'keeper']

/** Whether somebody of this role may do what is for `role`: a keeper may do what a curator may. */
export const isAtLeast = (reader: Pick<Reader, 'role'>, role: Role): boolean =>
  ranks.indexOf(reader.role) >= ranks.indexOf(role)

/**
 * Says that pages of this reader must be made anew. Whatever a reader posts to the site does so by
 * itself; this is for what happens to a reader otherwise, such as a notification.
 */
export async function noteAct(within: Store, reader: ReaderId): Promise<void> {
  await within
    .updateTable('readers')
    .set((row) => ({ acts: row('acts', '+', 1) }))
    .where('id', '=', reader)
    .execute()
}

/** An id that tells nothing and cannot be guessed. */
export const newId = (): string => randomBytes(10).toString('hex')

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- here is where they are made
export const newReaderId = (): ReaderId => newId() as ReaderId

const handleShape = /^[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])$/

/** Names that would pass for the house, or for nobody. */
const reserved = new Set(
  'admin administrator account anonymous broadsheet curator deleted editor everyone here keeper me moderator nobody root staff support system'.split(
    ' ',
  ),
)

/** Reads a handle as somebody typed it, with or without the @. */
export function readHandle(text: string): string {
  const handle = text.trim().replace(/^@/, '').toLowerCase()
  if (!handleShape.test(handle)) {
    throw new DomainError(
      'invalid',
      'A handle is 2 to 30 letters a to z, digits and hyphens, and begins and ends with a letter or digit.',
    )
  }
  if (reserved.has(handle)) {
    throw new DomainError('invalid', `The handle “${handle}” is kept for the house. Take another.`)
  }
  return handle
}

/** Adds a reader. The handle becomes `ada-2` where `ada` is taken. */
export async function addReader(
  within: Store,
  asked: { name: string; handle?: string; email?: string; emailVerified?: boolean; role?: Role },
  now = new Date(),
): Promise<Reader> {
  const id = newReaderId()
  const at = now.toISOString()
  const handle = await freeHandle(within, asked.handle ?? asked.name)
  await within
    .insertInto('readers')
    .values({
      id,
      handle,
      name: asked.name,
      about: '',
      role: asked.role ?? 'reader',
      email: asked.email ?? `${id}@no-address.invalid`,
      emailVerified: asked.emailVerified ? 1 : 0,
      image: null,
      joinedAt: at,
      updatedAt: at,
      bannedAt: null,
      banReason: '',
      acts: 0,
    })
    .execute()
  return { id, handle, name: asked.name, about: '', role: asked.role ?? 'reader', joinedAt: at }
}

/** A handle made of a name that nobody has: `ada-lovelace`, `ada-lovelace-2`. */
export async function freeHandle(within: Store, name: string): Promise<string> {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 24)
    .replace(/^-+|-+$/g, '')
  const stem = plain.length < 2 || reserved.has(plain) ? `reader-${newId().slice(0, 4)}` : plain
  const taken = await within
    .selectFrom('readers')
    .select('handle')
    .where((where) => where.or([where('handle', '=', stem), where('handle', 'like', `${stem}-%`)]))
    .execute()
  const handles = new Set(taken.map(({ handle }) => handle))
  if (!handles.has(stem)) return stem
  let n = 2
  while (handles.has(`${stem}-${n}`)) n++
  return `${stem}-${n}`
}
