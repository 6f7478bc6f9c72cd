import type { PaperId } from '#paper'
import { type Traits, type Words, wordsOf } from '#recommend'
import { termNumber, termsOf } from '#search'
import { type Embedder, paperVector } from '../../src/search/embedder.ts'

export type Text = { readonly id: PaperId; readonly title: string; readonly body: string }

/** What a taste knows papers by, as the index would make it; words are counted among these texts. */
export function traitsOfTexts(texts: readonly Text[], embedder: Embedder): Traits[] {
  const having = new Map<number, number>()
  const read = texts.map(({ id, title, body }) => {
    const head = termsOf(title)
    const terms = [...head, ...termsOf(body)]
    const numbers = Uint32Array.from([...terms, ...head], termNumber)
    for (const term of new Set(numbers)) having.set(term, (having.get(term) ?? 0) + 1)
    return { id, numbers, vector: paperVector(embedder, terms, head.length) }
  })
  const rare = (term: number) => Math.log((texts.length + 1) / ((having.get(term) ?? 0) + 0.5))
  return read.map(({ id, numbers, vector }): Traits => {
    const words: Words = wordsOf(numbers, rare)
    return { id, day: 0, words, vector }
  })
}
