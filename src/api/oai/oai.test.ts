import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { surfaces } from '../../cli/surfaces.ts'
import { askOf } from '../../../test/asking-oai.ts'
import { openSite, paperOn } from '../../../test/site.ts'
import { sharedFile } from '../../../test/testing.ts'

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

const prefixes = (formats: { metadataFormat: { metadataPrefix: string }[] }) =>
  formats.metadataFormat.map(({ metadataPrefix }) => metadataPrefix)

test('every mistake is told by the protocol’s own name for it', async () => {
  await using site = await openSite([one, elsewhere])
  const list = 'verb=ListRecords&metadataPrefix=oai_dc'
  const cases: [string, string][] = [
    ['', 'badVerb'],
    ['verb=Nothing', 'badVerb'],
    ['verb=Identify&verb=Identify', 'badVerb'],
    ['verb=Identify&set=cs', 'badArgument'],
    ['verb=ListRecords', 'badArgument'],
    ['verb=GetRecord&metadataPrefix=oai_dc', 'badArgument'],
    [`${list}&until=2026-11-20&until=2026-11-21`, 'badArgument'],
    [`${list}&from=yesterday`, 'badArgument'],
    [`${list}&from=2026-02-30`, 'badArgument'],
    [`${list}&from=2002-06-01T02:00:00Z&until=2002-06-01T03:020:00Z`, 'badArgument'],
    [`${list}&from=2026-11-20&until=2026-11-20T12:00:00Z`, 'badArgument'],
    [`${list}&from=2026-11-21&until=2026-11-20`, 'badArgument'],
    [`${list}&resumptionToken=x`, 'badArgument'],
    ['verb=ListRecords&resumptionToken=x', 'badResumptionToken'],
    ['verb=ListSets&resumptionToken=x', 'badResumptionToken'],
    ['verb=ListRecords&metadataPrefix=oai_marc', 'cannotDisseminateFormat'],
    [
      'verb=GetRecord&metadataPrefix=oai_marc&identifier=oai:localhost:2611.10001',
      'cannotDisseminateFormat',
    ],
    [
      'verb=GetRecord&metadataPrefix=arXiv&identifier=oai:localhost:doi:10.1000/xyz',
      'cannotDisseminateFormat',
    ],
    ['verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:0000.0000', 'idDoesNotExist'],
    ['verb=GetRecord&metadataPrefix=oai_dc&identifier=2611.10001', 'idDoesNotExist'],
    [
      'verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:elsewhere.org:2611.10001',
      'idDoesNotExist',
    ],
    [
      'verb=ListMetadataFormats&identifier=oai:lcoa1.loc.gov:loc.rbc/rbpe.00000111',
      'idDoesNotExist',
    ],
    [`${list}&until=2001-01-01`, 'noRecordsMatch'],
    [`${list}&set=Perseus:collection:PersInfo`, 'noRecordsMatch'],
    ['verb=ListIdentifiers&metadataPrefix=curation', 'noRecordsMatch'],
  ]

  for (const [query, code] of cases) {
    const { error, request } = await askOf(site.app, query)
    assert.equal(error['@code'], code, query)
    const bare = code === 'badVerb' || code === 'badArgument'
    assert.equal(typeof request === 'string', bare, `${query}: ${JSON.stringify(request)}`)
  }
})

test('the house says who it is, in which formats it tells papers, and by which sets', async () => {
  await using site = await openSite([one, two, elsewhere])

  const { Identify } = await askOf(site.app, 'verb=Identify')
  const { ListMetadataFormats: all } = await askOf(site.app, 'verb=ListMetadataFormats')
  const { ListMetadataFormats: ofDoi } = await askOf(
    site.app,
    'verb=ListMetadataFormats&identifier=oai:localhost:doi:10.1000/xyz',
  )
  const { ListSets: named } = await askOf(site.app, 'verb=ListSets')
  const { ListSets: days } = await askOf(
    site.app,
    `verb=ListSets&resumptionToken=${named.resumptionToken}`,
  )

  assert.equal(Identify.protocolVersion, '2.0')
  assert.equal(Identify.deletedRecord, 'persistent')
  assert.deepEqual(prefixes(all), ['oai_dc', 'arXiv', 'arXivRaw', 'curation'])
  assert.deepEqual(prefixes(ofDoi), ['oai_dc', 'curation'])
  const specs = named.set.map(({ setSpec }: { setSpec: string[] }) => setSpec[0])
  for (const spec of ['front', 'cs', 'cs:cs', 'cs:cs:LG', 'physics:hep-th', 'math:math:NA']) {
    assert.ok(specs.includes(spec), spec)
  }
  assert.deepEqual(
    days.set.map(({ setSpec }: { setSpec: string[] }) => setSpec[0]),
    ['day:2026-11-19', 'day:2026-11-20'],
  )
})

test('a token goes on after its last record, says how many there are, and holds after a restart', async () => {
  const papers = Array.from({ length: 2105 }, (_, i) => paperOn('2026-11-20', `2611.${20000 + i}`))
  await using site = await openSite(papers)
  const list = 'verb=ListIdentifiers&metadataPrefix=arXiv'

  const { ListIdentifiers: first } = await askOf(site.app, list)
  const again = surfaces(site.site)
  const { ListIdentifiers: rest } = await askOf(
    again,
    `verb=ListIdentifiers&resumptionToken=${first.resumptionToken['#text']}`,
  )

  assert.equal(first.header.length, 2000)
  assert.deepEqual(
    [first.resumptionToken['@completeListSize'], first.resumptionToken['@cursor']],
    ['2105', '0'],
  )
  assert.equal(rest.header.length, 105)
  assert.deepEqual(rest.resumptionToken, { '@completeListSize': '2105', '@cursor': '2000' })
  const all = [...first.header, ...rest.header].map(({ identifier }) => identifier)
  assert.equal(new Set(all).size, 2105)
})

test('records of arXiv’s formats are what its schemas ask for', async (context) => {
  await using site = await openSite([one, two])
  for (const name of ['arXiv', 'arXivRaw']) {
    const file = sharedFile(context, `data/protocols/oai-pmh-schema/${name}.xsd`)
    if (!file) return
    const type = new RegExp(`<complexType name="${name}_?[tT]ype">([\\s\\S]*?)</complexType>`)
    const [, shape = ''] = readFileSync(file, 'utf8').match(type) ?? []
    const known = [...shape.matchAll(/<element name="([\w-]+)" minOccurs="(\d)"/g)]
    const order = known.map(([, element = '']) => element)

    const { ListRecords } = await askOf(site.app, `verb=ListRecords&metadataPrefix=${name}`)
    for (const record of ListRecords.record) {
      const there = Object.keys(record.metadata[name]).filter((key) => !key.startsWith('@'))
      for (const element of there) assert.ok(order.includes(element), `${name}: ${element}`)
      for (const [, element = '', least] of known) {
        if (least === '1' && name === 'arXivRaw')
          assert.ok(there.includes(element), `${name} lacks ${element}`)
      }
      if (shape.includes('<sequence>')) {
        assert.deepEqual(
          there,
          order.filter((element) => there.includes(element)),
          name,
        )
      }
    }
  }
})
