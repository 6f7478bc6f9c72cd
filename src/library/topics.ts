import { z } from 'zod'
import { paperOf } from '#catalog'
import { DomainError } from '#domain-error'
import { type PaperId, readPaperId } from '#paper'
import { insertRows, type ReaderId, type Store } from '#store'
import { act, type LibraryAct, newId } from './acts.ts'
import { readName } from './tags.ts'

/** A topic that a reader drew from examples: it fills itself with papers like them. */
export type Topic = {
  readonly id: string
  readonly name: string
  readonly madeAt: string
  /** How like the examples a paper must be, from 0 to 1. */
  readonly threshold: number
  readonly like: readonly PaperId[]
  /** Papers that came in by mistake. */
  readonly unlike: readonly PaperId[]
}

const mostTopics = 100
const mostExamples = 30

/** Where a paper is as like the examples as another example would be. */
const usualThreshold = 0.5

/** A reader's topics, in the order in which they were made. */
export async function topicsOf(store: Store, reader: ReaderId): Promise<Topic[]> {
  const [rows, examples] = await Promise.all([
    store
      .selectFrom('topics')
      .select(['id', 'name', 'madeAt', 'threshold'])
      .where('reader', '=', reader)
      .orderBy('madeAt')
      .orderBy('id')
      .execute(),
    store
      .selectFrom('topicExamples')
      .innerJoin('topics', 'topics.id', 'topicExamples.topic')
      .innerJoin('papers', 'papers.id', 'topicExamples.paper')
      .select(['topic', 'paper', 'kind'])
      .where('reader', '=', reader)
      .where('mergedInto', 'is', null)
      .orderBy('addedAt')
      .orderBy('paper')
      .execute(),
  ])
  return rows.map((row) => {
    const own = examples.filter(({ topic }) => topic === row.id)
    const of = (kind: 'like' | 'unlike') =>
      own.filter((one) => one.kind === kind).map(({ paper }) => paper)
    return { ...row, like: of('like'), unlike: of('unlike') }
  })
}

/** A topic of the reader's; refuses where there is none. */
export async function topicOf(store: Store, reader: ReaderId, id: string): Promise<Topic> {
  const found = (await topicsOf(store, reader)).find((one) => one.id === id)
  if (!found) throw new DomainError('missing', 'There is no such topic.')
  return found
}

/** Draws a topic from examples: three to five of them say enough. Can be undone. */
export async function makeTopic(
  store: Store,
  reader: ReaderId,
  { name, examples }: { readonly name: string; readonly examples: readonly PaperId[] },
  now = new Date(),
): Promise<{ readonly id: string; readonly act: LibraryAct | undefined }> {
  const called = readName(name)
  return store.transaction().execute(async (within) => {
    if ((await topicsOf(within, reader)).length >= mostTopics) {
      throw new DomainError('too-many', `There is room for ${mostTopics} topics. Delete one first.`)
    }
    const held = await heldAmong(within, examples)
    if (held.length === 0) {
      throw new DomainError(
        'invalid',
        'Name at least one example that is held here; three say more.',
      )
    }
    if (held.length > mostExamples) {
      throw new DomainError('invalid', `A topic takes at most ${mostExamples} examples.`)
    }
    const id = newId()
    const row = { id, reader, name: called, madeAt: now.toISOString(), threshold: usualThreshold }
    await within.insertInto('topics').values(row).execute()
    await putExamples(within, id, held, now)
    const done = await note(within, reader, 'make-topic', { id }, now)
    return { id, act: done }
  })
}

async function heldAmong(within: Store, papers: readonly PaperId[]): Promise<PaperId[]> {
  const held = new Set<PaperId>()
  for (const id of papers) {
    const found = await paperOf(within, id)
    if (found) held.add(found.id)
  }
  return [...held]
}

const putExamples = (within: Store, topic: string, papers: readonly PaperId[], now: Date) =>
  insertRows(
    within,
    'topicExamples',
    papers.map((paper) => ({ topic, paper, kind: 'like', addedAt: now.toISOString() })),
    { key: ['topic', 'paper'], taken: 'leave' },
  )

