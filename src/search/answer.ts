import type { PaperId } from '#paper'
import type { Store } from '#store'
import { type Correction, corrected } from './correct.ts'
import type { Embedder } from './embedder.ts'
import { type Named, namedBy } from './exact.ts'
import { type Facets, facetsOf } from './facets.ts'
import { factsOf } from './facts.ts'
import { findInStore } from './fallback.ts'
import { among, findInIndex, type Hit, withDoi } from './find.ts'
import { folded } from './fold.ts'
import type { Index } from './lance.ts'
import type { Lexicon } from './lexicon.ts'
import { narrowingOf } from './narrow.ts'
import { type Query, type Reading, readQuery } from './query.ts'
import type { Spellings } from './spellings.ts'
import { nonePicked, pickedOf } from './picked.ts'
import type { Standings } from './standings.ts'

/** All that answers a query, before it is cut into pages. */
export type Answer = {
  readonly all: readonly Hit[]
  /** What to mark in titles and abstracts, for `markedIn`. */
  readonly marks: readonly string[]
  /** The one way to write this query: two that mean the same have the same. */
  readonly canonical: string
  /** What was assumed or left out, in sentences. */
  readonly notes: readonly string[]
  /** False while the index is missing or being made: then the answer is from the store alone. */
  readonly ready: boolean
  /** False where there may be more papers than were looked at; these are the best of them. */
  readonly complete: boolean
  /** What was most likely meant. Where that is sure, it was searched for instead. */
  readonly spelling?: Correction
  /** What the papers can be narrowed by, where papers were asked for. */
  readonly facets?: Facets
}

/** What an answer is made of. */
export type Sources = {
  readonly store: Store
  readonly embedder: Embedder
  readonly standings: Standings
  /** Asks the index; `undefined` where there is none that answers. */
  readonly ask: <T>(question: (index: Index) => Promise<T>) => Promise<T | undefined>
  readonly lexiconOf: (place: string) => Promise<Lexicon>
  readonly spellingsOf: (place: string) => Promise<Spellings | undefined>
  readonly now: Date
}

/** How many are named while there is no index. */
const few = 200

/** How many hits, the best first, are folded and counted for facets. */
const counted = 300

/** Answers a query: first what it names outright, then what answers it. */
export async function answerTo(sources: Sources, query: Query): Promise<Answer> {
  const picked = query.text.includes('is:') ? await pickedOf(sources.store) : nonePicked
  const reading = readQuery(query, picked)
  const named = await namedIn(sources, reading)
  const spelling = named || query.exactly ? undefined : await spellingOf(sources, query.text)
  if (!spelling?.sure) {
    const answer = await answerAsRead(sources, query, reading, named)
    return spelling ? { ...answer, spelling } : answer
  }
  const meant = { ...query, text: spelling.text }
  const again = readQuery(meant, picked)
  const answer = await answerAsRead(sources, meant, again, await namedIn(sources, again))
  return { ...answer, notes: [...new Set([...reading.notes, ...answer.notes])], spelling }
}

async function spellingOf(
  { ask, lexiconOf, spellingsOf }: Sources,
  text: string,
): Promise<Correction | undefined> {
  return ask(async ({ place }) => {
    const spellings = await spellingsOf(place)
    return spellings && corrected(text, spellings, await lexiconOf(place))
  })
}

async function answerAsRead(
  sources: Sources,
  query: Query,
  reading: Reading,
  named: Named | undefined,
): Promise<Answer> {
  const { store, ask } = sources
  const found = await ask(async (open) => {
    const means = { ...sources, lexicon: await sources.lexiconOf(open.place) }
    return findInIndex(open, means, query, reading)
  })
  const first = (named?.papers ?? []).map((id): Hit => ({ id, score: 2 }))
  const rest = found ?? {
    hits: await findInStore(store, reading, few),
    also: [],
    notes: [],
    complete: true,
  }
  const ids = new Set(first.map(({ id }) => id))
  // Whoever asks for an author wants no one else.
  const others = named?.kind === 'author' && !query.loose ? [] : rest.hits
  const all = await inOrder(sources, query, [...first, ...others.filter(({ id }) => !ids.has(id))])
  const ready = found !== undefined
  const notes = [...reading.notes, ...(first.length > 0 ? [] : rest.notes)]
  return {
    ...(query.as === 'papers' ? await asPapers(store, all) : { all }),
    canonical: reading.canonical,
    marks: [...new Set([...reading.terms, ...rest.also, ...reading.spelled.values()])],
    notes: ready
      ? notes
      : [...notes, 'The index is being made; until it is there, only titles are searched.'],
    ready,
    complete: others.length === 0 || rest.complete,
  }
}

/** The papers that the words of a query name, of those that its days and categories let through. */
async function namedIn(
  { store, ask }: Sources,
  { text, filter }: Reading,
): Promise<Named | undefined> {
  const byDoi = (doi: string) => ask((open) => withDoi(open, doi))
  if (filter === '') return namedBy(store, text, byDoi)
  const named = await namedBy(store, narrowingOf(text).subject, byDoi)
  const papers = named && (await ask((open) => among(open, named.papers, filter)))
  return named && papers && papers.length > 0 ? { ...named, papers } : undefined
}

/** What is named outright stays first but where trending or newest first was asked for. */
async function inOrder(
  { standings }: Sources,
  { sort }: Query,
  hits: readonly Hit[],
): Promise<readonly Hit[]> {
  if (sort !== 'trending' || !standings.heat) return hits
  const heat = await standings.heat(hits.map(({ id }) => id))
  const [hot, cold] = [
    hits.filter(({ id }) => heat.has(id)),
    hits.filter(({ id }) => !heat.has(id)),
  ]
  return [...hot.toSorted((x, y) => heat.get(y.id)! - heat.get(x.id)!), ...cold]
}

async function asPapers(
  store: Store,
  all: readonly Hit[],
): Promise<{ all: readonly Hit[]; facets: Facets }> {
  const ids = all.slice(0, counted).map(({ id }): PaperId => id)
  const facts = await factsOf(store, ids)
  const shown = folded(all, facts)
  return { all: shown, facets: facetsOf(shown.flatMap(({ id }) => facts.get(id) ?? [])) }
}
