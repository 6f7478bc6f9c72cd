import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { createAdaptorServer } from '@hono/node-server'
import { z } from 'zod'
import { makeToken } from '#accounts'
import { all, broadsheet, Refused } from '#client'
import { openSite, paperOn } from '../../test/site.ts'
import { clientSource } from '../api/v1/client-source.ts'
import { documentOf } from '../api/v1/document.ts'
import { cli } from '../cli/cli.ts'

const papers = [
  paperOn('2026-11-20', '2611.10001', { title: 'Attention sinks for streaming' }),
  paperOn('2026-11-20', '2611.10002', { title: 'On keeping a cache small' }),
  paperOn('2026-11-19', 'math.GT/0309136', { title: 'On knots' }),
]

test('the client is the one that the document of the API makes', () => {
  const written = readFileSync(new URL('client.ts', import.meta.url), 'utf8')

  assert.ok(written === clientSource(documentOf('')), 'run npm run api:client')
})

const heard = (to: string[]) =>
  new Writable({
    write(text, _encoding, done) {
      to.push(String(text))
      done()
    },
  })

/** A running site, and a reader with a token. */
async function served() {
  const site = await openSite(papers)
  await site.search.refresh()
  const { reader, read } = await site.as('Ada')
  const asked = { name: 'client', scopes: ['read', 'write'] as const }
  const { secret } = await makeToken(site.store, reader.id, asked, site.site.now())
  const server = createAdaptorServer({ fetch: site.app.fetch })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = z.object({ port: z.number() }).parse(server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    token: secret,
    read,
    async [Symbol.asyncDispose]() {
      server.close()
      await site[Symbol.asyncDispose]()
    },
  }
}

test('a program goes the way of a reader: the day, a search, a paper, a vote, a comment, a note', async () => {
  await using site = await served()
  const at = broadsheet(site.url, { token: site.token })

  const day = await at.getDay({ day: 'latest' })
  const ids: string[] = []
  for await (const paper of all((cursor) => at.listPapers({ cursor, count: 1 }))) ids.push(paper.id)
  const found = await at.search({ q: 'attention sinks' })
  const paper = await at.getPaper({ id: 'https://arxiv.org/abs/math.GT/0309136v2' })
  const vote = await at.castVote({ id: '2611.10001' })
  const said = await at.sayUnder({ id: '2611.10001', body: 'So it **is**.' }, { key: 'one' })
  const again = await at.sayUnder({ id: '2611.10001', body: 'So it **is**.' }, { key: 'one' })
  await at.savePaper({ id: '2611.10002', state: 'reading' })
  await at.tagPaper({ id: '2611.10002', tag: 'caches & sinks/1' })
  const library = await at.listLibrary()
  const page = await site.read('/papers/2611.10001')

  assert.deepEqual([day.day, day.papers, day.before], ['2026-11-20', 2, '2026-11-19'])
  assert.deepEqual(ids, ['2611.10002', '2611.10001', 'math.GT/0309136'])
  assert.equal(found.items[0]?.paper.id, '2611.10001')
  assert.equal(paper.title, 'On knots')
  assert.deepEqual(vote, { votes: 1, voted: true })
  assert.equal(again.id, said.id)
  assert.deepEqual(library.items[0]?.stand.tags, ['caches & sinks/1'])
  assert.match(page, /So it <strong>is<\/strong>/)
  assert.match(page, /1 vote/)
})

test('a program is told why not', async () => {
  await using site = await served()
  const at = broadsheet(site.url)

  await assert.rejects(at.castVote({ id: '2611.10001' }), (error) => {
    assert.ok(error instanceof Refused)
    assert.deepEqual([error.status, error.problem?.title], [401, 'A token is needed'])
    return true
  })
  await assert.rejects(at.getPaper({ id: '9999.99999' }), /does not hold/)
})

test('the command line asks a site elsewhere as it asks the papers here', async () => {
  await using site = await served()
  const run = async (...args: string[]) => {
    const said: string[] = []
    const told: string[] = []
    const streams = { stdout: heard(said), stderr: heard(told) }
    const code = await cli(
      ['--server', site.url, '--token', site.token, ...args],
      { BROADSHEET_DATA: '/nowhere' },
      streams,
    )
    return { code, said: said.join(''), told: told.join('') }
  }

  const found = await run('search', 'attention', 'sinks')
  const shown = await run('show', '2611.10002')
  const day = await run('day', '--json')
  const cited = await run('cite', '2611.10001')
  const watched = await run('watch', 'add', 'attention sinks')
  const news = await run('watch', 'check')
  const voted = await run('vote', '2611.10001')
  const missing = await run('show', '9999.99999')
  const here = await run('import', 'x.txt')
  const trending = await run('trending')

  assert.match(found.said, /^2611\.10001 +Attention sinks for streaming\n +Ada Lovelace/)
  assert.match(shown.said, /^On keeping a cache small\n\nauthors +Ada Lovelace/)
  assert.equal(day.said.trim().split('\n').length, 2)
  assert.match(cited.said, /^@misc\{/)
  assert.match(watched.said, /^[0-9a-f]{20}\n$/)
  assert.match(news.said, /2611\.10001/)
  assert.equal(voted.said, '1 vote\n')
  assert.deepEqual([missing.code, here.code, trending.code], [3, 2, 3])
  assert.match(here.told, /--server is for search/)
})
