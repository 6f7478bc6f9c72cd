/**
 * Simulated readers over sixty days. Each has two or three latent interests, categories of arXiv that
 * no method is told, one of which gives way to another halfway (drift).
 * Every day some papers come in, a page of twelve is shown, and the reader looks at the place p with
 * probability 1 / (1 + p / 4) (position bias) and clicks what is seen and liked, and now and then
 * what is not. Regret is what the best page of twelve would have been worth, less what was shown;
 * worth is what the reader would care for, seen or not.
 */
import { writeFileSync } from 'node:fs'
import { existsSync } from 'node:fs'
import { plainText, provisionalId } from '#paper'
import {
  dot,
  interestOf,
  interestsIn,
  judge,
  likenessTo,
  type Liked,
  separate,
  sharesOf,
  spread,
  sumOf,
  type Traits,
  usual,
} from '#recommend'
import { openEmbedder } from '../../src/search/embedder.ts'
import { seeded } from '../../test/seeded.ts'
import { shared } from '../quality/collections.ts'
import { lines } from './fewshot.ts'
import { plot } from './plot.ts'
import { mean, printTable } from './table.ts'
import { traitsOfTexts } from './texts.ts'

const days = 60
const perDay = 120
const shown = 12
const readers = Number(process.env['BROADSHEET_READERS'] ?? 40)

/** What a method knows of a reader: what was clicked and what was passed over, by day. */
type Known = {
  readonly clicked: { readonly traits: Traits; readonly day: number }[]
  readonly passed: { readonly traits: Traits; readonly day: number }[]
  readonly clicks: Map<Traits['id'], number>
}

type Method = (came: readonly Traits[], known: Known, day: number) => readonly Traits[]

export function benchReaders(): void {
  if (!existsSync(shared('corpus/arxiv-2025.jsonl.gz')))
    return console.log('../shared/data/corpus is not here.\n')
  const library = readPapers()
  const { papers } = library
  const random = seeded(60)
  const series = new Map<string, Float64Array>()
  const found = new Map<string, { regret: number[]; late: number[]; clicks: number[] }>()
  for (let reader = 0; reader < readers; reader++) {
    const calendar = Array.from({ length: days }, () =>
      Array.from({ length: perDay }, () => papers[Math.floor(random() * papers.length)]!),
    )
    const likes = taste(library, random)
    for (const [name, method] of methods(random)) {
      const outcome = live(calendar, likes, method, seeded(1000 + reader))
      const sum = series.get(name) ?? new Float64Array(days)
      series.set(name, sum)
      let regret = 0
      outcome.regret.forEach((x, day) => {
        regret += x
        sum[day]! += regret / readers
      })
      const all = found.get(name) ?? { regret: [], late: [], clicks: [] }
      found.set(name, all)
      all.regret.push(regret)
      all.late.push(mean(outcome.regret.slice(-20)))
      all.clicks.push(outcome.clicks)
    }
  }
  console.log(
    `readers: ${readers} of two or three interests, ${days} days of ${perDay} papers, a page of ${shown}; one interest gives way on day 30`,
  )
  printTable(
    ['', 'regret in sixty days', 'a day at last', 'clicks'],
    Array.from(found, ([name, { regret, late, clicks }]) => [
      name,
      mean(regret).toFixed(1),
      mean(late).toFixed(2),
      mean(clicks).toFixed(1),
    ]),
  )
  if (readers >= 20) {
    writeFileSync('docs/recommend-regret.svg', plot(series))
    console.log('The plot is docs/recommend-regret.svg.\n')
  }
}

type Library = {
  readonly papers: readonly Traits[]
  /** The categories of a paper, the primary one first. */
  readonly categories: ReadonlyMap<Traits['id'], readonly string[]>
}

function readPapers(): Library {
  const random = seeded(4)
  const some = lines('corpus/arxiv-2025.jsonl.gz')
  const few = new Set(Array.from({ length: 9000 }, () => some[Math.floor(random() * some.length)]!))
  const categories = new Map<Traits['id'], readonly string[]>()
  const texts = [...few].flatMap((one) => {
    const { id, title, abstract, categories: listed } = one
    if (typeof id !== 'string' || typeof title !== 'string' || !abstract) return []
    const paper = provisionalId(id)
    categories.set(paper, Array.isArray(listed) ? listed.map(String) : [])
    return [
      {
        id: paper,
        title: plainText(title),
        body: plainText(typeof abstract === 'string' ? abstract : ''),
      },
    ]
  })
  return { papers: traitsOfTexts(texts, openEmbedder()), categories }
}

/** How much a reader cares for a paper on a day, from 0 to 1. */
type Likes = (paper: Traits, day: number) => number

/**
 * Interests are categories of arXiv, which authors choose and no method is told: a paper of an
 * interest in force is liked, one that is only listed there as well half as much.
 */
