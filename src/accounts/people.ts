import { DomainError } from '#domain-error'
import { sentence } from '#mail'
import type { Actor, ReaderId, Role, Store } from '#store'
import { noteDecision } from './decisions.ts'
import { noteAct, readerIn, readHandle, type Reader } from './reader.ts'

export type Person = Reader & { readonly email: string; readonly seenAt: string }

/** Readers as a keeper sees them, those who came last first. */
export async function people(
  store: Store,
  { like = '', page = 1 }: { like?: string; page?: number } = {},
): Promise<{ people: Person[]; total: number }> {
  const text = `%${like.trim().toLowerCase()}%`
  const found = store
    .selectFrom('readers')
    .where(({ eb, fn, or, val }) =>
      or([
        eb('handle', 'like', text),
        eb(fn('lower', ['name']), 'like', text),
        eb('email', '=', val(like.trim().toLowerCase())),
      ]),
    )
  const [rows, { n }] = await Promise.all([
    found
      .selectAll()
      .select(({ selectFrom }) =>
        selectFrom('sessions')
          .select(({ fn }) => fn.max('usedAt').as('at'))
          .whereRef('sessions.reader', '=', 'readers.id')
          .as('seenAt'),
      )
      .orderBy('joinedAt', 'desc')
      .orderBy('id')
      .limit(perPage)
      .offset((page - 1) * perPage)
      .execute(),
    found.select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow(),
  ])
  return {
    people: rows.map((row) => ({
      ...readerIn(row),
      email: addressIn(row.email),
      seenAt: row.seenAt ?? '',
    })),
    total: n,
  }
}

export const perPage = 50

/** The mail address of a reader, or the empty text where there is none. */
export async function addressOf(store: Store, reader: ReaderId): Promise<string> {
  const row = await store
    .selectFrom('readers')
    .select('email')
    .where('id', '=', reader)
    .executeTakeFirst()
  return addressIn(row?.email ?? '')
}

const addressIn = (email: string) => (email.endsWith('@no-address.invalid') ? '' : email)

/** Changes what a reader tells of themselves. */
export async function setProfile(
  store: Store,
  reader: ReaderId,
  asked: { name: string; handle: string; about: string },
  now = new Date(),
): Promise<void> {
  const name = sentence(asked.name, 80)
  if (!name) throw new DomainError('invalid', 'Give a name, by which other readers know you.')
  const handle = asked.handle === 'you' ? 'you' : readHandle(asked.handle)
  const taken = await store
    .selectFrom('readers')
    .select('id')
    .where('handle', '=', handle)
    .where('id', '!=', reader)
    .executeTakeFirst()
  if (taken) throw new DomainError('invalid', `“${handle}” is taken. Choose another handle.`)
  const about = asked.about.toWellFormed().replace(/\r\n?/g, '\n').trim().slice(0, 500)
  await store
    .updateTable('readers')
    .set({ name, handle, about, updatedAt: now.toISOString() })
    .where('id', '=', reader)
    .execute()
}

/** Gives a reader another role; `by` stands in the public log. A house keeps one keeper at least. */
export async function setRole(
  store: Store,
  by: Actor,
  reader: ReaderId,
  role: Role,
  now = new Date(),
): Promise<void> {
  await store.transaction().execute(async (within) => {
    const changed = await within
      .updateTable('readers')
      .set({ role })
      .where('id', '=', reader)
      .where('role', '!=', role)
      .executeTakeFirst()
    if (changed.numUpdatedRows === 0n) return
    await noteDecision(within, { actor: by, kind: 'role', reader, detail: role }, now)
    if (role !== 'keeper') await refuseWithoutKeeper(within)
    await noteAct(within, reader)
  })
}

/** Takes writing from a reader, with a reason that the reader is told. */
export async function ban(
  store: Store,
  by: Actor,
  reader: ReaderId,
  reason: string,
  now = new Date(),
): Promise<void> {
  const said = sentence(reason, 300)
  if (!said) throw new DomainError('invalid', 'Say why: the reader is told, and may answer.')
  await store.transaction().execute(async (within) => {
    await within
      .updateTable('readers')
      .set({ bannedAt: now.toISOString(), banReason: said })
      .where('id', '=', reader)
      .execute()
    await refuseWithoutKeeper(within)
    await noteDecision(within, { actor: by, kind: 'banned', reader }, now)
    await noteAct(within, reader)
  })
}

export async function unban(
  store: Store,
  by: Actor,
  reader: ReaderId,
  now = new Date(),
): Promise<void> {
  await store.transaction().execute(async (within) => {
    const changed = await within
      .updateTable('readers')
      .set({ bannedAt: null, banReason: '' })
      .where('id', '=', reader)
      .where('bannedAt', 'is not', null)
      .executeTakeFirst()
    if (changed.numUpdatedRows === 0n) return
    await noteDecision(within, { actor: by, kind: 'unbanned', reader }, now)
    await noteAct(within, reader)
  })
}

/** Refuses, and so undoes what the transaction did, if it left readers without a keeper. */
export async function refuseWithoutKeeper(within: Store): Promise<void> {
  const keeper = await within
    .selectFrom('readers')
    .select('id')
    .where('role', '=', 'keeper')
    .where('bannedAt', 'is', null)
    .executeTakeFirst()
  if (keeper) return
  const anybody = await within.selectFrom('readers').select('id').executeTakeFirst()
  if (anybody) {
    throw new DomainError(
      'invalid',
      'That would leave the site without a keeper. Make another first.',
    )
  }
}
