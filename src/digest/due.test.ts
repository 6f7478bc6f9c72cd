import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Day, isDay } from '#paper'
import { instantOf, isZone, lastDue, nextDue } from './due.ts'

const aDay = (text: string): Day => {
  assert.ok(isDay(text))
  return text
}

const instants: [string, string, number, string, string | undefined][] = [
  ['an ordinary morning', '2026-11-20', 7, 'Europe/Berlin', '2026-11-20T06:00:00.000Z'],
  [
    'the morning after the clocks went forward',
    '2026-03-29',
    7,
    'Europe/Berlin',
    '2026-03-29T05:00:00.000Z',
  ],
  ['an hour that is leapt over', '2026-03-29', 2, 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
  ['an hour that comes twice', '2026-10-25', 2, 'Europe/Berlin', '2026-10-25T00:00:00.000Z'],
  ['half an hour beside the others', '2026-11-20', 7, 'Asia/Kolkata', '2026-11-20T01:30:00.000Z'],
  [
    'clocks that change by half an hour',
    '2026-10-04',
    2,
    'Australia/Lord_Howe',
    '2026-10-03T15:30:00.000Z',
  ],
  ['midnight that is leapt over', '2026-03-29', 0, 'Asia/Beirut', '2026-03-28T22:00:00.000Z'],
  ['a day that a country left out', '2011-12-30', 7, 'Pacific/Apia', undefined],
]

for (const [what, day, hour, zone, at] of instants) {
  test(`${what}: ${hour}:00 in ${zone} on ${day}`, () => {
    assert.equal(instantOf(aDay(day), hour, zone)?.toISOString(), at)
  })
}

test('every day that was asked for has one digest, whatever the clocks do', () => {
  const zones = Intl.supportedValuesOf('timeZone').filter((_, i) => i % 45 === 0)
  for (const zone of [...zones, 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia']) {
    for (const hour of [0, 2, 3, 23]) {
      const rhythm = { days: '1234567', hour, zone }
      const days: string[] = []
      let at = new Date('2026-03-01T00:00:00Z')
      while (at < new Date('2026-05-01T00:00:00Z')) {
        const due = nextDue(rhythm, at)
        assert.ok(due && due.at > at, `${zone} ${hour} after ${at.toISOString()}`)
        assert.deepEqual(lastDue(rhythm, due.at), due)
        days.push(due.day)
        at = due.at
      }
      assert.equal(new Set(days).size, days.length, zone)
      assert.ok(days.length >= 60 && days.length <= 62, `${zone} ${hour}: ${days.length}`)
    }
  }
})

test('a weekly digest comes on its day', () => {
  const rhythm = { days: '1', hour: 8, zone: 'America/New_York' }

  const due = nextDue(rhythm, new Date('2026-11-20T12:00:00Z'))

  assert.deepEqual([due?.day, due?.at.toISOString()], ['2026-11-23', '2026-11-23T13:00:00.000Z'])
  assert.equal(nextDue({ ...rhythm, days: '' }, new Date()), undefined)
})

test('a time zone is known by its name', () => {
  assert.ok(isZone('Europe/Berlin') && isZone('UTC'))
  assert.ok(!isZone('Europe/Atlantis') && !isZone('') && !isZone('"; drop'))
})
