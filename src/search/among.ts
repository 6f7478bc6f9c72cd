import type { Paper, PaperId } from '#paper'
import type { Candidate } from './candidates.ts'
import type { Embedder } from './embedder.ts'
import { type Hit, type Means, wantedVector } from './find.ts'
import { holds } from './holds.ts'
import { indexRow } from './index-rows.ts'
import type { Node } from './language.ts'
import { type Lexicon, rarity } from './lexicon.ts'
import { canonicalOf } from './narrow.ts'
import { type Query, type Reading, readQuery } from './query.ts'
import { rank } from './rank.ts'
import { relevant } from './relevance.ts'
import { termNumber, termText } from './term-text.ts'
import { treeOf } from './tree.ts'

/** Some papers, to which many queries are put: those that came since yesterday. */
export type Among = {
  /** Those of them that answer a query, the best first; judged as the whole search judges. */
  find(query: Query): Promise<readonly Hit[]>
  /** Those of them that have every word of a query, whatever their meaning. */
  withAll(query: Query): readonly PaperId[]
}

/** How many of them are ranked at most: the others have fewer of the words, and less of the meaning. */
const most = 40

/** How many answers are remembered: readers watch much the same. */
const mostKept = 20_000

/** A search that looks at these papers alone, in memory. */
export function among(
  papers: readonly Paper[],
  { store, embedder, lexicon }: Pick<Means, 'store' | 'embedder' | 'lexicon'>,
): Among {
  const all = papers.map((paper) => candidateOf(paper, embedder))
  const holders = new Map<number, number[]>()
  all.forEach((candidate, i) => {
    for (const term of new Set([...candidate.words, ...candidate.names])) {
      const holding = holders.get(term)
      if (holding) holding.push(i)
      else holders.set(term, [i])
    }
  })
  const means = { store, embedder, lexicon, picked: new Set<PaperId>(), now: new Date() }
  const found = new Map<string, Promise<readonly Hit[]>>()
  const whole = new Map<string, readonly PaperId[]>()

  async function answer(canonical: string): Promise<readonly Hit[]> {
    const reading = readQuery({ text: canonical })
    const demands = partsOf(treeOf(canonical)).filter((part) => !isLoose(part))
    const fits = (candidate: Candidate) => demands.every((part) => holds(part, candidate))
    const { terms, like, meaning } = reading
    if (terms.length === 0 && like.length === 0 && meaning === '') {
      if (demands.length === 0) return []
      return all
        .filter(fits)
        .toSorted(latest)
        .map(({ id }) => ({ id, score: 0 }))
    }
    const vector = await wantedVector(means, reading)
    const chosen = foremost(reading, vector)
      .filter((i) => fits(all[i]!) && !like.includes(all[i]!.id))
      .slice(0, most)
      .map((i) => all[i]!)
    const ranked = relevant(rank(chosen, { ...reading, vector }, lexicon), reading)
    return ranked.map(({ id, score }) => ({ id, score }))
  }

  /** All of them, those first that have most of the words and of the meaning. */
  function foremost({ terms, spelled }: Reading, vector: Float32Array): number[] {
    const merits = Float64Array.from(all, ({ vector: own }) => {
      let sum = 0
      for (let c = 0; c < own.length; c++) sum += own[c]! * vector[c]!
      return sum
    })
    const sought = [...new Set(terms)]
    const total = sought.reduce((sum, term) => sum + rarity(lexicon, term), 1e-9)
    for (const term of sought) {
      const named = spelled.get(term)
      const having = new Set([
        ...(holders.get(termNumber(term)) ?? []),
        ...(named === undefined ? [] : (holders.get(termNumber(named)) ?? [])),
      ])
      for (const i of having) merits[i]! += rarity(lexicon, term) / total
    }
    const worth = [...merits.keys()].filter((i) => merits[i]! > 0.35)
    return worth.toSorted((x, y) => merits[y]! - merits[x]!)
  }

  return {
    find(query) {
      const canonical = canonicalOf(query)
      const known = found.get(canonical)
      if (known) return known
      if (found.size >= mostKept) found.clear()
      const answered = answer(canonical)
      found.set(canonical, answered)
      return answered
    },
    withAll(query) {
      const canonical = canonicalOf(query)
      const known = whole.get(canonical)
      if (known) return known
      const tree = treeOf(canonical)
      const ids = tree ? all.filter((one) => holds(tree, one)).map(({ id }) => id) : []
      if (whole.size >= mostKept) whole.clear()
      whole.set(canonical, ids)
      return ids
    },
  }
}

const partsOf = (tree: Node | undefined): readonly Node[] =>
  tree?.kind === 'and' ? tree.of : tree ? [tree] : []

/** What ranks rather than demands. */
const isLoose = (node: Node) =>
  node.kind === 'meaning' || (node.kind === 'word' && node.field === 'any' && !node.phrase)

const latest = (x: Candidate, y: Candidate) => y.day - x.day || (x.id < y.id ? 1 : -1)

function candidateOf(paper: Paper, embedder: Embedder): Candidate {
  const { words, title, names, comments, journal, ...row } = indexRow(paper, embedder)
  return {
    ...row,
    words: termText(words),
    title: termText(title),
    names: termText(names),
    comments: termText(comments),
    journal: termText(journal),
  }
}

/** Where nothing was counted yet, every word is as rare as the other. */
export const emptyLexicon: Lexicon = { papers: 0, length: 0, papersWith: () => 0 }
