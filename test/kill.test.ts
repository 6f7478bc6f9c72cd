import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test, type TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { inventedPapers } from './arxiv/papers.ts'
import { playArxiv } from './arxiv/server.ts'
import type { Errand } from './kill/harvester.ts'
import { seeded } from './seeded.ts'

/** How often each harvest below is killed: five times, or as often as BROADSHEET_KILLS says. */
const kills = Number(process.env['BROADSHEET_KILLS'] ?? 5)

test('an import killed at any statement ends, run again, in the same store as an undisturbed one', async (t) => {
  const folder = scratch(t)
  const errand = {
    savedPages: ['with-facts', 'titles-only'].map(
      (name) => `test/fixtures/saved-pages/${name}.txt`,
    ),
    jsonLines: [recordsFor(folder), 'test/fixtures/json-lines/corpus.jsonl'],
  }

  await sameAfterKills(folder, errand, seeded(1))
})

test('an OAI harvest killed at any statement ends in the same store', async (t) => {
  await using arxiv = await playArxiv({ papers: inventedPapers(600, { aDay: 50 }), pageSize: 60 })

  await sameAfterKills(scratch(t), { oai: arxiv.oai }, seeded(2))
})

test('an OAI harvest killed at any moment ends in the same store', async (t) => {
  await using arxiv = await playArxiv({ papers: inventedPapers(600, { aDay: 50 }), pageSize: 20 })
  const folder = scratch(t)
  const [whole, killed] = [join(folder, 'whole.db'), join(folder, 'killed.db')]
  await run({ database: whole, oai: arxiv.oai })
  const random = seeded(3)

  for (let i = 0; i < kills; i++) {
    await run({ database: killed, oai: arxiv.oai }, { killAfter: random() * 60 })
  }
  await run({ database: killed, oai: arxiv.oai })

  assert.deepEqual(contentOf(killed), contentOf(whole))
})

test('a backfill killed at any statement goes on, and ends in the same store', async (t) => {
  await using arxiv = await playArxiv({ papers: inventedPapers(400, { aDay: 50 }), pageSize: 60 })

  await sameAfterKills(scratch(t), { oai: arxiv.oai, history: true }, seeded(4))
})

type Sources = Omit<Errand, 'database' | 'killAt'>

/** Runs an errand undisturbed, and again with kills at random statements, and compares the stores. */
async function sameAfterKills(folder: string, sources: Sources, random: () => number) {
  const [whole, killed] = [join(folder, 'whole.db'), join(folder, 'killed.db')]
  const { said } = await run({ database: whole, ...sources })
  const statements = Number(said.match(/statements (\d+)/)?.[1])
  assert.ok(statements > 1000, `${statements} statements`)

  let died = 0
  for (let i = 0; i < kills; i++) {
    const killAt = Math.ceil(random() * statements)
    const { signal } = await run({ database: killed, killAt, ...sources })
    if (signal === 'SIGKILL') died++
  }
  await run({ database: killed, ...sources })

  assert.ok(died > 0, 'it was never killed')
  assert.deepEqual(contentOf(killed), contentOf(whole))
}

/** Runs the harvester to its end, or kills it so many milliseconds after it has opened the store. */
async function run(errand: Errand, { killAfter }: { killAfter?: number } = {}) {
  const child = spawn(process.execPath, ['test/kill/harvester.ts', JSON.stringify(errand)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Most of such a short life is compiling; what one has compiled, the next need not.
    env: { ...process.env, NODE_COMPILE_CACHE: join(dirname(errand.database), 'compiled') },
  })
  let said = ''
  const ended = new Promise<NodeJS.Signals | null>((end, fail) => {
    child.on('error', fail)
    child.on('close', (code, signal) => {
      if (code !== 0 && signal === null)
        fail(new Error(`the harvester ended with ${code}: ${said}`))
      else end(signal)
    })
  })
  for await (const piece of child.stdout.setEncoding('utf8')) {
    said += piece
    if (killAfter === undefined || !said.startsWith('open')) continue
    await setTimeout(killAfter)
    child.kill('SIGKILL')
    break
  }
  return { said, signal: await ended }
}

/** All that a database holds, but for when it was written. */
function contentOf(file: string): Record<string, unknown[]> {
  const database = new DatabaseSync(file, { readOnly: true })
  const tables = [
    'papers',
    'authorships',
    'listings',
    'editions',
    'editionEntries',
    'changes',
    'sources',
    'asides',
  ]
  const content = tables.map((name) => {
    const table = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    const rows = database.prepare(`select * from ${table}`).all()
    return [
      name,
      rows
        .map(({ at: _at, kept_at: _kept, harvested_at: _harvested, ...row }) => JSON.stringify(row))
        .toSorted(),
    ] as const
  })
  database.close()
  return Object.fromEntries(content)
}

/** Three hundred records, some of which bring ids for titles that pages had, and some of which are broken. */
function recordsFor(folder: string): string {
  const papers = inventedPapers(300).map(({ id, title, authors, categories, abstract }) =>
    JSON.stringify({
      id,
      title,
      abstract,
      authors: authors.map((name) => name.join(' ')),
      categories,
    }),
  )
  const known = [
    '{"id": "2105.90001", "title": "Slow Clocks for Fast Networks: counting ticks without counting twice"}',
    '{"id": "2601.90002", "title": "Lanterns in Long Corridors", "date": "2026-01-12"}',
    '{"title": "cut in the mid',
    '{"abstract": "no title"}',
  ]
  const lines = papers.flatMap((line, i) => [line, ...(i % 70 === 0 ? [known[i / 70] ?? ''] : [])])
  const file = join(folder, 'papers.jsonl.gz')
  writeFileSync(file, gzipSync(lines.join('\n')))
  return file
}

function scratch(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-kill-'))
  context.after(() => rmSync(folder, { recursive: true }))
  return folder
}
