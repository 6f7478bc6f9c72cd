import { type PaperId, provisionalId } from '#paper'
import {
  type Beside,
  interestOf,
  judge,
  likenessTo,
  type Liked,
  type Marks,
  marksFrom,
  separate,
  sumOf,
  type Traits,
} from '#recommend'
import { seeded } from '../../test/seeded.ts'
import { type CiteULike, readCiteULike } from './citeulike.ts'
import { inUnits, mean, printTable } from './table.ts'

/** Scores of all papers for one reader. */
type Method = (reader: number) => Float32Array

/**
 * Constants were tried on readers whose number leaves 0 when divided by three; methods are compared
 * on a sixth of the readers, none of those, and ours is measured on all.
 */
const compared = (reader: number) => reader % 6 === 1

/** The library of others, found again: which of the saved papers stand first of all there are. */
export function benchLibraries(): void {
  const all = readCiteULike()
  if (!all) return console.log('../shared/data/libraries is not here.\n')
  for (const split of ['P1', 'P10'] as const) {
    const methods = methodsFor(all, split)
    const rows: string[][] = []
    for (const [name, method] of methods) {
      rows.push(row(name, all, split, method, compared))
      console.error(`${split} ${rows.at(-1)?.join('  ')}`)
    }
    const last = methods.at(-1)
    if (last) rows.push(row('the same on all readers', all, split, last[1], () => true))
    console.log(
      `libraries, ${split === 'P1' ? 'one paper' : 'up to ten papers'} of each reader known, all ${all.papers} papers ranked`,
    )
    printTable(['', 'recall@50', 'recall@300', 'mAP', 'readers', 'a reader'], rows)
  }
}

function row(
  name: string,
  all: CiteULike,
  split: 'P1' | 'P10',
  method: Method,
  takesPart: (reader: number) => boolean,
): string[] {
  const began = performance.now()
  const { recall, deep, precision, readers } = measure(all, split, method, takesPart)
  const each = (performance.now() - began) / readers
  const figures = [recall, deep, precision].map((x) => x.toFixed(3))
  return [name, ...figures, String(readers), `${each.toFixed(1)} ms`]
}

function measure(
  all: CiteULike,
  split: 'P1' | 'P10',
  method: Method,
  takesPart: (reader: number) => boolean,
) {
  const rows: { at50: number; at300: number; precision: number }[] = []
  all.saved.forEach((saved, reader) => {
    const known = all.known[split][reader]!
    const wanted = new Set(saved.filter((paper) => !known.includes(paper)))
    if (wanted.size === 0 || !takesPart(reader)) return
    const scores = method(reader)
    for (const paper of known) scores[paper] = -Infinity
    let [hits, at50, precision] = [0, 0, 0]
    first(scores, 300).forEach((paper, place) => {
      if (!wanted.has(paper)) return
      hits++
      if (place < 50) at50++
      precision += hits / (place + 1)
    })
    rows.push({
      at50: at50 / wanted.size,
      at300: hits / wanted.size,
      precision: precision / Math.min(wanted.size, 300),
    })
  })
  return {
    recall: mean(rows.map(({ at50 }) => at50)),
    deep: mean(rows.map(({ at300 }) => at300)),
    precision: mean(rows.map((one) => one.precision)),
    readers: rows.length,
  }
}

/** The places of the highest scores, the highest first. */
function first(scores: Float32Array, count: number): number[] {
  const least = scores.toSorted()[scores.length - count]!
  const best: number[] = []
  for (let i = 0; i < scores.length; i++) if (scores[i]! >= least) best.push(i)
  return best.toSorted((x, y) => scores[y]! - scores[x]! || x - y).slice(0, count)
}

function methodsFor(all: CiteULike, split: 'P1' | 'P10'): [string, Method][] {
  const { papers, words } = all
  const known = all.known[split]
  const popularity = new Float32Array(papers)
  for (const some of known) for (const paper of some) popularity[paper]!++
  const readersOf: number[][] = Array.from({ length: papers }, () => [])
  known.forEach((some, reader) => some.forEach((paper) => readersOf[paper]!.push(reader)))
  const profile = (reader: number) =>
    sumOf(
      known[reader]!.map((paper) => ({ words: words[paper]!, factor: 1 })),
      20_000,
    )
  const tfidf: Method = (reader) => likenessTo(profile(reader), words)
  const itemItem = walk(known, readersOf, papers, (paper) => 1 / Math.sqrt(popularity[paper]!))
  const coReading = walk(known, readersOf, papers, () => 1)
  const c = tuned(all, split)
  const ours = (lists: 'none' | 'citations' | 'all', people: number): Method =>
    product(all, split, { lists, people, coReading, popularity })
  return [
    ['popularity', () => popularity.slice()],
    ['TF-IDF profile', tfidf],
    [`linear SVM on TF-IDF (C ${c})`, machine(all, split, c)],
    ['item-item', itemItem],
    ['TF-IDF + item-item, equally', (reader) => plus(tfidf(reader), itemItem(reader))],
    ['ours: words alone', ours('none', 0)],
    ['ours: + citations', ours('citations', 0)],
    ['ours: + co-reading and esteem', ours('citations', 1)],
    ['ours: + tags as lists', ours('all', 1)],
  ]
}

