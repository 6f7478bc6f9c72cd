/**
 * How good the search is: `npm run bench:quality [-- NAME…]` measures every test collection beside
 * the checkout (or those named), ours beside SQLite's and PostgreSQL's full text, and the steps of
 * our ranking one by one. Needs ../shared/data; says so where it is not there.
 */
import { openEmbedder } from '../src/search/embedder.ts'
import { classics, type Collection, topics } from './quality/collections.ts'
import { ladder, type Method } from './quality/ladder.ts'
import { averagePrecision, ndcg, recall } from './quality/measures.ts'
import { memoryOf } from './quality/memory.ts'
import { postgresText, shipped, sqliteText } from './quality/others.ts'

const asked = process.argv.slice(2)
const wanted = (name: string) => asked.length === 0 || asked.includes(name)
const collections = [...classics(), ...(wanted('topics') ? [topics()] : [])].filter(({ name }) =>
  wanted(name),
)
if (collections.length === 0) {
  console.error('There is no such collection in ../shared/data/retrieval.')
  process.exit(1)
}

/** Who does not take part. */
const nobody = { find: undefined, async [Symbol.asyncDispose]() {} }

type Row = { ndcg: number; recall: number; map: number }
const table = new Map<string, Map<string, Row>>()

for (const collection of collections) {
  const memory = memoryOf(collection, openEmbedder())
  await using sqlite = sqliteText(collection)
  await using postgres =
    collection.documents.length < 20_000 ? await postgresText(collection) : nobody
  await using ours = await shipped(collection)
  const methods: [string, Method][] = [
    ...ladder(memory, openEmbedder()),
    ['as shipped', ours.find],
    ['SQLite FTS5', sqlite.find],
    ...(postgres.find ? [['PostgreSQL full text', postgres.find] as [string, Method]] : []),
  ]
  for (const query of collection.queries) {
    for (const [name, find] of methods) await note(name, collection, query, find)
  }
  console.error(
    `${collection.name}: ${collection.documents.length} documents, ${collection.queries.length} queries`,
  )
}
print('nDCG@10', (row) => row.ndcg)
print('recall@100, of topics recall@50', (row) => row.recall)
print('MAP', (row) => row.map)

/** Asks one query of one method, and adds how well it is answered to the mean of its collection. */
async function note(
  name: string,
  { name: collection, queries, judged: all }: Collection,
  { id, text }: Collection['queries'][number],
  find: Method,
): Promise<void> {
  const ranking = await find(text)
  const judged = all.get(id) ?? new Map<string, number>()
  const rows = table.get(name) ?? new Map<string, Row>()
  const sum = rows.get(collection) ?? { ndcg: 0, recall: 0, map: 0 }
  sum.ndcg += ndcg(ranking, judged) / queries.length
  sum.recall += recall(ranking, judged, collection === 'topics' ? 50 : 100) / queries.length
  sum.map += averagePrecision(ranking, judged) / queries.length
  table.set(name, rows.set(collection, sum))
}

function print(title: string, of: (row: Row) => number): void {
  const names = collections.map(({ name }) => name)
  console.log(
    `\n${title}\n${' '.repeat(34)}${names.map((name) => name.slice(0, 8).padStart(10)).join('')}      mean`,
  )
  for (const [method, rows] of table) {
    const values = names.map((name) => rows.get(name)).map((row) => row && of(row))
    const mean = values.every((value) => value !== undefined)
      ? values.reduce((so, value) => so + value, 0) / values.length
      : undefined
    const cells = [...values, mean].map((value) => (value?.toFixed(3) ?? '–').padStart(10))
    console.log(`${method.padEnd(34)}${cells.join('')}`)
  }
}
