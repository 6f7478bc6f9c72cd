/**
 * Programs of others, pointed at a running server: those of `clients/package.json`, which
 * `npm ci --prefix test/clients` brings, and requests that huggingface_hub sends, as recorded from its
 * source. What came of it stands in docs/wire.md; BROADSHEET_WRITE_DOCS=1 writes it there.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { makeToken } from '#accounts'
import { pick } from '#curation'
import { readCitations } from '#citations'
import { readPaperId } from '#paper'
import { serving } from './serving.ts'
import { openSite, paperOn } from './site.ts'
import { asZotero } from './zotero.ts'

const here = fileURLToPath(new URL('./clients/', import.meta.url))
const page = fileURLToPath(new URL('../docs/wire.md', import.meta.url))
const run = promisify(execFile)

const papers = [
  paperOn('2026-11-20', '2611.10001', {
    title: 'Ferries learn to wait',
    abstract: 'Ferries wait at the harbour.',
  }),
  paperOn('2026-11-20', '2611.10002', {
    title: 'Quantum ferries',
    abstract: 'Ferries at the harbour, in two states.',
  }),
  paperOn('2026-11-19', '2611.10003', {
    title: 'Bread',
    abstract: 'Yeast and flour and salt and time.',
  }),
]

async function aHouse() {
  const site = await openSite(papers)
  await site.search.refresh()
  const { reader } = await site.as('Ada', 'curator')
  await pick(site.store, reader, { paper: readPaperId('2611.10001'), topic: '' }, site.site.now())
  const server = await serving(site.app)
  return {
    ...site,
    reader,
    url: server.url,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await site[Symbol.asyncDispose]()
    },
  }
}

type Row = readonly [client: string, version: string, tried: string, result: string]
const rows: Row[] = []

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(join(here, 'node_modules', name, 'package.json'), 'utf8')).version

/** A test of a client that npm brings; skipped, saying so, where it is not there. */
function withClient(
  name: string,
  tried: string,
  body: (ask: () => Promise<unknown>) => Promise<string>,
): void {
  const there = existsSync(join(here, 'node_modules', name))
  const skip = there ? false : `npm ci --prefix test/clients brings ${name}`
  test(`${name} reads this site`, { skip }, async () => {
    await using house = await aHouse()
    const ask = async () => {
      const { stdout } = await run(
        process.execPath,
        [join(here, `${basename(name)}.mjs`), house.url],
        {
          timeout: 60_000,
        },
      )
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
    }
    rows.push([name, versionOf(name), tried, await body(ask)])
  })
}

withClient(
  'oai-pmh',
  'all six verbs of `/oai`, page by page, and an id that is not there',
  async (ask) => {
    const { sets, ...told } = Object(await ask())
    assert.ok(sets > 150)
    assert.deepEqual(told, {
      version: '2.0',
      formats: ['oai_dc', 'arXiv', 'arXivRaw', 'curation'],
      identifiers: 3,
      records: 3,
      title: told.title,
      refused: 'idDoesNotExist',
    })
    return 'every record, once; the error by its name'
  },
)

withClient(
  '@modelcontextprotocol/inspector',
  'its command line, at `/mcp` and at `broadsheet mcp`: `tools/list`, `tools/call`',
  async (ask) => {
    const { http, stdio } = Object(await ask())
    for (const tool of ['search_papers', 'get_paper', 'read_paper', 'daily']) {
      assert.ok(http.tools.includes(tool), tool)
    }
    assert.deepEqual(stdio.tools, http.tools)
    assert.deepEqual([http.found, stdio.found], [['2611.10003'], ['2309.17453']])
    return 'the same tools at both; what was searched for'
  },
)

withClient('arxiv-api', '`ti:ferries ANDNOT ti:quantum`, by date of submission', async (ask) => {
  assert.deepEqual(await ask(), [
    {
      id: 'http://arxiv.org/abs/2611.10001v1',
      title: 'Ferries learn to wait',
      authors: ['Ada Lovelace', 'Emmy Noether'],
      categories: ['cs.LG'],
    },
  ])
  return 'the one paper, with authors, categories and links'
})

withClient(
  'semanticscholarjs',
  'a paper with all fields, a batch, recommendations from one and from lists',
  async (ask) => {
    const told = Object(await ask())
    assert.equal(told.title, 'Ferries learn to wait')
    assert.deepEqual(told.several, ['Ferries learn to wait', 'Quantum ferries'])
    assert.equal(told.near[0], 'Quantum ferries')
    assert.equal(told.from[0], 'Quantum ferries')
    return 'as from api.semanticscholar.org'
  },
)

const titles = (items: readonly { title: string }[]) => items.map(({ title }) => title).toSorted()

for (const name of ['feedparser', 'rss-parser']) {
  withClient(name, '`/feeds/latest.atom`, `/feeds/latest.rss`, `/api/query`', async (ask) => {
    const { atom, rss, query } = Object(await ask())
    assert.deepEqual(titles(atom), ['Bread', 'Ferries learn to wait', 'Quantum ferries'])
    assert.deepEqual(titles(rss), titles(atom))
    assert.deepEqual(titles(query), ['Ferries learn to wait', 'Quantum ferries'])
    return 'every entry, with its address'
  })
}

