import assert from 'node:assert/strict'
import { paperOf } from '#catalog'
import { bringIn } from '#harvest'
import { readPaperId } from '#paper'
import { inventedPapers } from '../../test/arxiv/papers.ts'
import { playArxiv } from '../../test/arxiv/server.ts'
import { testOnBoth } from '../../test/testing.ts'

testOnBoth('one paper is brought in by its id', async (store) => {
  const [wanted] = inventedPapers(1)
  assert.ok(wanted)
  await using arxiv = await playArxiv({ papers: [wanted] })
  const id = readPaperId(wanted.id)

  await bringIn(store, id, { base: arxiv.query })
  await bringIn(store, id, { base: arxiv.query })

  assert.ok((await paperOf(store, id))?.title)
  assert.equal(arxiv.asked.length, 1, 'what is here is not asked for')
})

testOnBoth('where arXiv does not answer, whoever waits is told', async (store) => {
  const id = readPaperId('2611.09999')

  await assert.rejects(bringIn(store, id, { base: 'http://127.0.0.1:9/query', patience: 300 }), {
    message: /arXiv gave no answer about 2611.09999/,
  })
  await assert.rejects(bringIn(store, readPaperId('doi:10.1000/none')), { message: /is none/ })
})
