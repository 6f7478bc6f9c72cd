import assert from 'node:assert/strict'
import { countPapers, makeOne, papersOf } from '#catalog'
import { addReader } from '#accounts'
import { pick } from '#curation'
import { arxivOai, harvest } from '#harvest'
import { type Paper, type PaperRecord, readPaperId } from '#paper'
import { refreshScores } from '#trending'
import { vote } from '#votes'
import { surfaces } from '../../cli/surfaces.ts'
import { fastClock } from '../../../test/arxiv/clock.ts'
import { askOf } from '../../../test/asking-oai.ts'
import { serving } from '../../../test/serving.ts'
import { keepAll, openSite, paperOn } from '../../../test/site.ts'
import { testOnBoth } from '../../../test/testing.ts'

const one = paperOn('2026-11-20', '2611.10001', {
  title: 'A title with <angles> & $x^2$',
  authors: ['Johannes van der Waals', 'Ada Lovelace', 'The LHC Collaboration'],
  categories: ['cs.LG', 'hep-th'],
  comments: '12 pages',
  journalRef: 'J. Wait. 7',
  doi: '10.1000/wait.7',
  license: 'http://creativecommons.org/licenses/by/4.0/',
})
const two = paperOn('2026-11-19', '2611.10002', { categories: ['math.NA'] })
const elsewhere = paperOn('2026-11-19', 'doi:10.1000/xyz', { categories: [] })

/** As arXiv tells of papers: it names no day of ours, and knows of each version whether it stands. */
const asOfArxiv = (record: PaperRecord): PaperRecord => ({
  updatedAt: '2026-11-20T10:00:00Z',
  standing: 'stands',
  ...record,
  day: '',
})

const withoutOrigins = (papers: readonly Paper[]) =>
  papers.map((paper) => ({ ...paper, origins: {} }))

testOnBoth(
  'a set has its papers and no others, and a stretch of time those that changed then',
  async (store) => {
    await using site = await openSite([])
    await keepAll(store, [one, two, elsewhere])
    const app = surfaces({ ...site.site, store })
    const { reader } = await site.as('Ada', 'curator')
    await pick(site.store, reader, { paper: readPaperId('2611.10001'), topic: '' }).catch(() => {})
    const idsIn = async (query: string) => {
      const { ListIdentifiers: list } = await askOf(
        app,
        `verb=ListIdentifiers&metadataPrefix=oai_dc&${query}`,
      )
      return (list?.header ?? []).map((header: { identifier: string }) =>
        header.identifier.slice('oai:localhost:'.length),
      )
    }
    const today = new Date().toISOString().slice(0, 10)

    assert.deepEqual(await idsIn('set=cs:cs:LG'), ['2611.10001'])
    assert.deepEqual(await idsIn('set=physics'), ['2611.10001'])
    assert.deepEqual(await idsIn('set=math'), ['2611.10002'])
    assert.deepEqual((await idsIn('set=day:2026-11-19')).toSorted(), [
      '2611.10002',
      'doi:10.1000/xyz',
    ])
    assert.equal((await idsIn(`from=${today}`)).length, 3)
    assert.deepEqual(await idsIn('from=2001-01-01&until=2001-12-31'), [])
  },
)

testOnBoth('a paper that turned out to be another is told as deleted', async (store) => {
  await using site = await openSite([])
  await keepAll(store, [one, two])
  await makeOne(store, {
    paper: readPaperId('2611.10002'),
    into: readPaperId('2611.10001'),
    reason: 'one',
  })
  const app = surfaces({ ...site.site, store })

  const { GetRecord } = await askOf(
    app,
    'verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:2611.10002',
  )
  const { ListRecords } = await askOf(app, 'verb=ListRecords&metadataPrefix=oai_dc&set=math')
  const { ListRecords: others } = await askOf(
    app,
    'verb=ListRecords&metadataPrefix=oai_dc&set=hep-th',
  ).catch(() => ({ ListRecords: undefined }))

  assert.equal(GetRecord.record[0].header[0]['@status'], 'deleted')
  assert.equal(GetRecord.record[0].metadata, undefined)
  const statuses = ListRecords.record.map(
    (record: { header: Record<string, string>[] }) => record.header[0]?.['@status'],
  )
  assert.ok(statuses.includes('deleted'))
  assert.equal(others, undefined)
})

testOnBoth(
  'our own harvester brings all papers from us into an empty house, page by page',
  async (store) => {
    const papers = [
      one,
      ...Array.from({ length: 519 }, (_, i) =>
        paperOn('2026-11-20', `2611.${20000 + i}`, {
          title: `Of ${i} <things> & $\\alpha_{${i}}$`,
          categories: i % 2 ? ['cs.LG', 'stat.ML'] : ['math.NA'],
          publishedAt: `2026-11-18T10:00:${String(i % 60).padStart(2, '0')}Z`,
        }),
      ),
    ].map(asOfArxiv)
    await using site = await openSite([])
    await keepAll(store, papers, 'arxiv')
    await using other = await openSite([])
    await using server = await serving(surfaces({ ...site.site, store }))
    const take = async (format: 'arXivRaw' | 'arXiv', set?: string) => {
      const today = new Date().toISOString().slice(0, 10)
      const source = arxivOai({
        base: `${server.url}/oai`,
        format,
        from: today,
        clock: fastClock(new Date().toISOString()),
        ...(set !== undefined && { set }),
      })
      return harvest(other.store, source, AbortSignal.timeout(60_000))
    }

    const first = await take('arXiv', 'stat')
    const { added, aside } = await take('arXivRaw')

    assert.equal(first.added, 259)
    assert.deepEqual([first.added + added, aside], [520, 0])
    assert.equal(await countPapers(other.store), 520)
    const ids = papers.map(({ id }) => id!)
    assert.deepEqual(
      withoutOrigins(await papersOf(other.store, ids)),
      withoutOrigins(await papersOf(store, ids)),
    )
  },
)

testOnBoth(
  'what readers made of papers can be harvested, in the order in which they did',
  async (store) => {
    await using site = await openSite([])
    await keepAll(store, [one, two])
    const ada = await addReader(store, { name: 'Ada', role: 'curator' })
    const now = new Date('2026-11-20T12:00:00Z')
    await vote(store, ada.id, readPaperId('2611.10002'), {}, now)
    await refreshScores(store, undefined, () => now)
    await pick(
      store,
      ada,
      { paper: readPaperId('2611.10001'), topic: '' },
      new Date('2026-11-20T13:00:00Z'),
    )
    const app = surfaces({ ...site.site, store })

    const { ListRecords } = await askOf(app, 'verb=ListRecords&metadataPrefix=curation')
    const { ListRecords: later } = await askOf(
      app,
      'verb=ListRecords&metadataPrefix=curation&from=2026-11-20T12:30:00Z',
    )

    assert.deepEqual(
      ListRecords.record.map(
        (record: { metadata: { curation: { id: string; votes: string } } }) => [
          record.metadata.curation.id,
          record.metadata.curation.votes,
        ],
      ),
      [
        ['2611.10002', '1'],
        ['2611.10001', '0'],
      ],
    )
    assert.equal(later.record.length, 1)
    assert.equal(later.record[0].metadata.curation.pick['@day'], '2026-11-20')
  },
)
