import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addReader } from '#accounts'
import { save } from '#library'
import type { PaperId } from '#paper'
import {
  forYou,
  forYouAmong,
  lean,
  questionFor,
  readerOfFeed,
  refreshShortlists,
  renewFeed,
  replay,
  setTaste,
  shortlistOf,
  sinceYouKept,
  standingOf,
  tasteHolding,
  tasteOf,
  unlean,
  usual,
  weighInterest,
} from '#recommend'
import type { Store } from '#store'
import { openStarter } from '../../test/starter.ts'
import { testOnBoth } from '../../test/testing.ts'

const day = 24 * 60 * 60 * 1000
const now = new Date('2026-11-20T12:00:00Z')
const ago = (days: number) => new Date(now.getTime() - days * day)

const joined = async (store: Store, name: string, at = ago(30)) =>
  (await addReader(store, { name, role: 'reader' }, at)).id

testOnBoth('a reader is not one point, and steers each interest', async (store) => {
  await using shelf = await openStarter(store)
  const ada = await joined(store, 'Ada')
  const long = shelf.titled(/attention sinks|landmark attention|LM-infinite/i)
  const taste = shelf.titled(/collaborative metric|content-based collaborative/i)
  for (const paper of [...long, ...taste]) await save(store, ada, paper, ago(2))

  const known = await tasteOf(shelf, ada, now)

  const interestOf = (paper: PaperId | undefined) =>
    known.interests.find(({ members }) => members.some((one) => one === paper))
  const music = interestOf(taste[0])
  assert.ok(music)
  assert.notEqual(music, interestOf(long[0]))
  assert.match(music.name, /collaborative|recommend/i)

  const before = await forYou(shelf, ada, { now, count: 12 })
  const about = ({ papers }: typeof before) =>
    papers.filter(({ paper }) => /recommend|playlist|audiobook|collaborative/i.test(paper.title))
  assert.ok(about(before).length >= 2)

  await weighInterest(store, ada, music, 0, now)
  const after = await forYou(shelf, ada, { now, count: 12 })
  assert.equal(after.taste.off.size, 1)
  assert.deepEqual(
    about(after).map(({ paper }) => paper.title),
    [],
  )

  await weighInterest(store, ada, music, 1, now)
  const again = await forYou(shelf, ada, { now, count: 12 })
  assert.deepEqual(again.papers, before.papers)
})

testOnBoth('what a reader says counts at once, and can be taken back', async (store) => {
  await using shelf = await openStarter(store)
  const ada = await joined(store, 'Ada')
  const seeds = shelf.titled(/attention sinks|landmark attention|LM-infinite/i)
  await lean(store, ada, seeds, 'seed', now)
  const before = await forYou(shelf, ada, { now, count: 12 })
  const [first] = before.papers
  assert.ok(first)

  await lean(store, ada, [first.paper.id], 'less', now)
  const less = await forYou(shelf, ada, { now, count: 12 })
  assert.ok(less.papers.every(({ paper }) => paper.id !== first.paper.id))
  assert.notDeepEqual(less.papers, before.papers)

  await unlean(store, ada, [first.paper.id])
  assert.deepEqual((await forYou(shelf, ada, { now, count: 12 })).papers, before.papers)

  await lean(store, ada, seeds, 'forget', now)
  assert.ok((await forYou(shelf, ada, { now })).cold)
  await assert.rejects(lean(store, ada, [], 'more', now), /does not hold/)
})

testOnBoth('a taste is told, exported and erased', async (store) => {
  await using shelf = await openStarter(store)
  const ada = await joined(store, 'Ada')
  const [seed] = shelf.titled(/attention sinks/i)
  assert.ok(seed)
  await lean(store, ada, [seed], 'more', now)
  await setTaste(store, ada, { fresh: 2, questions: 3 })
  const key = await renewFeed(store, ada)

  assert.equal(await readerOfFeed(store, key), ada)
  assert.notEqual(await renewFeed(store, ada), key)
  assert.equal(await readerOfFeed(store, key), undefined)
  assert.deepEqual(await tasteHolding.tell(store, ada), {
    leanings: [{ paper: seed, kind: 'more', at: now.toISOString() }],
    interests: [],
    settings: { ...usual, fresh: 1, questions: 3, sharesAt: null },
  })

  await store.transaction().execute((within) => tasteHolding.erase(within, ada, now))
  assert.deepEqual(await tasteHolding.tell(store, ada), {
    leanings: [],
    interests: [],
    settings: null,
  })
})

