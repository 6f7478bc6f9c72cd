import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOf } from '#paper'
import { type Check, stateOf } from './ledger-state.ts'

const check = (
  source: 'rss' | 'listing',
  outcome: Check['outcome'],
  checkedAt = '2026-11-20T01:30:00.000Z',
): Check => ({
  source: `arxiv:${source}`,
  outcome,
  totals: { new: 0, cross: 0, replace: 0 },
  evidence: `${source} ${outcome}`,
  checkedAt,
})

/** Friday 20 November 2026 was announced at 01:00 UTC. */
const table: [
  why: string,
  known: [day: string, announced: number, held: number, checks: Check[]],
  now: string,
  state: string,
  reason?: RegExp,
][] = [
  [
    'all is held',
    ['2026-11-20', 9, 9, [check('listing', 'answered')]],
    '2026-11-20T01:31',
    'complete',
    /9 of 9/,
  ],
  [
    'one is missing',
    ['2026-11-20', 9, 8, [check('listing', 'answered')]],
    '2026-11-20T01:31',
    'short',
    /^1 of 9/,
  ],
  [
    'missing, by the feed alone',
    ['2026-11-20', 9, 8, [check('rss', 'answered')]],
    '2026-11-25T00:00',
    'short',
  ],
  [
    'the page confirms an empty day',
    ['2026-11-20', 0, 0, [check('listing', 'answered')]],
    '2026-11-20T01:31',
    'complete',
    /lists no paper/,
  ],
  [
    'a feed that is stuck matters not if the page is fine',
    ['2026-11-20', 9, 9, [check('rss', 'stale'), check('listing', 'answered')]],
    '2026-11-25T00:00',
    'complete',
  ],
  [
    'the feed alone proves nothing yet',
    ['2026-11-20', 9, 9, [check('rss', 'answered')]],
    '2026-11-20T02:00',
    'pending',
  ],
  [
    'the feed alone proves nothing ever',
    ['2026-11-20', 9, 9, [check('rss', 'answered'), check('listing', 'failed')]],
    '2026-11-25T00:00',
    'failed',
    /listing failed/,
  ],
  [
    'an empty feed is not a quiet day',
    ['2026-11-20', 0, 0, [check('rss', 'answered')]],
    '2026-11-25T00:00',
    'failed',
  ],
  [
    'it was not announced yet',
    ['2026-11-20', 0, 0, []],
    '2026-11-20T00:59',
    'pending',
    /2026-11-20 01:00 UTC/,
  ],
  ['nobody asked', ['2026-11-20', 0, 0, []], '2026-11-25T00:00', 'pending', /nobody has asked/],
  [
    'a page of yesterday may be late',
    ['2026-11-20', 0, 0, [check('listing', 'stale')]],
    '2026-11-20T12:59',
    'pending',
    /listing stale/,
  ],
  [
    'but not after twelve hours',
    ['2026-11-20', 0, 0, [check('listing', 'stale')]],
    '2026-11-20T13:00',
    'stale',
    /listing stale/,
  ],
  [
    'what failed is not stale',
    ['2026-11-20', 0, 0, [check('rss', 'failed'), check('listing', 'failed')]],
    '2026-11-20T13:00',
    'failed',
  ],
  [
    'failed on one road, stale on the other',
    ['2026-11-20', 0, 0, [check('rss', 'stale'), check('listing', 'failed')]],
    '2026-11-20T13:00',
    'stale',
    /rss stale/,
  ],
  ['a Saturday', ['2026-11-21', 0, 0, []], '2026-11-25T00:00', 'holiday', /weekend/],
  [
    'the day after Thanksgiving',
    ['2026-11-27', 0, 0, []],
    '2026-11-25T00:00',
    'holiday',
    /holiday/,
  ],
  [
    'a holiday on which papers came after all',
    ['2026-11-27', 9, 9, [check('listing', 'answered')]],
    '2026-11-28T00:00',
    'complete',
  ],
  [
    'a holiday on which they came and are missing',
    ['2026-11-27', 9, 0, [check('listing', 'answered')]],
    '2026-11-28T00:00',
    'short',
  ],
]

test('the state of a day follows from what is known of it', () => {
  for (const [why, [day, announced, held, checks], now, state, reason] of table) {
    const known = { day: dayOf(new Date(day)), announced, held, checks }

    const found = stateOf(known, new Date(`${now}:00Z`))

    assert.equal(found.state, state, why)
    if (reason) assert.match(found.reason, reason, why)
  }
})
