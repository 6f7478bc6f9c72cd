import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countPapers } from '#catalog'
import { asides } from '#harvest'
import type { Fault } from '../../test/arxiv/fault.ts'
import { inventedPapers } from '../../test/arxiv/papers.ts'
import { setUp, summary } from '../../test/arxiv/scene.ts'

/** What every test below begins with: 250 papers, changed on ten days, in pages of 60. */
const play = { papers: inventedPapers(250, { aDay: 25 }), pageSize: 60 }
const from = '2026-10-01'

const passing: Record<string, Fault> = {
  'is busy and says for how long': { kind: 'busy', status: 503, retryAfter: '7' },
  'is busy and says until when': {
    kind: 'busy',
    status: 429,
    retryAfter: 'Fri, 20 Nov 2026 12:01:00 GMT',
  },
  'is busy and does not say for how long': { kind: 'busy', status: 503 },
  'has a fault': { kind: 'busy', status: 500 },
  'does not answer': { kind: 'hang' },
  'answers a byte at a time': { kind: 'drip' },
  'hangs up in the middle of a record': { kind: 'reset' },
  'sends half a page': { kind: 'cut' },
  'sends a page with a broken record': { kind: 'malformed' },
  'sends a page in another encoding than it says': { kind: 'latin1' },
  'sends a bomb of entities': { kind: 'bomb' },
  'sends a web page': { kind: 'web page' },
  'says that the token has expired': { kind: 'error', code: 'badResumptionToken' },
}

/** Limits in milliseconds for those who cannot wait minutes. */
const hasty = { silence: 150, patience: 400 }

for (const [what, fault] of Object.entries(passing)) {
  test(`a server that once ${what} costs no paper`, async () => {
    await using scene = await setUp({
      ...play,
      fault: (_, count) => (count === 3 ? fault : undefined),
    })

    const done = await scene.harvest({ from, ...(/does not|a byte/.test(what) && hasty) })

    assert.equal(done.added, 250)
    assert.equal(done.aside, 0)
    assert.equal(await countPapers(scene.store), 250)
    assert.ok(scene.clock.waits.every((wait) => wait >= 3000))
  })
}

test('a server is given the peace that it asks for', async () => {
  await using scene = await setUp({
    ...play,
    fault: (_, count) =>
      count <= 2 ? { kind: 'busy', status: 503, retryAfter: '100' } : undefined,
  })

  await scene.harvest({ from })

  const [first = 0, second = 0] = scene.clock.waits
  assert.ok(first >= 100_000 && second >= 100_000, `${first}, ${second}`)
})

test('a server that wants hours of peace is left alone, and the harvest says when to come back', async () => {
  await using scene = await setUp({
    ...play,
    fault: () => ({ kind: 'busy', status: 503, retryAfter: '7200' }),
  })

  await assert.rejects(scene.harvest({ from }), {
    name: 'DomainError',
    message:
      'the server answered 503 and asks for 120 minutes of peace: harvest again after that, and it will go on where it was',
  })
  assert.equal(scene.arxiv.asked.length, 1)
})

test('a server that stays away is asked ever more seldom, then given up, and the harvest goes on later', async () => {
  let away = true
  const fault = (_: unknown, count: number): Fault | undefined =>
    away && count > 2 ? { kind: 'reset' } : undefined
  await using scene = await setUp({ ...play, fault })

  await assert.rejects(scene.harvest({ from }), {
    name: 'DomainError',
    message: /resumptionToken=.* 8 times in a row.*go on where it was$/,
  })
  const waits = scene.clock.waits.slice(-6)
  assert.deepEqual(
    waits,
    waits.toSorted((a, b) => a - b),
  )
  assert.equal(await countPapers(scene.store), 120)

  away = false
  const done = await scene.harvest({ from })
  assert.deepEqual(summary(done), { added: 130, changed: 0, unchanged: 0, aside: 0 })
})

test('an answer that stays half is taken as far as it goes, and the rest is set aside', async () => {
  await using scene = await setUp({
    ...play,
    fault: (query) =>
      query.get('resumptionToken')?.includes('2026-10-03') ? { kind: 'cut' } : undefined,
  })

  const done = await scene.harvest({ from })

  assert.equal(done.added, 250, 'the list is begun again at the last day that was read')
  const reasons = (await asides(scene.store, 9)).map(({ spot, reason }) => `${spot} ${reason}`)
  assert.equal(reasons.length, 1)
  assert.match(
    reasons[0] ?? '',
    /oai.*resumptionToken=.*not well-formed.*kept; harvest again from 2026-10-0/,
  )
})

test('a record that stays broken is set aside, and the rest of its page is kept', async () => {
  await using scene = await setUp({
    ...play,
    fault: (_, count) => (count >= 2 && count <= 4 ? { kind: 'malformed' } : undefined),
  })

  const done = await scene.harvest({ from })

  assert.equal(done.added, 249)
  assert.deepEqual((await asides(scene.store, 9)).map(({ spot }) => spot.slice(0, 14)).toSorted(), [
    'http://127.0.0',
    'oai:arXiv.org:',
  ])
})

test('an answer of which nothing can be read ends the harvest, and says what to do', async () => {
  await using scene = await setUp({ ...play, fault: () => ({ kind: 'bomb' }) })

  await assert.rejects(scene.harvest({ from }), {
    name: 'DomainError',
    message: /cannot be read: it declares entities of its own.*step over it with --from$/,
  })
  assert.equal(scene.arxiv.asked.length, 3)
  assert.equal((await asides(scene.store, 9)).length, 1)
})

test('a token that leads back to itself ends neither in a circle nor with papers missing', async () => {
  let token = ''
  const fault = (query: URLSearchParams, count: number): Fault | undefined => {
    token = query.get('resumptionToken') ?? token
    return count === 3 ? { kind: 'same token', token } : undefined
  }
  await using scene = await setUp({ ...play, fault })

  assert.equal((await scene.harvest({ from })).added, 250)
  assert.ok(scene.arxiv.asked.length < 12)
})

test('a server whose tokens are always refused is given up', async () => {
  await using scene = await setUp({
    papers: inventedPapers(250, { aDay: 250 }),
    pageSize: 60,
    fault: (query) =>
      query.has('resumptionToken') ? { kind: 'error', code: 'badResumptionToken' } : undefined,
  })

  await assert.rejects(scene.harvest({ from }), /leads in a circle/)
  assert.ok(scene.arxiv.asked.length < 12)
})

const refusals = [
  'badArgument',
  'cannotDisseminateFormat',
  'noSetHierarchy',
  'badVerb',
  'undefined',
]

for (const code of refusals) {
  test(`a request that is refused with ${code} says so`, async () => {
    await using scene = await setUp({ ...play, fault: () => ({ kind: 'error', code }) })

    await assert.rejects(scene.harvest({ from }), {
      name: 'DomainError',
      message: new RegExp(`verb=ListRecords.* was refused \\(${code}\\): see whether`),
    })
  })
}
