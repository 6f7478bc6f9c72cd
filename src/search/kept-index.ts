import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Store } from '#store'
import type { Embedder } from './embedder.ts'
import { currentBuild, type Index, openIndex } from './lance.ts'
import { openWriter } from './refresh.ts'

/** The index of one embedder: what is asked of it, and what keeps it. */
export type KeptIndex = {
  readonly embedder: Embedder
  /** Asks the index; where it is missing or damaged, has it made anew and answers `undefined`. */
  ask<T>(question: (index: Index) => Promise<T>): Promise<T | undefined>
  refresh(signal?: AbortSignal, onProgress?: (read: number) => void): Promise<number>
  /** Whether it has held all papers since it was begun. */
  isWhole(): boolean
  close(): void
}

/** Opens the index of an embedder in `folder`; `follower` is its name among those that follow the log. */
export function keepIndex(
  store: Store,
  folder: string,
  embedder: Embedder,
  follower: string,
): KeptIndex {
  const broken = join(folder, 'broken')
  const writer = openWriter(store, folder, embedder, {
    follower,
    reported: () => existsSync(broken),
  })
  let index: Index | undefined

  /** The index that counts now, or `undefined` where there is none to read. */
  async function current(): Promise<Index | undefined> {
    const build = currentBuild(folder, embedder.name)
    if (index?.build === build) return index
    index?.close()
    index = undefined
    if (build) index = await openIndex(folder, build, embedder.dimension)
    return index
  }

  async function noteWhole(): Promise<void> {
    const build = currentBuild(folder, embedder.name)
    if (build === undefined || isWhole()) return
    await writeFile(whole(build, '.new'), '')
    await rename(whole(build, '.new'), whole(build))
  }

  const whole = (build: string, ending = '') => join(folder, build, `whole${ending}`)

  function isWhole(): boolean {
    const build = currentBuild(folder, embedder.name)
    return build !== undefined && existsSync(whole(build)) && !existsSync(broken)
  }

  return {
    embedder,
    isWhole,
    async ask(question) {
      try {
        const open = await current()
        return open && (await question(open))
      } catch (error) {
        if (index && existsSync(index.place) && (await healthy(index))) throw error
        index?.close()
        index = undefined
        await mkdir(folder, { recursive: true })
        await writeFile(broken, String(error))
        return undefined
      }
    },
    async refresh(signal, onProgress) {
      const { read, all } = await writer.refresh(signal, onProgress)
      if (all) await noteWhole()
      return read
    },
    close() {
      index?.close()
      writer.close()
    },
  }
}

/** Whether the index answers at all, so that a fault lies with the question. */
async function healthy({ table }: Index): Promise<boolean> {
  return table
    .query()
    .limit(10)
    .toArray()
    .then(
      () => true,
      () => false,
    )
}
