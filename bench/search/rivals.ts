/** Others that search text, over the same papers, for any of some words and for a phrase. */
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, rmSync, statSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { papers } from './library.ts'
import { type Cost, costOf, type Times, timesOf } from './measures.ts'

export const rivals = ['SQLite FTS5', 'PostgreSQL', 'MiniSearch', 'Orama'] as const

export type Rival = (typeof rivals)[number]

export type Outcome = {
  readonly cost: Cost
  /** Bytes on disk, where it keeps its index there. */
  readonly disk: number | undefined
  readonly words: Times
  readonly phrase: Times | undefined
}

type Engine = {
  readonly add: (title: string, abstract: string) => unknown
  /** After all papers were added. */
  readonly ready?: () => Promise<void> | void
  readonly words: (text: string) => unknown
  readonly phrase?: (text: string) => unknown
  readonly disk?: () => number | Promise<number>
  readonly close?: () => unknown
}

/** Takes so many papers into a rival and asks it. */
export async function against(task: {
  rival: Rival
  count: number
  words: readonly string[]
  phrases: readonly string[]
}): Promise<Outcome> {
  const scratch = await mkdtemp(join(tmpdir(), 'broadsheet-rival-'))
  const engine = await open[task.rival](scratch)
  try {
    const cost = await costOf(async () => {
      let done = 0
      for await (const { title, abstract } of papers(task.count)) {
        await engine.add(title, abstract ?? '')
        done++
      }
      await engine.ready?.()
      return done
    })
    const { words, phrase } = engine
    return {
      cost,
      disk: await engine.disk?.(),
      words: await timed(words, task.words),
      phrase: phrase && (await timed(phrase, task.phrases)),
    }
  } finally {
    await engine.close?.()
    rmSync(scratch, { recursive: true })
  }
}

async function timed(find: (text: string) => unknown, texts: readonly string[]): Promise<Times> {
  await find(texts[0] ?? '')
  const times = []
  for (const text of texts) {
    const began = performance.now()
    await find(text)
    times.push(performance.now() - began)
  }
  return timesOf(times)
}

const wordsOf = (text: string) => text.toLowerCase().match(/[a-z0-9]+/g) ?? ['x']

const open: Record<Rival, (scratch: string) => Promise<Engine>> = {
  'SQLite FTS5': async (scratch) => {
    const file = join(scratch, 'text.db')
    const database = new DatabaseSync(file)
    database.exec('pragma synchronous = off; begin')
    database.exec(
      "create virtual table papers using fts5(title, abstract, tokenize='porter unicode61')",
    )
    const insert = database.prepare('insert into papers values (?, ?)')
    const select = database.prepare(
      'select rowid from papers where papers match ? order by bm25(papers) limit 20',
    )
    return {
      add: (title, abstract) => insert.run(title, abstract),
      ready: () => database.exec('commit'),
      words: (text) =>
        select.all(
          wordsOf(text)
            .map((word) => `"${word}"`)
            .join(' OR '),
        ),
      phrase: (text) => select.all(`"${wordsOf(text).join(' ')}"`),
      disk: () => statSync(file).size,
      close: () => database.close(),
    }
  },

  PostgreSQL: async (scratch) => {
    const server = startPostgres(scratch)
    const client = new Client({ host: server.socket, user: 'postgres', database: 'postgres' })
    await client.connect()
    await client.query('create unlogged table papers (title text, abstract text, terms tsvector)')
    let rows: string[] = []
    const flush = async () => {
      const places = rows
        .map((_, i) => (i % 2 === 0 ? `($${i + 1}, $${i + 2})` : ''))
        .filter(Boolean)
      if (rows.length > 0) {
        await client.query(`insert into papers (title, abstract) values ${places.join(', ')}`, rows)
      }
      rows = []
    }
    const top = (query: string) => (text: string) =>
      client.query(
        `select title from papers, ${query} as asked where terms @@ asked
         order by ts_rank(terms, asked) desc limit 20`,
        [text],
      )
    const any = top("to_tsquery('english', $1)")
    return {
      async add(title, abstract) {
        rows.push(title.replaceAll('\0', ''), abstract.replaceAll('\0', ''))
        if (rows.length >= 2000) await flush()
      },
      async ready() {
        await flush()
        await client.query(`update papers set terms = setweight(to_tsvector('english', title), 'A')
          || to_tsvector('english', abstract)`)
        await client.query('create index papers_terms on papers using gin (terms)')
        await client.query('vacuum analyze papers')
      },
      words: (text) => any(wordsOf(text).join(' | ')),
      phrase: top("phraseto_tsquery('english', $1)"),
      async disk() {
        const { rows: sizes } = await client.query(
          "select pg_indexes_size('papers') + pg_table_size('papers') as bytes",
        )
        return Number(sizes[0]?.bytes)
      },
      async close() {
        await client.end()
        server.stop()
      },
    }
  },

  MiniSearch: async () => {
    const { default: MiniSearch } = await installed('minisearch')
    const index = new MiniSearch({ fields: ['title', 'abstract'] })
    let id = 0
    return {
      add: (title, abstract) => index.add({ id: id++, title, abstract }),
      words: (text) => index.search(text).slice(0, 20),
    }
  },

  Orama: async () => {
    const { create, insert, search } = await installed('@orama/orama')
    const index = create({ schema: { title: 'string', abstract: 'string' } })
    return {
      add: (title, abstract) => insert(index, { title, abstract }),
      words: (text) => search(index, { term: text, limit: 20, threshold: 1 }),
    }
  },
}

/** A library that stands in a package of its own, so that nobody installs it who does not measure. */
async function installed(name: string) {
  const folder = fileURLToPath(new URL('../rivals', import.meta.url))
  if (!existsSync(join(folder, 'node_modules', name))) {
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder })
  }
  const found = await import(createRequire(join(folder, 'package.json')).resolve(name))
  return found.default?.default ? found.default : found
}

/** A server of its own, with the memory that one on such a machine would be given. */
function startPostgres(scratch: string): { socket: string; stop: () => void } {
  const bin = globSync('/usr/lib/postgresql/*/bin').toSorted().at(-1)
  if (!bin) throw new Error('PostgreSQL is not installed: its Debian package has it')
  // It refuses to be root.
  const root = process.getuid?.() === 0
  const run = (command: string, ...args: string[]) =>
    execFileSync(
      root ? 'runuser' : join(bin, command),
      root ? ['-u', 'postgres', '--', join(bin, command), ...args] : args,
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
  if (root) execFileSync('chown', ['postgres', scratch])
  const data = join(scratch, 'postgres')
  run('initdb', '-D', data, '-A', 'trust', '-U', 'postgres')
  const settings = `-k ${scratch} -c listen_addresses= -c shared_buffers=512MB -c maintenance_work_mem=512MB -c fsync=off`
  run('pg_ctl', '-D', data, '-w', '-l', join(scratch, 'log'), '-o', settings, 'start')
  return {
    socket: scratch,
    stop: () => run('pg_ctl', '-D', data, '-m', 'immediate', 'stop'),
  }
}
