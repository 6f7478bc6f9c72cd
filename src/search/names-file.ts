import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Store } from '#store'

/** An author as `nameKey` has the name, and how many papers are theirs. */
export type Author = { readonly key: string; readonly papers: number }

/** The authors of a library, to be looked up by how their names begin, whichever name comes first. */
export type Names = { startingWith(prefix: string, count: number): Author[] }

const nameOf = (place: string) => join(place, 'names')

/** At most so many authors are there to be offered: those with the most papers. */
const most = 200_000

/**
 * Writes the authors of the store into the folder of a build: a line for each name of each author,
 * sorted, so that it can be looked into without reading it whole.
 */
export async function writeNames(store: Store, place: string): Promise<void> {
  const rows = await store
    .selectFrom('authorships')
    .select(['nameKey', sql<number>`count(*)`.as('papers')])
    .groupBy('nameKey')
    .orderBy(sql`count(*)`, 'desc')
    .limit(most)
    .execute()
  const lines = rows.flatMap(({ nameKey, papers }) => {
    const names = nameKey.split('-')
    // “Geoffrey Hinton” is looked for under G and under H.
    const turned = [...names.slice(-1), ...names.slice(0, -1)].join('-')
    return [...new Set([nameKey, turned])].map((start) => `${start} ${nameKey} ${papers}`)
  })
  const bytes = lines.map((line) => Buffer.from(`${line}\n`)).toSorted(Buffer.compare)
  await writeFile(`${nameOf(place)}.new`, Buffer.concat(bytes))
  await rename(`${nameOf(place)}.new`, nameOf(place))
}

/** Names as they were written; they are looked up among the bytes as they are. */
export function namesIn(bytes: Buffer): Names {
  const startOfLine = (at: number) => (at <= 0 ? 0 : bytes.lastIndexOf(10, at - 1) + 1)
  return {
    startingWith(prefix, count) {
      const sought = Buffer.from(prefix)
      if (sought.length === 0) return []
      const compareAt = (at: number) =>
        Buffer.compare(bytes.subarray(at, at + sought.length), sought)
      let [low, high] = [0, bytes.length]
      while (low < high) {
        const line = startOfLine((low + high) >> 1)
        const before = compareAt(line) < 0
        const next = bytes.indexOf(10, line) + 1
        if (before) low = next
        else high = line
      }
      const found = new Map<string, number>()
      for (let at = low, seen = 0; at < bytes.length && seen < widest; seen++) {
        const end = bytes.indexOf(10, at)
        if (compareAt(at) !== 0) break
        const [, key = '', papers] = bytes.toString('utf8', at, end).split(' ')
        found.set(key, Number(papers))
        at = end + 1
      }
      return [...found]
        .map(([key, papers]) => ({ key, papers }))
        .toSorted((x, y) => y.papers - x.papers || (x.key < y.key ? -1 : 1))
        .slice(0, count)
    },
  }
}

/** So many names that begin alike are looked at. */
const widest = 3000

/** The names of a build, read anew when they were written anew. */
export function namesReader(): (place: string) => Promise<Names> {
  let read: { stamp: string; names: Names } | undefined
  return async (place) => {
    const written = await stat(nameOf(place)).catch(() => undefined)
    const stamp = `${place} ${written?.mtimeMs}`
    if (read?.stamp !== stamp) {
      const bytes = await readFile(nameOf(place)).catch(() => Buffer.alloc(0))
      read = { stamp, names: namesIn(bytes) }
    }
    return read.names
  }
}
