import { sql } from 'kysely'
import type { ReaderId, Store } from '#store'
import { forgetDecisions } from './decisions.ts'
import type { ExportFile, Holding } from './holding.ts'
import { identitiesOf, passkeysOf } from './keys.ts'
import { addressOf, refuseWithoutKeeper } from './people.ts'
import { readerOf } from './reader.ts'
import { sessionsOf } from './sessions.ts'
import { tokensOf } from './tokens.ts'

/** Everything that is held of a reader, as files: JSON for each part, and other formats where there are any. */
export async function exportOf(
  store: Store,
  holdings: readonly Holding[],
  reader: ReaderId,
  now = new Date(),
): Promise<ExportFile[]> {
  const files = [{ name: 'account.json', text: inJson(await accountOf(store, reader, now)) }]
  for (const holding of holdings) {
    const told = await holding.tell(store, reader)
    files.push({ name: `${holding.name}.json`, text: inJson(told) })
    files.push(...((await holding.files?.(store, reader)) ?? []))
  }
  return files
}

const inJson = (value: unknown) => `${JSON.stringify(value ?? null, null, 2)}\n`

async function accountOf(store: Store, reader: ReaderId, now: Date) {
  return {
    ...(await readerOf(store, reader)),
    email: await addressOf(store, reader),
    sessions: await sessionsOf(store, reader, now),
    identities: await identitiesOf(store, reader),
    passkeys: await passkeysOf(store, reader),
    tokens: await tokensOf(store, reader),
    invitations: await store
      .selectFrom('invitations')
      .select(['role', 'email', 'note', 'madeAt', 'usedAt'])
      .where('madeBy', '=', reader)
      .execute(),
  }
}

/**
 * Deletes a reader and everything held of them, in one transaction: all of it goes, or nothing does.
 * What must stay for others (a comment that was answered) stays without a name.
 */
export async function eraseReader(
  store: Store,
  holdings: readonly Holding[],
  reader: ReaderId,
  now = new Date(),
): Promise<void> {
  await store.transaction().execute(async (within) => {
    for (const holding of holdings) await holding.erase(within, reader, now)

    const address = await addressOf(within, reader)
    if (address) {
      await within
        .deleteFrom('verifications')
        .where(sql<boolean>`replace(value, ${JSON.stringify(address)}, '') <> value`)
        .execute()
      await within.deleteFrom('invitations').where('email', '=', address).execute()
    }
    for (const table of ['sessions', 'identities', 'passkeys', 'tokens', 'replies'] as const) {
      await within.deleteFrom(table).where('reader', '=', reader).execute()
    }
    await within
      .updateTable('invitations')
      .set({ madeBy: null })
      .where('madeBy', '=', reader)
      .execute()
    await within
      .updateTable('invitations')
      .set({ usedBy: null })
      .where('usedBy', '=', reader)
      .execute()
    await forgetDecisions(within, reader)
    await within.deleteFrom('houseRules').where('value', '=', reader).execute()
    await within.deleteFrom('readers').where('id', '=', reader).execute()
    await refuseWithoutKeeper(within)
  })
}
