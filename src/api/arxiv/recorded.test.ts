import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { arxivPapers, harvest } from '#harvest'
import { readPaperId, understand } from '#paper'
import { fastClock } from '../../../test/arxiv/clock.ts'
import { play } from '../../../test/json-server.ts'
import { openSite } from '../../../test/site.ts'
import { sharedFile } from '../../../test/testing.ts'

test('what arXiv recorded of itself comes out of us letter by letter', async (context) => {
  const folder = sharedFile(context, 'data/protocols/arxiv-atom-api')
  if (!folder) return
  const bodies = readdirSync(folder).map(
    (name): string => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')).body,
  )
  const recorded = new Map<string, string>()
  for (const body of bodies) {
    // Of affiliations nothing is held; nor of versions before the current one, where that is all there is.
    for (const [entry = '', id = ''] of body.matchAll(
      / {2}<entry>\n {4}<id>http:\/\/arxiv\.org\/abs\/(\S+?)v1<\/id>.*?<\/entry>/gs,
    )) {
      // Letters that came broken are mended here.
      if (!/affiliation|[\u0080-\u009fÃÏâÂ]/.test(entry) && !recorded.has(id))
        recorded.set(id, entry.replace(/<summary>\s+/, '<summary>'))
    }
  }
  const ids = [...recorded.keys()].map((id) => readPaperId(id))
  await using arxiv = await play(({ query }) => ({
    text: `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">${(
      query.get('id_list') ?? ''
    )
      .split(',')
      .map((id) => recorded.get(id) ?? '')
      .join('')}</feed>`,
  }))
  await using site = await openSite([])
  await harvest(
    site.store,
    arxivPapers(ids, { base: arxiv.base, clock: fastClock() }),
    AbortSignal.timeout(20_000),
  )

  const answer = await site.get(`/api/query?max_results=2000&id_list=${ids.join(',')}`)
  const entries = [...(await answer.text()).matchAll(/ {2}<entry>.*?<\/entry>/gs)].map(
    ([entry]) => entry,
  )

  assert.ok(entries.length > 50, `${entries.length} entries`)
  const wrong = entries.filter(
    (entry) => !recorded.has(understand(entry.match(/abs\/(\S+?)v1/)?.[1] ?? '') ?? ''),
  )
  assert.deepEqual(wrong, [])
  for (const entry of entries) {
    assert.equal(entry, recorded.get(entry.match(/abs\/(\S+?)v1/)?.[1] ?? ''))
  }
})
