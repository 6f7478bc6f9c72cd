/** The starter catalogue, indexed once for all tests of a file that ask about tastes. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { harvest, starterCatalogue } from '#harvest'
import type { PaperId } from '#paper'
import { openSearch } from '#search'
import { openStore, type Store } from '#store'

/** A store with the starter catalogue, and its index in a folder that goes at the end. */
export async function openStarter(store?: Store) {
  const own = store ?? (await openStore(':memory:'))
  await harvest(own, starterCatalogue(), AbortSignal.timeout(60_000))
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  const search = await openSearch(own, { folder })
  await search.refresh()
  const papers = await own
    .selectFrom('papers')
    .select(['id', 'title'])
    .where('mergedInto', 'is', null)
    .execute()
  return {
    store: own,
    search,
    /** The papers whose titles have these words, by title. */
    titled(words: RegExp): PaperId[] {
      return papers
        .filter(({ title }) => words.test(title))
        .toSorted((x, y) => (x.title < y.title ? -1 : 1))
        .map(({ id }) => id)
    },
    async [Symbol.asyncDispose]() {
      await search[Symbol.asyncDispose]()
      if (!store) await own.destroy()
      rmSync(folder, { recursive: true })
    },
  }
}