const plus = (x: Float32Array, y: Float32Array) => {
  const [a, b] = [inUnits(x), inUnits(y)]
  return a.map((value, i) => value + b[i]!)
}

/** From papers to their readers and on to the papers of those, a step of each at random. */
function walk(
  known: readonly (readonly number[])[],
  readersOf: readonly (readonly number[])[],
  papers: number,
  worth: (paper: number) => number,
): Method {
  return (reader) => {
    const scores = new Float32Array(papers)
    for (const paper of known[reader]!) {
      for (const other of readersOf[paper]!) {
        if (other === reader) continue
        const step = worth(paper) / Math.sqrt(readersOf[paper]!.length * known[other]!.length)
        for (const theirs of known[other]!) scores[theirs]! += step * worth(theirs)
      }
    }
    return scores
  }
}

const none = new Float32Array(0)

/** As arxiv-sanity-lite does: what is known against others, on TF-IDF alone. */
function machine({ words, papers, known }: CiteULike, split: 'P1' | 'P10', c: number): Method {
  const samples = words.map((one) => ({ words: one, vector: none }))
  const random = seeded(11)
  return (reader) => {
    const mine = new Set(known[split][reader])
    const others = Array.from({ length: 3000 }, () => Math.floor(random() * papers))
    const rule = separate(
      [...mine].map((paper) => samples[paper]!),
      others.filter((paper) => !mine.has(paper)).map((paper) => samples[paper]!),
      { c, meaning: 0, rounds: 4, random },
    )
    return Float32Array.from(samples, rule)
  }
}

/** The C with which the machine does best on some readers of the other two thirds. */
function tuned(all: CiteULike, split: 'P1' | 'P10'): number {
  const tried = [0.001, 0.01, 0.1, 1].map((c) => ({
    c,
    recall: measure(all, split, machine(all, split, c), (reader) => reader % 30 === 0).recall,
  }))
  return tried.toSorted((x, y) => y.recall - x.recall)[0]!.c
}

/** What the product does: its `judge`, with the whole collection for candidates. */
function product(
  { papers, words, tags, citations, known }: CiteULike,
  split: 'P1' | 'P10',
  {
    lists,
    people,
    coReading,
    popularity,
  }: {
    lists: 'none' | 'citations' | 'all'
    people: number
    coReading: Method
    popularity: Float32Array
  },
): Method {
  const ids = Array.from({ length: papers }, (_, p) => provisionalId(`paper ${p}`))
  const traits = words.map((one, p): Traits => ({ id: ids[p]!, day: 0, words: one, vector: none }))
  const marks: Marks | undefined =
    lists === 'none'
      ? undefined
      : marksFrom(
          new Map<PaperId, string[]>(
            ids.map((id, p) => [id, [...citations[p]!, ...(lists === 'all' ? tags[p]! : [])]]),
          ),
        )
  const most = Math.log1p(popularity.reduce((x, y) => Math.max(x, y), 0))
  const esteem = popularity.map((count) => Math.log1p(count) / most)
  return (reader) => {
    const liked: Liked[] = known[split][reader]!.map((p) => ({ traits: traits[p]!, weight: 1 }))
    const together = people > 0 ? inUnits(coReading(reader)) : none
    const beside = new Map<PaperId, Beside>()
    if (people > 0) {
      for (let p = 0; p < papers; p++) {
        if (esteem[p]! > 0 || together[p]! > 0) {
          const strength = Math.min(2, together[p]!)
          beside.set(ids[p]!, { authors: 0, together: strength, esteem: esteem[p]! })
        }
      }
    }
    const judged = judge(traits, {
      interests: [{ ...interestOf(liked), weight: 1 }],
      unwanted: [],
      settings: { fresh: 0, wide: 0, people },
      beside,
      today: 0,
      ...(marks && { marks }),
    })
    return Float32Array.from(judged, ({ score }) => score)
  }
}