testOnBoth('readers alike count for each other by consent, five at a time', async (store) => {
  await using shelf = await openStarter(store)
  const shared = shelf.titled(/attention sinks|landmark attention|LM-infinite/i)
  const [pearl] = shelf.titled(/audiobook/i)
  assert.ok(pearl)
  const ada = await joined(store, 'Ada')
  for (const paper of shared) await save(store, ada, paper, ago(2))
  await setTaste(store, ada, { people: 1, sharesAt: ago(9).toISOString() })
  const others = await Promise.all(['Bea', 'Cem', 'Dov', 'Eli'].map((name) => joined(store, name)))
  const keepAll = async (reader: (typeof others)[number]) => {
    for (const paper of [...shared, pearl]) await save(store, reader, paper, ago(2))
    await setTaste(store, reader, { sharesAt: ago(9).toISOString() })
  }
  for (const reader of others) await keepAll(reader)
  const four = await forYou(shelf, ada, { now })
  const together = ({ papers }: typeof four) =>
    papers.flatMap(({ paper, reasons }) =>
      reasons.flatMap((reason) => (reason.kind === 'together' ? [[paper.id, reason.readers]] : [])),
    )
  assert.deepEqual(together(four), [])

  // A new account that does the same, and one that did not agree, move nothing.
  await keepAll(await joined(store, 'Mallory', ago(1)))
  const silent = await joined(store, 'Silent')
  for (const paper of [...shared, pearl]) await save(store, silent, paper, ago(2))
  assert.deepEqual((await forYou(shelf, ada, { now })).papers, four.papers)

  await setTaste(store, silent, { sharesAt: ago(1).toISOString() })
  assert.deepEqual(together(await forYou(shelf, ada, { now })), [[pearl, 5]])

  await setTaste(store, ada, { sharesAt: null })
  assert.deepEqual(together(await forYou(shelf, ada, { now })), [])
})

test('one account, however busy, moves nobody else’s page', async () => {
  await using shelf = await openStarter()
  const { store } = shelf
  const ada = await joined(store, 'Ada')
  for (const paper of shelf.titled(/attention sinks|landmark/i))
    await save(store, ada, paper, ago(3))
  await setTaste(store, ada, { people: 1, sharesAt: ago(9).toISOString() })
  const before = await forYou(shelf, ada, { now })

  const mallory = await joined(store, 'Mallory', ago(300))
  await setTaste(store, mallory, { people: 1, sharesAt: ago(299).toISOString() })
  for (const paper of shelf.titled(/./)) {
    await save(store, mallory, paper, ago(2))
    await lean(store, mallory, [paper], 'more', ago(2))
  }

  assert.deepEqual((await forYou(shelf, ada, { now })).papers, before.papers)
})

test('on one’s own history it is seen what settings are worth', async () => {
  await using shelf = await openStarter()
  const { store } = shelf
  const ada = await joined(store, 'Ada', ago(400))
  const papers = shelf.titled(/context|attention|kv.?cache|streaming|memory/i).slice(0, 24)
  for (const [i, paper] of papers.entries()) await save(store, ada, paper, ago(48 - 2 * i))

  const { kept, shown, screen, missed } = await replay(shelf, ada, { settings: usual, now })

  assert.equal(kept, papers.length - 5)
  assert.equal(shown + missed.length, kept)
  assert.ok(shown > kept / 2, `${shown} of ${kept} among ${screen}`)
})

test('a question asks what tells most, and none is asked over the budget', async () => {
  await using shelf = await openStarter()
  const { store } = shelf
  const ada = await joined(store, 'Ada')

  const first = await questionFor(shelf, await tasteOf(shelf, ada, now), now)
  assert.ok(first)
  await lean(store, ada, [first.id], 'skip', now)
  const second = await questionFor(shelf, await tasteOf(shelf, ada, now), now)
  assert.ok(second)
  assert.notEqual(second.id, first.id)

  await setTaste(store, ada, { questions: 0 })
  assert.equal(await questionFor(shelf, await tasteOf(shelf, ada, now), now), undefined)
})

test('why a paper stands where it does, and what would change it', async () => {
  await using shelf = await openStarter()
  const { store } = shelf
  const ada = await joined(store, 'Ada')
  const [one] = shelf.titled(/collaborative metric/i)
  assert.ok(one)
  for (const paper of [one, ...shelf.titled(/attention sinks|landmark/i)]) {
    await save(store, ada, paper, ago(2))
  }
  const [like] = shelf.titled(/content-based collaborative/i)
  assert.ok(like)

  const standing = await standingOf(shelf, ada, like, now)

  assert.ok(standing && standing.place <= 12)
  assert.deepEqual(standing.like, [one])
  const without = standing.changes.find(({ change }) => change.kind === 'without')
  assert.ok(without && without.place > standing.place + 20)
  const since = await sinceYouKept(shelf, ada, one, { now, count: 4 })
  assert.ok(since.some(({ paper }) => paper.id === like))
  const among = await forYouAmong(shelf, ada, shelf.titled(/./), { now, count: 5 })
  assert.equal(among.length, 5)
})

test('in the night what came in is looked through for every reader, once a day', async () => {
  await using shelf = await openStarter()
  const { store } = shelf
  const ada = await joined(store, 'Ada')
  await joined(store, 'Idle')
  await lean(store, ada, shelf.titled(/attention sinks|landmark/i), 'seed', now)
  const [latest] = await store
    .selectFrom('papers')
    .select(['day'])
    .where('day', '!=', '')
    .orderBy('day', 'desc')
    .limit(1)
    .execute()
  const then = new Date(`${latest?.day}T20:00:00Z`)

  assert.equal(await refreshShortlists(shelf, { now: then }), 1)
  assert.ok((await shortlistOf(store, ada, latest?.day ?? '')).length > 0)
  assert.equal(await refreshShortlists(shelf, { now: then }), 0)
})
