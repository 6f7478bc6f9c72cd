/**
 * Trains the embedder: `npm run train:embedder -- FILE…`, each file JSON lines with title and
 * abstract. Writes the weights and, beside them, the record of how they were made.
 */
import { createHash } from 'node:crypto'
import { createReadStream, writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { type Corpus, readCorpus } from './corpus.ts'
import { type Course, learner, type Parameters } from './descent.ts'
import { quantise, writeWeights } from './weights.ts'

type Task = {
  corpus: Corpus
  parameters: Parameters
  course: Course
  steps: number
  /** How many threads take steps at once. */
  threads: number
  seed: number
}

async function train(): Promise<void> {
  const { values, positionals: files } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string', default: new URL('./weights.bin', import.meta.url).pathname },
      dimension: { type: 'string', default: '192' },
      vocabulary: { type: 'string', default: '32000' },
      buckets: { type: 'string', default: '8000' },
      epochs: { type: 'string', default: '4' },
      batch: { type: 'string', default: '512' },
      temperature: { type: 'string', default: '0.06' },
      rate: { type: 'string', default: '0.05' },
      limit: { type: 'string', default: 'Infinity' },
      threads: { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
    },
  })
  if (files.length === 0) {
    console.error('Name the files to learn from: npm run train:embedder -- FILE…')
    process.exit(2)
  }
  setPriority(constants.priority.PRIORITY_LOW)
  const began = performance.now()
  const [dimension, vocabulary, buckets, epochs, threads, seed] = [
    Number(values.dimension),
    Number(values.vocabulary),
    Number(values.buckets),
    Number(values.epochs),
    Number(values.threads),
    Number(values.seed),
  ]
  const course: Course = {
    batch: Number(values.batch),
    temperature: Number(values.temperature),
    rate: Number(values.rate),
    weightRate: 0.02,
    inPieces: 0.05,
    dropped: 0.3,
    sameField: 0.5,
  }
  const corpus = await readCorpus(files, { vocabulary, buckets, limit: Number(values.limit) })
  const documents = corpus.middles.length
  console.error(`${documents} documents, ${corpus.tokens.length} terms, ${seconds(began)} s`)

  const parameters = begin(corpus, dimension, buckets, seed)
  const steps = Math.floor((epochs * documents) / course.batch / threads)
  const losses = await Promise.all(
    Array.from({ length: threads }, (_, thread) =>
      work({ corpus, parameters, course, steps, threads, seed: seed * 1000 + thread }),
    ),
  )

  const rows = Float32Array.from(parameters.rows)
  for (let r = 0; r < corpus.terms.length; r++) {
    const weight = Math.exp(parameters.weights[r]!)
    for (let c = 0; c < dimension; c++) rows[r * dimension + c]! *= weight
  }
  writeWeights(values.out, {
    dimension,
    buckets,
    terms: corpus.terms,
    ...quantise(rows, dimension),
  })
  const record = {
    made: new Date().toISOString().slice(0, 10),
    command: `npm run train:embedder -- ${files.map((file) => basename(file)).join(' ')}`,
    data: await Promise.all(
      files.map(async (file) => ({ file: basename(file), sha256: await hashOf(file) })),
    ),
    documents,
    terms: corpus.terms.length,
    buckets,
    dimension,
    epochs,
    threads,
    seed,
    course,
    seconds: seconds(began),
    lossAtTheEnd: losses.reduce((sum, loss) => sum + loss, 0) / threads,
  }
  writeFileSync(values.out.replace(/\.bin$/, '.json'), `${JSON.stringify(record, null, 2)}\n`)
}

const seconds = (since: number) => Math.round((performance.now() - since) / 1000)

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Random rows; rare terms weigh more than frequent ones from the start. */
function begin(corpus: Corpus, dimension: number, buckets: number, seed: number): Parameters {
  const random = generator(seed)
  const count = corpus.terms.length
  const parameters = {
    dimension,
    rows: floats((count + buckets) * dimension),
    weights: floats(count),
    rowSquares: floats(count + buckets),
    weightSquares: floats(count),
  }
  const spread = Math.sqrt(3 / dimension)
  for (let i = 0; i < parameters.rows.length; i++) parameters.rows[i] = (random() * 2 - 1) * spread
  for (let t = 0; t < count; t++) {
    const rarity = Math.log(1 + corpus.middles.length / corpus.documents[t]!)
    parameters.weights[t] = Math.log(Math.min(rarity, 8) / 8)
  }
  return parameters
}

const floats = (size: number) => new Float32Array(new SharedArrayBuffer(size * 4))

function work(task: Task): Promise<number> {
  return new Promise((done, failed) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: task })
    worker.on('message', done)
    worker.on('error', failed)
  })
}

function learn({ corpus, parameters, course, steps, threads, seed }: Task): void {
  const random = generator(seed)
  const teach = learner(corpus, parameters, course, random)
  const next = deck(corpus.fields, course, random)
  const began = performance.now()
  let mean = 0
  for (let s = 0; s < steps; s++) {
    const left = 1 - s / steps
    const loss = teach(next(), course.rate * Math.max(left, 0.02))
    mean = s === 0 ? loss : mean * 0.99 + loss * 0.01
    if (seed % 1000 === 0 && (s + 1) % 100 === 0) {
      const pairs = Math.round((threads * (s + 1) * course.batch) / seconds(began))
      console.error(`step ${s + 1} of ${steps}, loss ${mean.toFixed(3)}, ${pairs} pairs a second`)
    }
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(mean)
}

/** Deals batches of documents: from everywhere, or from one field, as the course wants. */
function deck(fields: Int32Array, course: Course, random: () => number): () => Int32Array {
  const members = Map.groupBy(fields.keys(), (document) => fields[document]!)
  const large = [...members.values()].filter((of) => of.length >= course.batch * 2)
  const total = large.reduce((sum, of) => sum + of.length, 0)
  const pick = () => {
    let place = random() * total
    return large.find((of) => (place -= of.length) < 0) ?? []
  }
  return () => {
    const from = large.length > 0 && random() < course.sameField ? pick() : undefined
    const dealt = new Set<number>()
    while (dealt.size < course.batch) {
      const place = Math.floor(random() * (from ?? fields).length)
      dealt.add(from ? from[place]! : place)
    }
    return Int32Array.from(dealt)
  }
}

/** Random numbers from 0 to 1 that a seed repeats: “mulberry32”. */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

if (isMainThread) await train()
else learn(workerData)
