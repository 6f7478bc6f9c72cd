import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { plainText, provisionalId } from '#paper'
import { dot, sumOf, likenessTo, tellApart, type Telling, type Traits } from '#recommend'
import { openEmbedder } from '../../src/search/embedder.ts'
import { seeded } from '../../test/seeded.ts'
import { shared } from '../quality/collections.ts'
import { keyValue, shrunkMeans, towardsBase } from './seeds.ts'
import { mean, printTable } from './table.ts'
import { traitsOfTexts } from './texts.ts'

export type Episode = {
  /** By topic, its examples. */
  readonly topics: readonly (readonly Traits[])[]
  /** All papers, among them those to be told apart. */
  readonly pool: readonly Traits[]
  readonly test: readonly Traits[]
}

/** How near each test paper is to each topic: (test papers, topics). */
export type Classifier = (episode: Episode) => Float32Array

/** Forty classes of arXiv told apart by five examples of each. */
export function benchFewshot(): void {
  if (!existsSync(shared('fewshot/papers.jsonl.gz')))
    return console.log('../shared/data/fewshot is not here.\n')
  const records = lines('fewshot/papers.jsonl.gz')
  const texts = records.map((one) => ({
    id: provisionalId(String(one['id'])),
    title: plainText(String(one['title'])),
    body: plainText(String(one['abstract'])),
  }))
  const pool = traitsOfTexts(texts, openEmbedder())
  const byId = new Map(records.map((one, i) => [String(one['id']), pool[i]!]))
  const classes: { categories: string[]; test: Record<string, string[]> } = JSON.parse(
    gunzipSync(readFileSync(shared('fewshot/test-pool.json.gz'))).toString(),
  )
  const test = classes.categories.flatMap((name) => classes.test[name]!.map((id) => byId.get(id)!))
  const right = classes.categories.flatMap((name, t) => classes.test[name]!.map(() => t))
  const episodes = lines('fewshot/episodes.jsonl.gz')
  const seeds = [...new Set(episodes.map((one) => Number(one['seed'])))]
  const accuracy = (method: Classifier, shots: number) =>
    seeds.map((seed) => {
      const topics = classes.categories.map((name) => {
        const one = episodes.find((e) => e['category'] === name && e['seed'] === seed)!
        const ids: unknown[] = Array.isArray(one['support_pos']) ? one['support_pos'] : []
        return ids.slice(0, shots).map((id) => byId.get(String(id))!)
      })
      const scores = method({ topics, pool, test })
      const hits = right.filter((t, p) => t === best(scores, p, topics.length)).length
      return hits / right.length
    })
  const rows = methods().map(([name, method]) => {
    const five = accuracy(method, 5)
    const one =
      name.startsWith('ours') || name.startsWith('TF-IDF') ? mean(accuracy(method, 1)) : NaN
    const spread = Math.max(...five) - Math.min(...five)
    const cell = Number.isNaN(one) ? '' : one.toFixed(3)
    return [name, mean(five).toFixed(3), `±${(spread / 2).toFixed(3)}`, cell]
  })
  console.log(
    `fewshot: ${test.length} papers of ${classes.categories.length} classes, ${seeds.length} draws of examples`,
  )
  printTable(['', 'five examples', 'over draws', 'one example'], rows)
}

/** As the product tells papers apart. */
const ours =
  (telling: Telling): Classifier =>
  ({ topics, pool, test }) => {
    const all = tellApart(topics, pool, { random: seeded(3), ...telling })
    const place = new Map(pool.map(({ id }, i) => [id, i]))
    return pickRows(
      all,
      test.map(({ id }) => place.get(id) ?? 0),
      topics.length,
    )
  }

function methods(): [string, Classifier][] {
  return [
    ['TF-IDF centroid', byWords],
    ['embedder centroid', byMeaning],
    [
      'both, equally',
      (episode) => sum(byWords(episode), byMeaning(episode), episode.topics.length),
    ],
    ['seeds: nearest mean with shrinkage (SLDA)', shrunkMeans],
    ['seeds: TEEN', towardsBase],
    ['seeds: discrete key-value bottleneck', keyValue],
    ['ours: latent meaning beside the embedder’s', ours({ steps: 0 })],
    ['ours: and the pool taken in', ours({})],
  ]
}

const byWords: Classifier = ({ topics, test }) => {
  const texts = test.map(({ words }) => words)
  const columns = topics.map((some) =>
    likenessTo(
      sumOf(
        some.map(({ words }) => ({ words, factor: 1 })),
        20_000,
      ),
      texts,
    ),
  )
  return Float32Array.from(
    { length: test.length * topics.length },
    (_, i) => columns[i % topics.length]![Math.floor(i / topics.length)]!,
  )
}

const byMeaning: Classifier = ({ topics, test }) => {
  const middles = topics.map((some) => {
    const middle = new Float32Array(some[0]!.vector.length)
    for (const { vector } of some) vector.forEach((x, c) => (middle[c]! += x))
    const length = Math.sqrt(dot(middle, middle))
    return middle.map((x) => x / length)
  })
  return Float32Array.from({ length: test.length * topics.length }, (_, i) =>
    dot(middles[i % topics.length]!, test[Math.floor(i / topics.length)]!.vector),
  )
}

/** Each paper's scores by both, as deviations from their mean. */
function sum(x: Float32Array, y: Float32Array, topics: number): Float32Array {
  const [a, b] = [deviations(x, topics), deviations(y, topics)]
  return a.map((value, i) => value + b[i]!)
}

function deviations(scores: Float32Array, topics: number): Float32Array {
  const made = scores.slice()
  for (let from = 0; from < scores.length; from += topics) {
    const row = [...scores.subarray(from, from + topics)]
    const middle = mean(row)
    const width = Math.sqrt(mean(row.map((x) => (x - middle) ** 2))) || 1
    for (let t = 0; t < topics; t++) made[from + t] = (scores[from + t]! - middle) / width
  }
  return made
}

function best(scores: Float32Array, paper: number, topics: number): number {
  let at = 0
  for (let t = 1; t < topics; t++) {
    if (scores[paper * topics + t]! > scores[paper * topics + at]!) at = t
  }
  return at
}

const pickRows = (all: Float32Array, rows: readonly number[], width: number) => {
  const made = new Float32Array(rows.length * width)
  rows.forEach((row, i) => made.set(all.subarray(row * width, (row + 1) * width), i * width))
  return made
}

export function lines(path: string): Record<string, unknown>[] {
  return gunzipSync(readFileSync(shared(path)))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}
