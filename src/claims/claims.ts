import { noteDecision, type Reader, tally } from '#accounts'
import { paperOf } from '#catalog'
import { moderates, notify } from '#discussion'
import { DomainError } from '#domain-error'
import { sentence } from '#mail'
import type { PaperId } from '#paper'
import type { Actor, ClaimState, ClaimWay, ReaderId, Store } from '#store'

import { isNamed, orcidOf, proofOf } from './proof.ts'

export { claimsHolding } from './holding.ts'

/** That a reader wrote a paper, as they say. */
export type Claim = {
  readonly paper: PaperId
  readonly reader: ReaderId
  readonly way: ClaimWay
  readonly state: ClaimState
  readonly at: string
  readonly settledBy: Actor
}

/** A claim that waits for a curator: it was made, or somebody disputes it. */
export type OpenClaim = Claim & {
  readonly said: string
  /** The ORCID iD of the reader, if there is one. */
  readonly orcid: string
  /** Whether an author of the paper is called as the reader is. */
  readonly named: boolean
  readonly disputes: readonly { readonly reader: ReaderId; readonly reason: string }[]
}

const pace = { times: 20, within: 24 * 60 * 60_000 }

/**
 * Says that a reader wrote a paper. Where the paper names the reader's ORCID iD, or the mail address
 * that they have proved to be theirs, that is so at once; else a curator looks at it.
 */
export async function claim(
  store: Store,
  reader: Reader,
  { paper, said }: { readonly paper: PaperId; readonly said: string },
  now = new Date(),
): Promise<ClaimState> {
  const found = await paperOf(store, paper)
  if (!found) throw new DomainError('missing', `Broadsheet does not hold ${paper}.`)
  await tally(store, `claims of ${reader.id}`, pace, now)
  const proof = await proofOf(store, reader.id, found)
  const at = now.toISOString()
  return store.transaction().execute(async (within) => {
    const row = {
      paper: found.id,
      reader: reader.id,
      way: proof ?? ((await orcidOf(within, reader.id)) ? ('orcid' as const) : ('word' as const)),
      state: proof ? ('stands' as const) : ('asked' as const),
      said: sentence(said, 500),
      at,
      settledBy: '' as const,
      settledAt: proof ? at : null,
    }
    const known = await claimBy(within, found.id, reader.id)
    if (known && known.state !== 'refused') return known.state
    if (known) {
      throw new DomainError('forbidden', 'A curator has refused this. Write to them in a comment.')
    }
    await within.insertInto('claims').values(row).execute()
    if (proof) {
      await decided(within, { actor: '', kind: 'confirmed', ...row }, now)
    } else {
      const news = { kind: 'claim', paper: found.id, actor: reader.id } as const
      await notify(within, await curators(within), news, now)
    }
    return row.state
  })
}

/** Takes one's claim back. */
export async function unclaim(
  store: Store,
  reader: Reader,
  paper: PaperId,
  now = new Date(),
): Promise<void> {
  await store.transaction().execute(async (within) => {
    const known = await claimBy(within, paper, reader.id)
    if (!known || known.state === 'refused') return
    await drop(within, paper, reader.id)
    if (known.state !== 'stands') return
    await decided(within, { actor: reader.id, kind: 'unconfirmed', paper, reader: reader.id }, now)
  })
}

/** Tells curators that somebody did not write what they say. Once for each reader. */
export async function dispute(
  store: Store,
  reader: Reader,
  { paper, claimant }: { readonly paper: PaperId; readonly claimant: string },
  reason: string,
  now = new Date(),
): Promise<void> {
  const why = sentence(reason, 300)
  if (!why) throw new DomainError('invalid', 'Say what is wrong with it: a curator reads it.')
  await tally(store, `claims of ${reader.id}`, pace, now)
  await store.transaction().execute(async (within) => {
    const known = await claimBy(within, paper, claimant)
    if (known?.state !== 'stands') throw new DomainError('missing', noClaim)
    const put = await within
      .insertInto('disputes')
      .values({
        paper,
        claimant: known.reader,
        reader: reader.id,
        reason: why,
        at: now.toISOString(),
        settledAt: null,
      })
      .onConflict((conflict) => conflict.columns(['paper', 'claimant', 'reader']).doNothing())
      .executeTakeFirst()
    if (put.numInsertedOrUpdatedRows === 0n) return
    const news = { kind: 'claim', paper, actor: reader.id } as const
    await notify(within, await curators(within), news, now)
  })
}

