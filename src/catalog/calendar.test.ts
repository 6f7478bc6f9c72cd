import assert from 'node:assert/strict'
import { calendarOf, correctCalendar, paperOf } from '#catalog'
import { ledgerOf } from '#harvest'
import { announcedAt, readPaperId } from '#paper'
import { keepAll } from '../../test/keeping.ts'
import { aDay } from '../../test/site.ts'
import { testOnBoth } from '../../test/testing.ts'

const [evening, after, later] = [aDay('2027-11-23'), aDay('2027-11-24'), aDay('2027-11-25')]
const id = readPaperId('2711.00001')
const record = {
  id,
  title: 'Quiet clocks',
  publishedAt: '2027-11-23T15:00:00Z',
  categories: ['cs.LG'],
}
const quiet = { evening, kind: 'quiet', note: 'arXiv said so' } as const

testOnBoth('an evening that is quiet after all moves papers on, and back', async (store) => {
  await keepAll(store, 'arxiv', [record])
  assert.equal((await paperOf(store, id))?.day, after)

  assert.equal(await correctCalendar(store, quiet), 1)

  assert.equal((await paperOf(store, id))?.day, later)
  assert.equal(announcedAt(after, await calendarOf(store)), undefined)
  assert.equal(await correctCalendar(store, { evening, kind: 'forget' }), 1)
  assert.equal((await paperOf(store, id))?.day, after)
})

testOnBoth(
  'what comes in later keeps to the corrected calendar, and so does the ledger',
  async (store) => {
    await correctCalendar(store, quiet)

    await keepAll(store, 'arxiv', [record])

    assert.equal((await paperOf(store, id))?.day, later)
    const span = { from: after, to: after, category: 'cs.LG' }
    const [line] = await ledgerOf(store, span, new Date('2027-11-26T12:00:00Z'))
    assert.equal(line?.state, 'holiday')
  },
)

testOnBoth('what is not corrected cannot be forgotten', async (store) => {
  await assert.rejects(correctCalendar(store, { evening, kind: 'forget' }), /nothing is corrected/)
})
