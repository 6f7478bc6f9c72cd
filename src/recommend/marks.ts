import type { PaperId } from '#paper'
import { termNumber } from '#search'
import type { Store } from '#store'
import { inParts } from './beside.ts'
import { type Words, wordsOf } from './traits.ts'

/** By paper, the lists that it stands on, as terms: the rarer a list, the more it says. */
export type Marks = ReadonlyMap<PaperId, Words>

/**
 * The lists on which papers stand: sections of editions, topics under which they were picked, and
 * categories. How rare a list is, is reckoned among these papers.
 */
export async function marksOf(store: Store, papers: readonly PaperId[]): Promise<Marks> {
  const ids = [...new Set(papers)]
  const [editions, picks, listings] = await Promise.all([
    inParts(ids, (some) =>
      store
        .selectFrom('editionEntries')
        .select(['paper', 'edition', 'section'])
        .where('paper', 'in', some)
        .execute(),
    ),
    inParts(ids, (some) =>
      store
        .selectFrom('picks')
        .select(['paper', 'topic'])
        .where('paper', 'in', some)
        .where('topic', '!=', '')
        .execute(),
    ),
    inParts(ids, (some) =>
      store
        .selectFrom('listings')
        .select(['paper', 'category'])
        .where('paper', 'in', some)
        .execute(),
    ),
  ])
  const lists = new Map<PaperId, string[]>(ids.map((id) => [id, []]))
  for (const { paper, edition, section } of editions) {
    lists.get(paper)?.push(`edition ${edition} ${section}`)
  }
  for (const { paper, topic } of picks) lists.get(paper)?.push(`topic ${topic}`)
  for (const { paper, category } of listings) lists.get(paper)?.push(`category ${category}`)
  return marksFrom(lists)
}

/** Lists by paper as sparse vectors of length one. */
export function marksFrom(lists: ReadonlyMap<PaperId, readonly string[]>): Marks {
  const numbers = new Map<PaperId, Uint32Array>()
  const having = new Map<number, number>()
  for (const [paper, names] of lists) {
    const terms = Uint32Array.from(new Set(names), termNumber)
    numbers.set(paper, terms)
    for (const term of terms) having.set(term, (having.get(term) ?? 0) + 1)
  }
  const rare = (term: number) => Math.log((lists.size + 1) / ((having.get(term) ?? 0) + 0.5))
  return new Map([...numbers].map(([paper, terms]) => [paper, wordsOf(terms, rare)]))
}
