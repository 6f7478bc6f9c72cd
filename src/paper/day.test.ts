import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  holidaysOf,
  addDays,
  dayOf,
  daysOfMonth,
  daysOfWeek,
  isDay,
  lastAnnounced,
  listedOn,
  quietDay,
  weekday,
  weekOf,
} from '#paper'

const day = (text: string) => {
  assert.ok(isDay(text), text)
  return text
}

test('a day is one that the calendar has', () => {
  for (const text of ['2024-02-29', '1999-12-31']) assert.ok(isDay(text), text)
  for (const text of ['2023-02-29', '2024-13-01', '2024-1-1', '2024-01-01T00:00', '', 'today']) {
    assert.ok(!isDay(text), text)
  }
})

test('a day has neighbours across months, years and leap days', () => {
  assert.equal(addDays(day('2024-02-28'), 1), '2024-02-29')
  assert.equal(addDays(day('2024-01-01'), -1), '2023-12-31')
})

test('the week starts on Monday', () => {
  assert.equal(weekday(day('2026-11-16')), 1)
  assert.equal(weekday(day('2026-11-22')), 7)
})

test('a week belongs to the year of its Thursday', () => {
  assert.equal(weekOf(day('2026-11-20')), '2026-W47')
  assert.equal(weekOf(day('2021-01-03')), '2020-W53')
  assert.equal(weekOf(day('2024-12-30')), '2025-W01')
})

test('a week and a month have their days, and odd ones have none', () => {
  assert.deepEqual(daysOfWeek('2020-W53'), { from: '2020-12-28', to: '2021-01-03' })
  assert.deepEqual(daysOfMonth('2024-02'), { from: '2024-02-01', to: '2024-02-29' })
  for (const week of ['2021-W53', '2021-W00', '2021-W54', '2021-47', 'W1']) {
    assert.equal(daysOfWeek(week), undefined, week)
  }
  for (const month of ['2021-00', '2021-13', '2021'])
    assert.equal(daysOfMonth(month), undefined, month)
})

test('a day is the one on the wall where the clock hangs', () => {
  const instant = new Date('2026-11-20T03:00:00Z')

  assert.equal(dayOf(instant), '2026-11-20')
  assert.equal(dayOf(instant, 'America/New_York'), '2026-11-19')
})

// arXiv closes at 14:00 Eastern and announces at 20:00, Sunday to Thursday; a list bears the date of the day after.
const submissions = [
  ['Tuesday before closing', '2026-11-17T18:59:00Z', '2026-11-18'],
  ['Tuesday after closing', '2026-11-17T19:00:00Z', '2026-11-19'],
  ['Thursday before closing', '2026-11-19T18:00:00Z', '2026-11-20'],
  ['Thursday after closing waits for Sunday', '2026-11-19T20:00:00Z', '2026-11-23'],
  ['Friday before closing waits for Sunday', '2026-11-20T15:00:00Z', '2026-11-23'],
  ['Friday after closing waits for Monday', '2026-11-20T20:00:00Z', '2026-11-24'],
  ['Saturday waits for Monday', '2026-11-21T12:00:00Z', '2026-11-24'],
  ['in summer the clock in Ithaca is an hour nearer', '2026-07-14T18:30:00Z', '2026-07-16'],
  ['Thanksgiving evening has no announcement', '2026-11-26T15:00:00Z', '2026-11-30'],
] as const

for (const [when, submitted, listed] of submissions) {
  test(`a paper submitted ${when} is listed on ${listed}`, () =>
    assert.equal(listedOn(new Date(submitted)), listed))
}

test('a quiet day has a reason', () => {
  assert.equal(quietDay(day('2026-11-21')), 'weekend')
  assert.equal(quietDay(day('2026-11-27')), 'holiday')
  assert.equal(quietDay(day('2026-11-20')), undefined)
})

const announced = [
  // Sunday to Thursday at 22:30 in Ithaca, in winter and in summer.
  ['2026-11-20T03:29:59Z', '2026-11-19T03:30:00.000Z'],
  ['2026-11-20T03:30:00Z', '2026-11-20T03:30:00.000Z'],
  ['2026-07-15T02:30:00Z', '2026-07-15T02:30:00.000Z'],
  // Not on Friday and Saturday evenings, nor on the evening of Thanksgiving.
  ['2026-11-22T20:00:00Z', '2026-11-20T03:30:00.000Z'],
  ['2026-11-28T12:00:00Z', '2026-11-26T03:30:00.000Z'],
  // Clocks go back on Sunday 1 November: that evening is in winter already.
  ['2026-11-02T03:00:00Z', '2026-10-30T02:30:00.000Z'],
  ['2026-11-02T03:30:00Z', '2026-11-02T03:30:00.000Z'],
] as const

for (const [now, at] of announced) {
  test(`at ${now} arXiv last had news at ${at}`, () =>
    assert.equal(lastAnnounced(new Date(now)).toISOString(), at))
}

test('arXiv keeps some days every year', () => {
  assert.deepEqual(holidaysOf(2026), [
    '2026-01-01',
    '2026-01-19',
    '2026-09-07',
    '2026-11-26',
    '2026-12-29',
    '2026-12-31',
  ])
  assert.deepEqual(holidaysOf(2027), ['2027-01-18', '2027-07-05', '2027-09-06', '2027-11-25'])
  // In 2025 no list came out on the days after these evenings.
  for (const evening of ['2025-06-19', '2025-09-01', '2025-12-25']) {
    assert.equal(quietDay(addDays(day(evening), 1)), 'holiday', evening)
  }
})
