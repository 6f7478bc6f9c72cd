import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'
import { z } from 'zod'
import { dayOf } from '#paper'
import type { Store } from '#store'
import { curatedLines, paperLines } from './lines.ts'

const Entry = z.object({
  /** What it is called to those who fetch it. */
  name: z.string(),
  /** What it is called in the folder. */
  file: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  /** How many things it tells of, a line each. */
  lines: z.int(),
})

const Manifest = z.object({
  shape: z.literal('broadsheet-dump 1'),
  madeAt: z.string(),
  files: z.array(Entry),
})

export type Manifest = z.infer<typeof Manifest>

/** What is dumped, and the name of each file: JSON lines, packed by Zstandard. */
const parts = [
  { name: 'papers.jsonl.zst', linesOf: paperLines },
  { name: 'curated.jsonl.zst', linesOf: curatedLines },
] as const

/** Whether a day has begun since everything was last dumped. */
export const isDumpDue = (folder: string, now = new Date()): boolean =>
  (manifestIn(folder)?.madeAt.slice(0, 10) ?? '') < dayOf(now)

/**
 * Writes all papers, and what readers and curators added, into files of a folder. They take their
 * place all at once, when the manifest names them: stopped at any moment, the dump before stands as it
 * stood. One process at a time may do this.
 */
export async function makeDump(
  store: Store,
  folder: string,
  signal: AbortSignal,
  now = new Date(),
): Promise<Manifest> {
  await mkdir(folder, { recursive: true })
  const files: Manifest['files'] = []
  for (const { name, linesOf } of parts) {
    const unfinished = join(folder, `${name}.part`)
    const { sha256, lines } = await writeLines(unfinished, linesOf(store), signal)
    const file = `${sha256.slice(0, 16)}-${name}`
    await rename(unfinished, join(folder, file))
    files.push({ name, file, sha256, bytes: (await stat(join(folder, file))).size, lines })
  }
  const manifest: Manifest = { shape: 'broadsheet-dump 1', madeAt: now.toISOString(), files }
  const before = manifestIn(folder)
  await writeFile(join(folder, 'manifest.part'), `${JSON.stringify(manifest, null, 2)}\n`)
  await rename(join(folder, 'manifest.part'), manifestFile(folder))
  await sweep(folder, [...files, ...(before?.files ?? [])])
  return manifest
}

/** The dump that there is, if there is one. */
export function manifestIn(folder: string): Manifest | undefined {
  if (!existsSync(manifestFile(folder))) return undefined
  return Manifest.parse(JSON.parse(readFileSync(manifestFile(folder), 'utf8')))
}

/** A file of the dump, from a byte on, as a stream. */
export const dumpedFile = (
  folder: string,
  { file }: Manifest['files'][number],
  start = 0,
): ReadableStream =>
  Readable.toWeb(createReadStream(join(folder, file), { start })) as ReadableStream

const manifestFile = (folder: string) => join(folder, 'manifest.json')

/** Packs things a line each, and says how many they were and what the file hashes to. */
async function writeLines(
  path: string,
  things: AsyncIterable<object>,
  signal: AbortSignal,
): Promise<{ sha256: string; lines: number }> {
  const hash = createHash('sha256')
  let lines = 0
  async function* written() {
    for await (const one of things) {
      lines++
      yield `${JSON.stringify(one)}\n`
    }
  }
  const hashed = new Transform({
    transform(part: Buffer, _encoding, done) {
      hash.update(part)
      done(null, part)
    },
  })
  await pipeline(
    Readable.from(written()),
    createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 9 } }),
    hashed,
    createWriteStream(path),
    { signal },
  )
  // What is named by the manifest must be there after the power went.
  await using file = await open(path, 'r')
  await file.sync()
  return { sha256: hash.digest('hex'), lines }
}

/** Deletes what neither this dump nor the one before it names: somebody may still fetch that. */
async function sweep(folder: string, kept: readonly { readonly file: string }[]): Promise<void> {
  const names = new Set(['manifest.json', ...kept.map(({ file }) => file)])
  for (const name of await readdir(folder)) {
    if (!names.has(name)) await rm(join(folder, name), { force: true })
  }
}
