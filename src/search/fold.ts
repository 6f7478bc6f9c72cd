import { nameKey, type PaperId, titleKey } from '#paper'
import type { Facts } from './facts.ts'
import type { Hit } from './find.ts'
import { termsOf } from './words.ts'

/**
 * Papers that stand in a list twice, under two ids, become one: the better placed, which names the
 * others. They are the same where their titles are and an author is shared (or none is known of one
 * of them), or where all authors are the same and nearly all words.
 */
export function folded(hits: readonly Hit[], facts: ReadonlyMap<PaperId, Facts>): readonly Hit[] {
  const groups = new Map<number, Hit[]>() // by the place of the first
  const placeOf = new Map<PaperId, number>()
  const byTitle = new Map<string, Facts[]>()
  const byAuthors = new Map<string, Facts[]>()
  for (const [i, hit] of hits.entries()) {
    const paper = facts.get(hit.id)
    const titled = listFor(byTitle, paper && titleKey(paper.title))
    const written = listFor(byAuthors, paper?.authors.map(nameKey).toSorted().join(' '))
    const twins = paper && [
      ...titled.filter((other) => mayShareAuthors(paper, other)),
      ...written.filter((other) => readAlike(paper, other)),
    ]
    const places = new Set(twins?.map(({ id }) => placeOf.get(id)!))
    // Its twins need not have been each other's: it brings them together.
    const place = Math.min(i, ...places)
    const together = [...places].toSorted((x, y) => x - y).flatMap((at) => groups.get(at) ?? [])
    for (const at of places) groups.delete(at)
    groups.set(place, [...together, hit])
    for (const { id } of [...together, hit]) placeOf.set(id, place)
    if (paper) {
      titled.push(paper)
      written.push(paper)
    }
  }
  return [...groups]
    .toSorted(([x], [y]) => x - y)
    .map(([, [first, ...others]]) =>
      others.length > 0 ? { ...first!, others: others.map(({ id }) => id) } : first!,
    )
}

function listFor(lists: Map<string, Facts[]>, key = ''): Facts[] {
  if (key === '') return []
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}

function mayShareAuthors(one: Facts, other: Facts): boolean {
  if (one.authors.length === 0 || other.authors.length === 0) return one.title.length > 25
  const surnames = new Set(one.authors.map(surname))
  return other.authors.some((name) => surnames.has(surname(name)))
}

const surname = (name: string) => nameKey(name).split('-').at(-1)

/** From which share of common words on two texts of the same authors are one paper. */
const alike = 0.75

function readAlike(one: Facts, other: Facts): boolean {
  if (one.abstract === '' || other.abstract === '') return false
  const [mine, theirs] = [one, other].map(
    ({ title, abstract }) => new Set(termsOf(`${title} ${abstract}`)),
  )
  const common = mine!.intersection(theirs!).size
  return common / (mine!.size + theirs!.size - common) >= alike
}