function taste({ papers, categories }: Library, random: () => number): Likes {
  const one = () => {
    for (;;) {
      const paper = papers[Math.floor(random() * papers.length)]!
      const [category = ''] = categories.get(paper.id) ?? []
      const size = papers.filter(({ id }) => categories.get(id)?.[0] === category).length
      if (size < papers.length / 250 || size > papers.length / 25) continue
      return ({ id }: Traits) => {
        const at = categories.get(id)?.indexOf(category) ?? -1
        return at === 0 ? 0.9 : at > 0 ? 0.45 : 0
      }
    }
  }
  const all = [one(), one(), ...(random() < 0.5 ? [one()] : [])]
  const later = [one(), ...all.slice(1)]
  return (paper, day) => Math.max(...(day < days / 2 ? all : later).map((like) => like(paper)))
}

function live(
  calendar: readonly (readonly Traits[])[],
  likes: Likes,
  method: Method,
  random: () => number,
): { regret: number[]; clicks: number } {
  const known: Known = { clicked: [], passed: [], clicks: new Map() }
  let clicks = 0
  // A reader begins by naming five papers, as ours may.
  const named = calendar
    .flat()
    .toSorted((x, y) => likes(y, 0) - likes(x, 0))
    .slice(20, 25)
  for (const traits of named) known.clicked.push({ traits, day: -1 })
  const regret = calendar.map((came, day) => {
    const fresh = [...new Map(came.map((one) => [one.id, one])).values()]
    const page = method(fresh, known, day).slice(0, shown)
    const worth = page.reduce((sum, one) => sum + likes(one, day), 0)
    const best = fresh
      .map((one) => likes(one, day))
      .toSorted((x, y) => y - x)
      .slice(0, shown)
      .reduce((sum, x) => sum + x, 0)
    page.forEach((traits, place) => {
      const looked = random() < 1 / (1 + place / 4)
      const clicked = looked && random() < 0.02 + 0.9 * likes(traits, day)
      if (clicked) {
        clicks++
        known.clicked.push({ traits, day })
        known.clicks.set(traits.id, (known.clicks.get(traits.id) ?? 0) + 1)
      } else if (looked) known.passed.push({ traits, day })
    })
    return best - worth
  })
  return { regret, clicks }
}

function methods(random: () => number): [string, Method][] {
  return [
    ['chance', (came) => came.toSorted(() => random() - 0.5)],
    [
      'TF-IDF profile',
      byScore((came, { clicked }) => {
        const words = sumOf(
          clicked.map(({ traits }) => ({ words: traits.words, factor: 1 })),
          20_000,
        )
        return likenessTo(
          words,
          came.map((one) => one.words),
        )
      }),
    ],
    [
      'linear SVM on TF-IDF',
      byScore((came, { clicked, passed }) => {
        const others = [...passed.map(({ traits }) => traits), ...came]
        const rule = separate(
          clicked.map(({ traits }) => traits),
          others,
          { c: 0.1, meaning: 0, rounds: 4, random: seeded(1) },
        )
        return Float32Array.from(came, rule)
      }),
    ],
    [
      'one middle in meaning',
      byScore((came, { clicked }) => {
        const middle = interestOf(clicked.map(({ traits }) => ({ traits, weight: 1 })))
        return Float32Array.from(came, (one) => dot(one.vector, middle.vector))
      }),
    ],
    ['ours, one interest alone', ours({ several: false, fading: true })],
    ['ours, nothing fades', ours({ several: true, fading: false })],
    ['ours', ours({ several: true, fading: true })],
  ]
}

const byScore =
  (score: (came: readonly Traits[], known: Known) => Float32Array): Method =>
  (came, known) => {
    const scores = score(came, known)
    return [...came.keys()].toSorted((x, y) => scores[y]! - scores[x]!).map((i) => came[i]!)
  }

/** What the product does with what was clicked: interests, judging and the first screen. */
function ours({ several, fading }: { several: boolean; fading: boolean }): Method {
  return (came, { clicked }, day) => {
    const liked: Liked[] = clicked.toReversed().map(({ traits, day: on }) => ({
      traits,
      weight: fading ? 0.25 + 0.75 * 2 ** (-(day - on) / 20) : 1,
    }))
    const found = several ? interestsIn(liked) : [interestOf(liked)]
    const interests = found.map((one) => ({ ...one, weight: 1 }))
    const judged = judge(came, {
      interests,
      unwanted: [],
      settings: { ...usual, fresh: 0, people: 0 },
      beside: new Map(),
      today: 0,
    })
    const chosen = spread(judged, { count: shown, wide: usual.wide, shares: sharesOf(interests) })
    return chosen.map(({ traits }) => traits)
  }
}
