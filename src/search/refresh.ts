import { existsSync } from 'node:fs'
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { papersOf } from '#catalog'
import type { Paper, PaperId } from '#paper'
import { type Change, follow, forgetBookmark, type Store, unread } from '#store'
import type { Embedder } from './embedder.ts'
import { embeddedText, indexRow, type IndexRow } from './index-rows.ts'
import { type GrowingLexicon, growLexicon } from './lexicon.ts'
import { writeNames } from './names-file.ts'
import { type GrowingSpellings, growSpellings } from './spellings.ts'
import {
  append,
  beginIndex,
  currentBuild,
  type Index,
  openIndex,
  remove,
  standing,
  type Standing,
  tend,
  upsert,
} from './lance.ts'
import { termText } from './term-text.ts'

/** How many changes are read at once; where vectors are made elsewhere, they take their time. */
const atOnce = { here: 1000, elsewhere: 64 }

/** For how many milliseconds at a time vectors are asked for elsewhere. */
const longest = 2_000

/** The file that names papers whose vectors could not be had. */
const wordsAlone = 'words-alone'

/** After how many changes to see whether the indexes should be made anew. */
const pause = 20_000

/** Whether to look at the rows that are in no index costs more, over time, than to make the indexes anew. */
const isMuch = ({ rows, unindexed }: Standing) =>
  unindexed >= Math.min(5000, Math.max(500, rows / 50))

/** The one that writes the index. Only one at a time may, in all processes: its caller sees to that. */
export type Writer = {
  /** How many changes it read, and whether those were all. */
  refresh(
    signal?: AbortSignal,
    onProgress?: (read: number) => void,
  ): Promise<{ read: number; all: boolean }>
  close(): void
}