const note = (
  within: Store,
  reader: ReaderId,
  kind: 'make-topic' | 'drop-topic',
  detail: unknown,
  now: Date,
) => act(within, reader, { kind, papers: [], detail, change: (stand) => stand }, now)

/** Says that a paper belongs to a topic, or that it does not. */
export async function addExample(
  store: Store,
  reader: ReaderId,
  id: string,
  { paper, kind }: { readonly paper: PaperId; readonly kind: 'like' | 'unlike' },
  now = new Date(),
): Promise<void> {
  await store.transaction().execute(async (within) => {
    const { like, unlike } = await topicOf(within, reader, id)
    const found = await paperOf(within, paper)
    if (!found) throw new DomainError('missing', `Broadsheet does not hold ${paper}.`)
    if (like.length + unlike.length >= 2 * mostExamples) {
      throw new DomainError('too-many', 'That is enough of examples. Take one away first.')
    }
    await within
      .insertInto('topicExamples')
      .values({ topic: id, paper: found.id, kind, addedAt: now.toISOString() })
      .onConflict((conflict) => conflict.columns(['topic', 'paper']).doUpdateSet({ kind }))
      .execute()
  })
}

/** Takes an example away. The last paper that a topic is like stays. */
export async function dropExample(
  store: Store,
  reader: ReaderId,
  id: string,
  paper: PaperId,
): Promise<void> {
  await store.transaction().execute(async (within) => {
    const { like } = await topicOf(within, reader, id)
    if (like.length === 1 && like[0] === paper) {
      throw new DomainError(
        'invalid',
        'A topic needs an example. Delete the topic, or add another.',
      )
    }
    await within
      .deleteFrom('topicExamples')
      .where('topic', '=', id)
      .where('paper', '=', paper)
      .execute()
  })
}

export async function setThreshold(
  store: Store,
  reader: ReaderId,
  id: string,
  threshold: number,
): Promise<void> {
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new DomainError('invalid', 'A threshold is a number from 0 to 1.')
  }
  await topicOf(store, reader, id)
  await store.updateTable('topics').set({ threshold }).where('id', '=', id).execute()
}

/** Deletes a topic. Can be undone. */
export async function dropTopic(
  store: Store,
  reader: ReaderId,
  id: string,
  now = new Date(),
): Promise<LibraryAct | undefined> {
  return store.transaction().execute(async (within) => {
    const topic = await topicOf(within, reader, id)
    await eraseTopic(within, reader, { id })
    return note(within, reader, 'drop-topic', topic, now)
  })
}

const Ids = z.array(z.string().transform(readPaperId))
const Dropped = z.object({
  id: z.string(),
  name: z.string(),
  madeAt: z.string(),
  threshold: z.number(),
  like: Ids,
  unlike: Ids,
})

/** Takes away a topic that was made. */
export async function eraseTopic(within: Store, reader: ReaderId, made: unknown): Promise<void> {
  const { id } = z.object({ id: z.string() }).parse(made)
  const own = within
    .selectFrom('topics')
    .select('id')
    .where('id', '=', id)
    .where('reader', '=', reader)
  await within.deleteFrom('topicExamples').where('topic', 'in', own).execute()
  await within.deleteFrom('topics').where('id', '=', id).where('reader', '=', reader).execute()
}

/** Makes a topic again that was deleted. */
export async function restoreTopic(
  within: Store,
  reader: ReaderId,
  dropped: unknown,
): Promise<void> {
  const { like, unlike, ...topic } = Dropped.parse(dropped)
  await within
    .insertInto('topics')
    .values({ ...topic, reader })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  for (const [kind, papers] of [
    ['like', like],
    ['unlike', unlike],
  ] as const) {
    for (const paper of await heldAmong(within, papers)) {
      await within
        .insertInto('topicExamples')
        .values({ topic: topic.id, paper, kind, addedAt: topic.madeAt })
        .onConflict((conflict) => conflict.columns(['topic', 'paper']).doNothing())
        .execute()
    }
  }
}
