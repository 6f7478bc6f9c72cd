import { DomainError } from '#domain-error'
import type { ReaderId, Store } from '#store'

/** A key that lives in a reader's device. */
export type Passkey = { readonly id: string; readonly name: string; readonly createdAt: string }

/** A reader's account in another house. */
export type Identity = {
  readonly id: string
  readonly provider: string
  readonly subject: string
  readonly createdAt: string
}

export async function passkeysOf(store: Store, reader: ReaderId): Promise<Passkey[]> {
  const rows = await store
    .selectFrom('passkeys')
    .select(['id', 'name', 'createdAt'])
    .where('reader', '=', reader)
    .orderBy('createdAt')
    .execute()
  return rows.map(({ id, name, createdAt }) => ({
    id,
    name: name || 'Passkey',
    createdAt: createdAt ?? '',
  }))
}

export function identitiesOf(store: Store, reader: ReaderId): Promise<Identity[]> {
  return store
    .selectFrom('identities')
    .select(['id', 'provider', 'subject', 'createdAt'])
    .where('reader', '=', reader)
    .orderBy('createdAt')
    .execute()
}

/** Removes a way of a reader's to sign in, unless it is the last one. One of somebody else's is not there. */
export async function removeKey(
  store: Store,
  reader: ReaderId,
  kind: 'passkeys' | 'identities',
  id: string,
): Promise<void> {
  await store.transaction().execute(async (within) => {
    await (kind === 'passkeys'
      ? within.deleteFrom('passkeys').where('id', '=', id).where('reader', '=', reader).execute()
      : within.deleteFrom('identities').where('id', '=', id).where('reader', '=', reader).execute())
    const left = await Promise.all([passkeysOf(within, reader), identitiesOf(within, reader)])
    const mail = await within
      .selectFrom('readers')
      .select('id')
      .where('id', '=', reader)
      .where('emailVerified', '=', 1)
      .executeTakeFirst()
    if (left.flat().length > 0 || mail) return
    throw new DomainError(
      'invalid',
      'That is your last way to sign in. Add a mail address or another key first.',
    )
  })
}