export function openWriter(
  store: Store,
  folder: string,
  embedder: Embedder,
  { follower, reported }: { follower: string; reported: () => boolean },
): Writer {
  let index: Index | undefined
  let lexicon: GrowingLexicon | undefined
  let spellings: GrowingSpellings | undefined
  let untended = 0
  let fresh = false

  /** The index that counts now; a new one where that is missing, damaged, or of another embedder. */
  async function current(): Promise<Index> {
    const build = currentBuild(folder, embedder.name)
    const begun = await store
      .selectFrom('bookmarks')
      .select('place')
      .where('follower', '=', follower)
      .executeTakeFirst()
    if (index && index.build === build && begun && !reported()) return index
    index?.close()
    index = undefined
    if (build && begun && !reported())
      index = await openIndex(folder, build, embedder.dimension, 'writing').catch(() => undefined)
    lexicon = spellings = undefined
    if (index) return index

    await forgetBookmark(store, follower)
    fresh = true
    return (index = await beginIndex(folder, embedder.name, embedder.dimension))
  }

  async function take(
    into: Index,
    changes: readonly Change[],
    signal = new AbortController().signal,
  ): Promise<void> {
    const kinds = new Map(changes.map(({ paper, kind }) => [paper, kind]))
    const papers = await papersOf(store, [...kinds.keys()])
    await embedElsewhere(into, papers, signal)
    const rows = papers.map((paper) => indexRow(paper, embedder))
    const firstTime = new Set(
      changes.filter(({ kind }) => kind === 'new').map(({ paper }) => paper),
    )
    await countWords(into, papers, rows, firstTime)
    const held = new Set(papers.map(({ id }) => id))
    const gone = [...kinds.keys()].filter((id) => !held.has(id))
    await remove(into, gone)
    // What a crash may have left from this very batch is possible in the first batch alone.
    const sure = (id: PaperId) => fresh && firstTime.has(id)
    const [certain, others] = [
      rows.filter(({ id }) => sure(id)),
      rows.filter(({ id }) => !sure(id)),
    ]
    await upsert(into, others)
    await append(into, certain)
    fresh = true
  }

  async function countWords(
    into: Index,
    papers: readonly Paper[],
    rows: readonly IndexRow[],
    firstTime: ReadonlySet<PaperId>,
  ): Promise<void> {
    lexicon ??= await lexiconOf(into)
    spellings ??= await spellingsOf(store, into, lexicon)
    for (const [i, { id, terms }] of rows.entries()) {
      if (!firstTime.has(id)) continue
      const { title, authors } = papers[i]!
      lexicon.count(terms)
      spellings.add(`${title} ${authors.join(' ')}`)
    }
  }

  return {
    async refresh(signal, onProgress) {
      const many = embedder.elsewhere ? atOnce.elsewhere : atOnce.here
      const until = embedder.elsewhere ? Date.now() + longest : Infinity
      const into = await current()
      await withSpellings(into)
      await embedAgain(into, signal)
      let read = 0
      for (;;) {
        if (signal?.aborted || Date.now() > until) return ended(into, read, false)
        const count = await follow(store, follower, many, (changes) => take(into, changes, signal))
        if (count === 0) return ended(into, read, true)
        read += count
        onProgress?.(read)
        untended += count
        if (untended >= pause && (await worthTending(into))) await tended(into)
      }
    },
    close() {
      index?.close()
      index = undefined
    },
  }

  async function ended(into: Index, read: number, all: boolean) {
    // A part of an index that is being made is tended when it is whole.
    const whole = existsSync(join(into.place, 'whole'))
    if (all && (read > 0 || !whole) && isMuch(await standing(into))) await tended(into)
    if (lexicon?.outgrown()) await saved()
    return { read, all }
  }

  /**
   * Has the vectors of papers made elsewhere. Where nobody answers, an index that is whole takes the
   * papers without, to be found by their words, and notes them; one that is being made waits.
   */
  async function embedElsewhere(
    { place }: Index,
    papers: readonly Paper[],
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await embedder.elsewhere?.all(papers.map(embeddedText), signal)
    } catch (error) {
      if (signal.aborted || !existsSync(join(place, 'whole'))) throw error
      await appendFile(join(place, wordsAlone), papers.map(({ id }) => `${id}\n`).join(''))
    }
  }

  /** Asks again for the vectors that could not be had. */
  async function embedAgain(into: Index, signal = new AbortController().signal): Promise<void> {
    const note = join(into.place, wordsAlone)
    if (!embedder.elsewhere || !existsSync(note)) return
    const ids = [...new Set((await readFile(note, 'utf8')).split('\n').filter(Boolean))]
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written above from ids
    const papers = await papersOf(store, ids.slice(0, atOnce.elsewhere) as PaperId[])
    const had = await embedder.elsewhere.all(papers.map(embeddedText), signal).then(
      () => true,
      () => false,
    )
    if (!had) return
    await upsert(
      into,
      papers.map((paper) => indexRow(paper, embedder)),
    )
    const rest = ids.slice(atOnce.elsewhere)
    if (rest.length === 0) await rm(note)
    else await writeFile(note, rest.map((id) => `${id}\n`).join(''))
  }

  /** Builds from before words were counted as they are written lack that. */
  async function withSpellings(into: Index): Promise<void> {
    if (existsSync(join(into.place, 'names')) || (await into.table.countRows()) === 0) return
    lexicon ??= await lexiconOf(into)
    spellings ??= await spellingsOf(store, into, lexicon)
    await saved()
  }

  /**
   * Whether to stop in the middle of many changes, so that what came so far is found: when that is
   * five times as much as last time, and as much again is still to come.
   */
  async function worthTending(into: Index): Promise<boolean> {
    untended = 0
    const { rows, unindexed } = await standing(into)
    if (unindexed < pause || unindexed < 4 * (rows - unindexed)) return false
    return (await unread(store, follower)) >= rows
  }

  async function tended(into: Index): Promise<void> {
    await tend(into)
    await saved()
  }

  async function saved(): Promise<void> {
    await spellings?.save()
    await lexicon?.save()
    if (index) await writeNames(store, index.place)
  }
}

/** How words are written, counted anew where the papers are there but their words are not. */
async function spellingsOf(
  store: Store,
  { place }: Index,
  lexicon: GrowingLexicon,
): Promise<GrowingSpellings> {
  const spellings = await growSpellings(place)
  if (spellings.size > 0 || lexicon.papers === 0) return spellings
  for (let after = ''; ;) {
    const rows = await store
      .selectFrom('papers')
      .select(['id', 'title', 'authors'])
      .where('mergedInto', 'is', null)
      .where(sql`id`, '>', after)
      .orderBy('id')
      .limit(atOnce.here)
      .execute()
    for (const { title, authors } of rows) spellings.add(`${title} ${authors}`)
    const last = rows.at(-1)
    if (!last) return spellings
    after = last.id
  }
}

/** The lexicon of a build, counted anew where a crash kept it from being saved. */
async function lexiconOf({ place, table }: Index): Promise<GrowingLexicon> {
  const lexicon = await growLexicon(place)
  const rows = await table.countRows()
  if (Math.abs(lexicon.papers - rows) <= rows * 0.05) return lexicon
  lexicon.forget()
  for await (const batch of table.query().select(['words'])) {
    for (const { words } of batch.toArray()) lexicon.count(termText(String(words)))
  }
  return lexicon
}
