import assert from 'node:assert/strict'
import { addJobs, finishJob, later, putOff, takeJobs, waiting } from '#jobs'
import { testOnBoth } from '../../test/testing.ts'

const noon = new Date('2026-11-20T12:00:00Z')
const minutes = (count: number) => new Date(noon.getTime() + count * 60_000)

testOnBoth('work is done once, when its time has come', async (store) => {
  await addJobs(store, [{ kind: 'digest', key: 'ada', notBefore: minutes(5) }], noon)
  await addJobs(store, [{ kind: 'digest', key: 'ada' }], noon)

  assert.deepEqual(await takeJobs(store, 'digest', 10, noon), [])
  const [job, ...others] = await takeJobs(store, 'digest', 10, minutes(5))
  assert.deepEqual([job?.key, job?.tries, others], ['ada', 1, []])
  assert.deepEqual(await takeJobs(store, 'digest', 10, minutes(6)), [])

  assert.ok(job && (await finishJob(store, job)))
  assert.deepEqual(await takeJobs(store, 'digest', 10, minutes(60)), [])
})

testOnBoth('work that was taken and never finished is free after a while', async (store) => {
  await addJobs(store, [{ kind: 'digest', key: 'ada' }], noon)
  const [lost] = await takeJobs(store, 'digest', 1, noon)
  const [again] = await takeJobs(store, 'digest', 1, minutes(11))

  assert.equal(again?.tries, 2)
  assert.ok(lost && again)
  assert.equal(await finishJob(store, lost), false)
  assert.equal(await finishJob(store, again), true)
})

testOnBoth('work that failed is put off, longer each time', async (store) => {
  await addJobs(store, [{ kind: 'hook', key: 'one' }], noon)
  const [job] = await takeJobs(store, 'hook', 1, noon)
  assert.ok(job)
  await putOff(store, job, later(noon, job.tries, 60_000, 600_000), { fault: 'refused' })

  assert.deepEqual(await takeJobs(store, 'hook', 1, noon), [])
  assert.equal((await takeJobs(store, 'hook', 1, minutes(1))).length, 1)
  assert.deepEqual(
    [1, 2, 3, 9].map((tries) => later(noon, tries, 60_000, 600_000)),
    [minutes(1), minutes(2), minutes(4), minutes(10)],
  )
  assert.equal((await waiting(store, 'hook')).count, 1)
})

testOnBoth('of several who ask at once nobody gets what another has', async (store) => {
  const keys = Array.from({ length: 60 }, (_, i) => `reader ${i}`)
  await addJobs(
    store,
    keys.map((key) => ({ kind: 'digest', key })),
    noon,
  )

  const taken = await Promise.all(
    Array.from({ length: 8 }, () => takeJobs(store, 'digest', 10, minutes(1))),
  )

  const got = taken.flat().map(({ key }) => key)
  assert.equal(new Set(got).size, got.length)
  assert.equal(got.length, 60)
})
