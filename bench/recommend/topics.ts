import { existsSync } from 'node:fs'
import { plainText, provisionalId } from '#paper'
import { likenessTo, separate, sumOf, topicRule, type Traits } from '#recommend'
import { openEmbedder } from '../../src/search/embedder.ts'
import { seeded } from '../../test/seeded.ts'
import { shared } from '../quality/collections.ts'
import { lines } from './fewshot.ts'
import { mean, printTable } from './table.ts'
import { traitsOfTexts } from './texts.ts'

/** A curator's list up to a day, and what was added to it from then on; papers by their place. */
type Task = {
  readonly list: string
  /** Days since 1970. */
  readonly day: number
  readonly before: readonly number[]
  readonly after: ReadonlySet<number>
}

type Corpus = { readonly traits: readonly Traits[]; readonly days: Float64Array }

/** Scores of all papers for a task. */
type Method = (task: Task) => Float32Array

/** What a curator adds after a day, found among all papers from what was on the list before. */
export function benchTopics(): void {
  if (!existsSync(shared('topics/lists.jsonl.gz')))
    return console.log('../shared/data/topics is not here.\n')
  const { corpus, places } = readCorpus()
  const tasks = readTasks(places)
  const size = corpus.traits.length
  const random = seeded(1)
  const strangers = Array.from({ length: 5000 }, () => Math.floor(random() * size))
  const svm = new Map([0.03, 0.1, 0.3].map((c) => [c, machine(corpus, strangers, c)]))
  const ours = kept(rule(corpus, strangers))
  const methods: [string, Method][] = [
    ['TF-IDF profile', profile(corpus)],
    ...Array.from(svm, ([c, method]): [string, Method] => [
      `linear SVM on TF-IDF (C ${c})`,
      kept(method),
    ]),
    ['linear SVM (C 0.1) + recency', (task) => recent(svm.get(0.1)!(task), task, corpus)],
    ['ours: words and meaning', ours],
    ['ours: + recency', (task) => recent(ours(task), task, corpus)],
  ]
  const rows = methods.map(([name, method]) => {
    const all = tasks.map((task) => {
      const scores = method(task)
      return {
        whole: precision(scores, task, corpus, -Infinity),
        late: precision(scores, task, corpus, task.day - 60),
      }
    })
    const late = all.map((one) => one.late).filter((value) => !Number.isNaN(value))
    return [name, mean(all.map(({ whole }) => whole)).toFixed(3), mean(late).toFixed(3)]
  })
  console.log(
    `topics: ${tasks.length} lists, half of each known (${tasks.map(({ before }) => before.length).join(', ')} papers), the rest sought among ${size} papers, or among those not older than sixty days before`,
  )
  printTable(['mean average precision', 'all papers', 'from then on'], rows)
}

function readCorpus(): { corpus: Corpus; places: Map<string, number> } {
  const places = new Map<string, number>()
  const texts: { id: ReturnType<typeof provisionalId>; title: string; body: string }[] = []
  const days: number[] = []
  for (const file of ['arxiv-2025', 'arxiv-2023']) {
    for (const one of lines(`corpus/${file}.jsonl.gz`)) {
      const id = String(one['id'])
      const body = one['abstract']
      if (typeof body !== 'string' || body === '' || places.has(id)) continue
      places.set(id, texts.length)
      days.push(Date.parse(String(one['date'] ?? one['date_seen'])) / 86_400_000)
      texts.push({
        id: provisionalId(id),
        title: plainText(String(one['title'])),
        body: plainText(body),
      })
    }
  }
  return {
    corpus: { traits: traitsOfTexts(texts, openEmbedder()), days: Float64Array.from(days) },
    places,
  }
}

function readTasks(places: ReadonlyMap<string, number>): Task[] {
  const lists = new Map<string, Map<number, string>>()
  for (const one of lines('topics/lists.jsonl.gz')) {
    const place = places.get(`arxiv:${String(one['arxivId'])}`)
    const added = one['addedAt']
    if (place === undefined || typeof added !== 'string') continue
    const name = String(one['list'])
    const papers = lists.get(name) ?? new Map<number, string>()
    lists.set(name, papers)
    const known = papers.get(place)
    if (known === undefined || added < known) papers.set(place, added)
  }
  return [...lists].flatMap(([list, papers]) => {
    const all = [...papers.values()].toSorted()
    const day = all[Math.floor(all.length / 2)] ?? ''
    const before = [...papers].filter(([, added]) => added < day).map(([place]) => place)
    const after = [...papers].filter(([, added]) => added >= day).map(([place]) => place)
    if (before.length < 5 || after.length < 5) return []
    return [{ list, day: Date.parse(day) / 86_400_000, before, after: new Set(after) }]
  })
}

/** The average precision of a ranking of what is not known yet, from a day on. */
function precision(
  scores: Float32Array,
  { before, after }: Task,
  { days }: Corpus,
  from: number,
): number {
  const known = new Set(before)
  const order = [...scores.keys()].filter(
    (p) => !known.has(p) && (from === -Infinity || days[p]! >= from),
  )
  order.sort((x, y) => scores[y]! - scores[x]! || x - y)
  const wanted = order.filter((p) => after.has(p)).length
  if (wanted < 5) return NaN
  let [hits, sum] = [0, 0]
  order.forEach((p, place) => {
    if (after.has(p)) sum += ++hits / (place + 1)
  })
  return sum / wanted
}

const profile =
  ({ traits }: Corpus): Method =>
  ({ before }) =>
    likenessTo(
      sumOf(
        before.map((p) => ({ words: traits[p]!.words, factor: 1 })),
        100_000,
      ),
      traits.map(({ words }) => words),
    )

const sample = (strangers: readonly number[], { before }: Task) => {
  const known = new Set(before)
  return strangers.filter((p) => !known.has(p))
}

const machine =
  ({ traits }: Corpus, strangers: readonly number[], c: number): Method =>
  (task) =>
    Float32Array.from(
      traits,
      separate(
        task.before.map((p) => traits[p]!),
        sample(strangers, task).map((p) => traits[p]!),
        { c, meaning: 0, random: seeded(2) },
      ),
    )

const rule =
  ({ traits }: Corpus, strangers: readonly number[]): Method =>
  (task) =>
    Float32Array.from(
      traits,
      topicRule(
        task.before.map((p) => traits[p]!),
        sample(strangers, task).map((p) => traits[p]!),
        { random: seeded(2) },
      ),
    )

/** Remembers the scores of a task, for methods that add to them. */
function kept(method: Method): Method {
  const known = new Map<string, Float32Array>()
  return (task) => {
    const scores = known.get(task.list) ?? method(task)
    known.set(task.list, scores)
    return scores
  }
}

/**
 * What is newer when the list is read counts more, as on a reader's page: one and a half deviations
 * for a paper of that day, half as much a month before; what comes later does not age for a year.
 */
function recent(scores: Float32Array, { day }: Task, { days }: Corpus): Float32Array {
  const middle = scores.reduce((sum, x) => sum + x / scores.length, 0)
  const width = Math.sqrt(scores.reduce((sum, x) => sum + (x - middle) ** 2 / scores.length, 0))
  return scores.map((x, p) => {
    const age = day - days[p]!
    const fresh = Number.isNaN(age) ? 0 : 2 ** (age > 0 ? -age / 30 : age / 365)
    return (x - middle) / width + 1.5 * fresh
  })
}
