import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { crossrefWorks } from '#harvest'
import { fastClock } from '../../test/arxiv/clock.ts'
import { type Answer, type Asked, passing, play } from '../../test/json-server.ts'
import { everythingFrom } from '../../test/reading.ts'
import { jats } from './jats.ts'

const work: unknown = JSON.parse(readFileSync('test/fixtures/crossref/work.json', 'utf8'))

function works({ path }: Asked): Answer {
  const doi = path.replace('/works/', '')
  if (doi === '10.12345/jfs.2026.1') return { json: work }
  if (doi === '10.12345/none') return { text: 'Resource not found.', status: 404 }
  const message = { DOI: doi, title: [`Work ${doi}`], issued: { 'date-parts': [[null]] } }
  return { json: { status: 'ok', message } }
}

const source = (base: string, set: string, more = {}) =>
  crossrefWorks({ base, set, clock: fastClock(), random: () => 0.5, ...more })

test('works come in by their DOIs, and what Crossref does not know is set aside', async () => {
  await using service = await play(works)

  const { records, asides } = await everythingFrom(
    source(
      service.base,
      'https://doi.org/10.12345/JFS.2026.1, 10.12345/none,10.18653/v1/N19-1001',
      {
        mailto: 'keeper@example.org',
      },
    ),
  )

  assert.deepEqual(records, [
    {
      id: 'doi:10.12345/jfs.2026.1',
      title: 'Ferries in <sub>2</sub>D: a crossing',
      abstract: 'We cross <i>slowly</i>, with $\\alpha$ < 1.\n\nTwice.',
      authors: ['Sofia Platz', 'The LAMP Consortium'],
      publishedAt: '2026-10',
      doi: '10.12345/JFS.2026.1',
      venue: 'Journal of Ferry Science',
    },
    { id: 'acl:N19-1001', title: 'Work 10.18653/v1/n19-1001', doi: '10.18653/v1/n19-1001' },
  ])
  assert.deepEqual(
    asides.map(({ spot }) => spot),
    ['10.12345/none'],
  )
  assert.equal(service.asked[0]?.query.get('mailto'), 'keeper@example.org')
})

test('a work that answers for another is not believed, and a reading goes on where it was', async () => {
  await using service = await play(() => ({ json: work }))

  const { records, asides } = await everythingFrom(
    source(service.base, '10.12345/a,10.12345/JFS.2026.1'),
  )
  const rest = await everythingFrom(source(service.base, '10.12345/a,10.12345/JFS.2026.1'), '1')

  assert.equal(records.length, 1)
  assert.match(asides[0]?.reason ?? '', /another work, 10\.12345\/JFS/)
  assert.deepEqual(rest.records, records)
})

for (const [what, fault] of Object.entries(passing)) {
  test(`Crossref that once ${what} costs no work`, async () => {
    await using service = await play((asked, count) => (count === 2 ? fault : works(asked)))

    const hasty = what === 'says nothing' ? { silence: 100 } : {}
    const { records } = await everythingFrom(source(service.base, '10.1234/a,10.1234/b', hasty))

    assert.equal(records.length, 2)
  })
}

const texts: Record<string, string> = {
  'no markup at all': 'no markup at all',
  'p < 0.05 & q > 1': 'p < 0.05 & q > 1',
  '<p>One</p><p>Two</p>': 'One\n\nTwo',
  '<jats:sec><jats:title>Aim</jats:title><jats:p>To <jats:bold>see</jats:bold></jats:p></jats:sec>':
    'Aim\n\nTo <b>see</b>',
  'CO<jats:sub>2</jats:sub>, x<jats:sup>2</jats:sup>': 'CO<sub>2</sub>, x<sup>2</sup>',
  '<script type="x">alert(1)</script><jats:ext-link href="y">z</jats:ext-link>': 'alert(1)z',
  '<mml:math><mml:mi>x</mml:mi></mml:math>': 'x',
}

for (const [text, clean] of Object.entries(texts)) {
  test(`JATS “${text.slice(0, 40)}”`, () => assert.equal(jats(text), clean))
}

test('JATS made to take long takes no time', () => {
  const started = performance.now()

  for (const tag of ['<', '<jats:title>', '<mml:math ', '<tex-math>', '<a ', '$$']) {
    jats(tag.repeat(50_000))
  }

  assert.ok(performance.now() - started < 2000)
})
