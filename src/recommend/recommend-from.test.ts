import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPaperId } from '#paper'
import { likeThese, recommendFrom } from '#recommend'
import { openStarter } from '../../test/starter.ts'

const now = new Date('2026-11-20T12:00:00Z')

test('whoever likes some papers is given others like them, with reasons that are so', async () => {
  await using shelf = await openStarter()
  const liked = shelf.titled(/attention sinks|landmark attention|long-context scaling/i)

  const found = await recommendFrom(shelf, { liked }, { count: 8, now })

  assert.equal(found.length, 8)
  assert.ok(found.every(({ paper }) => !liked.includes(paper.id)))
  const long = found.filter(({ paper }) =>
    /long|infinite|streaming|context|memory/i.test(paper.title),
  )
  assert.ok(long.length >= 5, found.map(({ paper }) => paper.title).join('\n'))
  for (const { paper, reasons } of found) {
    assert.ok(reasons.length > 0, `${paper.title}: no reason`)
    for (const reason of reasons) {
      if (reason.kind === 'like') assert.ok(reason.papers.every((id) => liked.includes(id)))
      if (reason.kind === 'authors') {
        assert.ok(reason.names.every((name) => paper.authors.includes(name)))
      }
      if (reason.kind === 'words') {
        assert.ok(reason.words.every((word) => paper.title.includes(word)))
      }
    }
  }
})

test('papers like one that is disliked go', async () => {
  await using shelf = await openStarter()
  const liked = shelf.titled(/attention sinks|simple baseline that questions|discrete key-value/i)
  const before = await recommendFrom(shelf, { liked }, { count: 10, now })
  const unwanted = before.find(({ paper }) => /streaming|infinite/i.test(paper.title))
  assert.ok(unwanted)

  const after = await recommendFrom(
    shelf,
    { liked, disliked: [unwanted.paper.id] },
    { count: 10, now },
  )

  const rank = (found: typeof before, id: string) => found.findIndex(({ paper }) => paper.id === id)
  assert.equal(rank(after, unwanted.paper.id), -1)
  const like = await recommendFrom(shelf, { liked: [unwanted.paper.id] }, { count: 20, now })
  const [nearest] = like.filter(({ paper }) => rank(before, paper.id) >= 0)
  assert.ok(nearest)
  const [was, is] = [rank(before, nearest.paper.id), rank(after, nearest.paper.id)]
  assert.ok(is === -1 || is > was + 2, `${nearest.paper.title}: from ${was} to ${is}`)
})

test('of two interests both are heard', async () => {
  await using shelf = await openStarter()
  const sinks = shelf.titled(/attention sinks|landmark attention|LM-infinite|infini/i)
  const [one] = shelf.titled(/audiobook|collaborative metric/i)
  assert.ok(one)

  const found = await recommendFrom(shelf, { liked: [...sinks, one] }, { count: 10, now })

  const about = (words: RegExp) => found.filter(({ paper }) => words.test(paper.title)).length
  assert.ok(about(/recommend|playlist|collaborative|listen|music|element/i) >= 2)
  assert.ok(about(/context|long|streaming|attention|memory/i) >= 3)
})

test('nothing held of what is liked, nothing recommended', async () => {
  await using shelf = await openStarter()

  assert.deepEqual(await recommendFrom(shelf, { liked: [readPaperId('0704.0001')] }, { now }), [])
})

test('a scorer made of examples passes others of their kind before strangers', async () => {
  await using shelf = await openStarter()
  const like = shelf.titled(/continual/i).slice(0, 3)
  const scorer = await likeThese(shelf, { like })

  const scoreOf = async (words: RegExp) => {
    const scores = scorer.score(await shelf.search.cards(shelf.titled(words)))
    return Math.max(...scores)
  }
  assert.ok(
    (await scoreOf(/discrete key-value|few-shot class-incremental/i)) >
      (await scoreOf(/audiobook|video/i)),
  )
  assert.ok((await scoreOf(/audiobook|3d|video/i)) < scorer.threshold)
  await assert.rejects(
    likeThese(shelf, { like: [readPaperId('0704.0001')] }),
    /at least one example/,
  )
})