/** What huggingface_hub 2.0.0 sends (`hf_api.py`, `cli/papers.py`), and what its parsers read of the answer. */
test('huggingface_hub’s requests are answered as its parsers read them', async () => {
  await using house = await aHouse()
  const token = await makeToken(
    house.store,
    house.reader.id,
    { name: 'hf', scopes: ['read', 'write'] },
    house.site.now(),
  )
  const agent = { 'User-Agent': 'unknown/None; hf_hub/2.0.0; python/3.13.1' }
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(house.url + path, { headers: { ...agent, ...headers } })
    const text = await answer.text()
    return {
      status: answer.status,
      message: answer.headers.get('X-Error-Message'),
      text,
      json: () => JSON.parse(text),
    }
  }
  const foreign = { Authorization: 'Bearer hf_aTokenOfAnotherHouse' }
  const own = { Authorization: `Bearer ${token.secret}` }

  assert.equal((await ask('/api/agent-harnesses')).status, 404)
  for (const headers of [foreign, own, {}]) {
    const [item] = (await ask('/api/daily_papers?date=2026-11-20&p=0&limit=50', headers)).json()
    // PaperInfo: what it reads at the top, and what inside.
    assert.deepEqual(
      [item.title, item.paper.id, item.submittedBy.user, item.submittedBy.fullname],
      ['Ferries learn to wait', '2611.10001', 'broadsheet', 'Broadsheet'],
    )
    for (const date of [item.publishedAt, item.paper.publishedAt, item.paper.submittedOnDailyAt]) {
      assert.match(date, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
    }
  }
  assert.deepEqual((await ask('/api/daily_papers?p=100')).json(), [])
  const refused = await ask('/api/daily_papers?date=today')
  assert.deepEqual([refused.status, typeof refused.message], [400, 'string'])
  assert.equal((await ask('/api/papers/search?q=ferries', foreign)).json().length, 2)
  assert.equal((await ask('/api/papers/2611.10001')).json().title, 'Ferries learn to wait')
  assert.equal((await ask('/api/papers/0000.00000')).status, 404)
  assert.match((await ask('/papers/2611.10001.md')).text, /^# Ferries learn to wait/)
  rows.push([
    'huggingface_hub',
    '2.0.0, recorded',
    '`list_daily_papers`, `list_papers`, `paper_info`, `read_paper`, `hf papers`; with a token of Hugging Face, of ours, and without',
    'as its parsers read it; 400 and 404 with their message',
  ])
})

test('Zotero’s rules for pages find a paper, its authors and its PDF', async () => {
  await using house = await aHouse()
  const item = asZotero(await (await fetch(`${house.url}/papers/2611.10001`)).text())

  assert.deepEqual(item, {
    title: 'Ferries learn to wait',
    creators: ['Lovelace, Ada', 'Noether, Emmy'],
    date: '2026/11/20',
    abstract: 'Ferries wait at the harbour.',
    pdf: 'https://arxiv.org/pdf/2611.10001',
    doi: undefined,
    unapi: '/unapi',
  })
  const list = await (await fetch(`${house.url}/day/2026-11-20`)).text()
  const ids = [...list.matchAll(/<abbr class="unapi-id" title="([^"]+)"/g)].map(([, id]) => id)
  assert.deepEqual(new Set(ids), new Set(['2611.10001', '2611.10002']))
  for (const id of ids) {
    const ris = await fetch(`${house.url}/unapi?id=${id}&format=ris`)
    assert.match(await ris.text(), /^TY {2}- GEN\r\n/)
  }
  rows.push([
    'Zotero',
    'its rules',
    'embedded metadata of a paper’s page; the papers of a list by unAPI',
    'title, authors, date, abstract and PDF; each paper of the list as RIS',
  ])
})

test('citation-js reads what we export', async () => {
  await using house = await aHouse()
  const read = async (format: string) =>
    (await fetch(`${house.url}/cite?ids=2611.10001,2611.10002&format=${format}`)).text()

  const bibtex = readCitations(await read('bibtex'), {
    from: '@biblatex/text',
    to: '@biblatex/entries+list',
  })
  const ris = (await read('ris')).split(/(?<=ER {2}- \r\n)/).filter((one) => one.trim())
  const csl = JSON.parse(await read('csl'))

  assert.equal(Array.isArray(bibtex) && bibtex.length, 2)
  for (const one of ris)
    assert.ok(readCitations(one, { from: '@ris/file', to: '@csl/list+object' }))
  assert.deepEqual([ris.length, csl.length, csl[0].author[0].family], [2, 2, 'Lovelace'])
  rows.push([
    'citation-js',
    JSON.parse(
      readFileSync(join(here, '../../node_modules/@citation-js/core/package.json'), 'utf8'),
    ).version,
    '`/cite` as BibTeX, RIS and CSL-JSON',
    'both papers of each',
  ])
})

/** A table without the spaces by which it is set. */
const same = (one: string) => one.replace(/[ -]+/g, ' ').trim()

after(() => {
  // Where a client is not here, the table cannot be made.
  if (rows.length < 9) return
  const table = [
    '| client | version | what was tried | result |',
    '|---|---|---|---|',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n')
  const [begin, end] = [
    '<!-- clients: written by test/clients.test.ts -->\n',
    '\n<!-- end of clients -->',
  ]
  const text = readFileSync(page, 'utf8')
  const [before = '', rest = ''] = text.split(begin)
  const [known = '', behind = ''] = rest.split(end)
  if (same(known) === same(table)) return
  assert.ok(
    process.env['BROADSHEET_WRITE_DOCS'],
    'docs/wire.md is behind: BROADSHEET_WRITE_DOCS=1 writes it',
  )
  writeFileSync(page, `${before}${begin}${table}${end}${behind}`)
})
