import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { type Words, wordsOf } from '#recommend'
import { shared } from '../quality/collections.ts'

/** Readers of CiteULike with what they saved, and what is known of the papers. */
export type CiteULike = {
  readonly papers: number
  /** By reader, all that they saved. */
  readonly saved: readonly (readonly number[])[]
  /** By split and reader, what of that is known; the rest is to be found. */
  readonly known: Readonly<Record<'P1' | 'P10', readonly (readonly number[])[]>>
  readonly words: readonly Words[]
  /** By paper, its tags and what it cites or is cited by, as names of lists. */
  readonly tags: readonly (readonly string[])[]
  readonly citations: readonly (readonly string[])[]
}

export function readCiteULike(): CiteULike | undefined {
  if (!existsSync(shared('libraries/users.dat.gz'))) return undefined
  const lists = (name: string) =>
    text(name)
      .trim()
      .split('\n')
      .map((line) => line.split(' ').slice(1).filter(Boolean))
  const counts = lists('mult.dat').map((entries) =>
    entries.map((entry) => entry.split(':').map(Number)),
  )
  const papers = counts.length
  const having = new Float64Array(1 << 15)
  for (const entries of counts) for (const [term] of entries) having[term!]!++
  const rare = (term: number) => Math.log((papers + 1) / (having[term]! + 0.5))
  const words = counts.map((entries) => {
    const all = entries.flatMap(([term, count]) => Array.from({ length: count! }, () => term!))
    return wordsOf(Uint32Array.from(all), rare)
  })
  const tags: string[][] = Array.from({ length: papers }, () => [])
  lists('tag-item.dat').forEach((items, tag) => {
    for (const item of new Set(items)) tags[Number(item)]!.push(`tag ${tag}`)
  })
  // A paper is on the list of itself and of all that it cites or is cited by.
  const citations: string[][] = Array.from({ length: papers }, (_, p) => [`paper ${p}`])
  lists('citations.dat').forEach((cited, paper) => {
    for (const other of cited) {
      citations[paper]!.push(`paper ${other}`)
      citations[Number(other)]!.push(`paper ${paper}`)
    }
  })
  const splits: Record<string, number[][]> = JSON.parse(text('splits.json'))
  return {
    papers,
    saved: lists('users.dat').map((line) => line.map(Number)),
    known: { P1: splits['P1_seed0']!, P10: splits['P10_seed0']! },
    words,
    tags,
    citations,
  }
}

const text = (name: string) => gunzipSync(readFileSync(shared(`libraries/${name}.gz`))).toString()
