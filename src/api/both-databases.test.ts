import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addReader } from '#accounts'
import { keep } from '#catalog'
import { nominate, pick } from '#curation'
import { readPaperId } from '#paper'
import type { Store } from '#store'
import { refreshScores } from '#trending'
import { vote } from '#votes'
import { surfaces } from '../cli/surfaces.ts'
import { openSite, paperOn } from '../../test/site.ts'
import { openPostgres } from '../../test/testing.ts'

const now = new Date('2026-11-20T12:00:00Z')

const papers = [
  paperOn('2026-11-20', '2611.10001', { title: 'Ferries learn to wait', doi: '10.1000/Ferry.1' }),
  paperOn('2026-11-20', '2611.10002', {
    title: 'Quantum ferries',
    categories: ['quant-ph', 'cs.LG'],
  }),
  paperOn('2026-11-19', 'math.GT/0309136', { title: 'On knots', categories: ['math.GT'] }),
]

/** Papers, a nomination, a pick and a vote, the same in every store. */
async function fill(store: Store): Promise<void> {
  await store.transaction().execute((within) => keep(within, 'arxiv', papers, now))
  const ada = await addReader(store, { name: 'Ada', role: 'curator' }, now)
  const [first, second] = papers.map(({ id }) => id!)
  await nominate(store, ada, { paper: second!, topic: '' }, { endorsements: 9 }, now)
  await pick(store, ada, { paper: second!, topic: '' }, now)
  await pick(store, ada, { paper: first!, topic: 'cs.LG' }, now)
  await vote(store, ada.id, readPaperId('2611.10001'), {}, now)
  await refreshScores(store, undefined, () => now)
}

const addresses = [
  '/api/daily_papers',
  '/api/daily_papers?date=2026-11-20',
  '/api/daily_papers?date=2026-11-19',
  '/api/daily_papers?week=2026-W47&limit=1',
  '/api/daily_papers?month=2026-10',
  '/api/daily_papers?submitter=ada',
  '/api/daily_papers?sort=trending',
  '/api/papers?limit=2',
  '/api/papers/2611.10002',
  '/api/query?id_list=2611.10001v1,math.GT/0309136',
  '/oai?verb=Identify',
  '/oai?verb=ListSets',
  '/oai?verb=ListSets&resumptionToken=days-2026',
  '/oai?verb=ListRecords&metadataPrefix=oai_dc',
  '/oai?verb=ListRecords&metadataPrefix=arXivRaw&set=physics',
  '/oai?verb=ListRecords&metadataPrefix=curation',
  '/oai?verb=ListRecords&metadataPrefix=curation&set=topic:cs.LG',
  '/oai?verb=ListRecords&metadataPrefix=oai_dc&set=group:none',
  '/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&set=front',
  '/graph/v1/paper/DOI:10.1000/ferry.1?fields=title,citationStyles',
  '/bibtex/math.GT/0309136',
  '/cite?ids=2611.10001,2611.10002&format=ris',
  '/unapi?id=2611.10001',
]

/** Names of readers are made up anew for each, and so is what is made of them. */
const alike = (text: string) => text.replace(/"_id":"[0-9a-f]{24}"/g, '"_id":""')

test('both databases answer every door alike', async () => {
  await using site = await openSite([])
  await using postgres = await openPostgres()
  await fill(site.store)
  await fill(postgres)
  const other = surfaces({ ...site.site, store: postgres })

  for (const address of addresses) {
    const [one, two] = await Promise.all([site.app.request(address), other.request(address)])
    assert.ok(one.status < 400, `${address}: ${one.status}`)
    assert.equal(two.status, one.status, address)
    assert.equal(alike(await two.text()), alike(await one.text()), address)
  }
})