/** Confirms a claim, or refuses it: one that stood stands no more. Nobody does so for themselves. */
export async function settleClaim(
  store: Store,
  curator: Reader,
  { paper, claimant }: { readonly paper: PaperId; readonly claimant: string },
  answer: 'yes' | 'no',
  now = new Date(),
): Promise<void> {
  if (!moderates(curator) || curator.bannedAt) {
    throw new DomainError('forbidden', 'Only curators decide who wrote a paper.')
  }
  if (claimant === curator.id) {
    throw new DomainError('forbidden', 'Another curator has to look at a claim of yours.')
  }
  await store.transaction().execute(async (within) => {
    const known = await claimBy(within, paper, claimant)
    if (!known || known.state === 'refused') throw new DomainError('missing', noClaim)
    const at = now.toISOString()
    await within
      .updateTable('disputes')
      .set({ settledAt: at })
      .where('paper', '=', paper)
      .where('claimant', '=', known.reader)
      .execute()
    const state = answer === 'yes' ? 'stands' : 'refused'
    if (state === known.state) return
    await within
      .updateTable('claims')
      .set({ state, settledBy: curator.id, settledAt: at })
      .where('paper', '=', paper)
      .where('reader', '=', known.reader)
      .execute()
    const kind =
      answer === 'yes' ? 'confirmed' : known.state === 'stands' ? 'unconfirmed' : 'refused'
    await decided(within, { actor: curator.id, kind, paper, reader: known.reader }, now)
    const news = {
      kind: answer === 'yes' ? 'author' : 'noAuthor',
      paper,
      actor: curator.id,
    } as const
    await notify(within, [known.reader], news, now)
  })
}

/** Who among readers wrote a paper. */
export async function authorsOf(store: Store, paper: PaperId): Promise<ReadonlySet<Actor>> {
  const rows = await store
    .selectFrom('claims')
    .select('reader')
    .where('paper', '=', paper)
    .where('state', '=', 'stands')
    .execute()
  return new Set(rows.map(({ reader }) => reader))
}

/** What a reader wrote, the latest claim first. */
export async function writtenBy(store: Store, reader: ReaderId): Promise<PaperId[]> {
  const rows = await store
    .selectFrom('claims')
    .select('paper')
    .where('reader', '=', reader)
    .where('state', '=', 'stands')
    .orderBy('settledAt', 'desc')
    .orderBy('paper')
    .execute()
  return rows.map(({ paper }) => paper)
}

export async function claimBy(
  store: Store,
  paper: PaperId,
  reader: string,
): Promise<Claim | undefined> {
  const rows = await store
    .selectFrom('claims')
    .select(['paper', 'reader', 'way', 'state', 'at', 'settledBy'])
    .where('paper', '=', paper)
    .execute()
  return rows.find((one) => one.reader === reader)
}

/** What waits for a curator, the oldest first. */
export async function openClaims(store: Store): Promise<OpenClaim[]> {
  const [claims, disputes] = await Promise.all([
    store
      .selectFrom('claims')
      .selectAll()
      .where((where) =>
        where.or([
          where('state', '=', 'asked'),
          where.and([
            where('state', '=', 'stands'),
            where('paper', 'in', (from) =>
              from.selectFrom('disputes').select('paper').where('settledAt', 'is', null),
            ),
          ]),
        ]),
      )
      .orderBy('at')
      .execute(),
    store.selectFrom('disputes').selectAll().where('settledAt', 'is', null).execute(),
  ])
  const open: OpenClaim[] = []
  for (const one of claims) {
    const against = disputes.filter(
      ({ paper, claimant }) => paper === one.paper && claimant === one.reader,
    )
    if (one.state === 'stands' && against.length === 0) continue
    open.push({
      ...one,
      orcid: (await orcidOf(store, one.reader)) ?? '',
      named: await isNamed(store, one),
      disputes: against.map(({ reader, reason }) => ({ reader, reason })),
    })
  }
  return open
}

const noClaim = 'There is no such claim any more.'

async function drop(within: Store, paper: PaperId, reader: ReaderId): Promise<void> {
  await within
    .deleteFrom('disputes')
    .where('paper', '=', paper)
    .where('claimant', '=', reader)
    .execute()
  await within
    .deleteFrom('claims')
    .where('paper', '=', paper)
    .where('reader', '=', reader)
    .execute()
}

const decided = (
  within: Store,
  {
    actor,
    kind,
    paper,
    reader,
  }: {
    actor: Actor
    kind: 'confirmed' | 'unconfirmed' | 'refused'
    paper: PaperId
    reader: ReaderId
  },
  now: Date,
) => noteDecision(within, { actor, kind, paper, reader }, now)

async function curators(within: Store): Promise<ReaderId[]> {
  const rows = await within
    .selectFrom('readers')
    .select('id')
    .where('role', 'in', ['curator', 'keeper'])
    .where('bannedAt', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}
