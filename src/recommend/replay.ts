import type { PaperId } from '#paper'
import type { ReaderId } from '#store'
import type { Means } from './candidates.ts'
import { onceEach } from './candidates.ts'
import { evidenceOf } from './evidence.ts'
import { judge, type Settings } from './formula.ts'
import { judgedBy } from './recommend-from.ts'
import { tasteOf } from './taste.ts'

/** What a reader kept, and what of it would have been shown first. */
export type Replay = {
  /** How many kept papers were looked at. */
  readonly kept: number
  /** How many of them would have stood among the first `screen` at the time. */
  readonly shown: number
  readonly screen: number
  readonly missed: readonly PaperId[]
}

/** The reader looks at so many papers, and at so many points of the past. */
const screen = 60
const most = { kept: 60, points: 6 }

/**
 * Goes through what a reader kept, in the order of time, and asks before each part of it what the
 * model would have shown with these settings, knowing only what came before.
 */
export async function replay(
  means: Means,
  reader: ReaderId,
  { settings, now = new Date() }: { readonly settings: Settings; readonly now?: Date },
): Promise<Replay> {
  const { liked } = await evidenceOf(means.store, reader, now)
  const kept = liked
    .filter(({ by }) => by === 'save' || by === 'vote')
    .toReversed()
    .slice(-most.kept)
  // What came first, nothing could have been known for.
  const first = Math.min(5, Math.ceil(kept.length / 4))
  const parts = inPoints(kept.slice(first), most.points)
  const missed: PaperId[] = []
  let shown = 0
  for (const part of parts) {
    const [{ at: when } = { at: '' }] = part
    const before = new Date(Date.parse(when) - 1)
    const papers = part.map(({ paper }) => paper)
    const among = await firstAt(means, reader, { papers, settings, before })
    for (const paper of papers) {
      if (among.has(paper)) shown++
      else missed.push(paper)
    }
  }
  return { kept: kept.length - Math.min(kept.length, first), shown, screen, missed }
}

/** The papers that would have stood first at an instant, these among the candidates. */
async function firstAt(
  means: Means,
  reader: ReaderId,
  {
    papers,
    settings,
    before,
  }: { readonly papers: readonly PaperId[]; readonly settings: Settings; readonly before: Date },
): Promise<Set<PaperId>> {
  const taste = await tasteOf(means, reader, before, settings)
  if (taste.liked.length === 0) return new Set()
  const { seen } = taste.evidence
  const wanted = { count: screen, pool: 'all' as const, seen, off: taste.off, now: before }
  const { judged } = await judgedBy(means, taste, wanted)
  const known = new Set(judged.map(({ traits }) => traits.id))
  const others = papers.filter((id) => !known.has(id))
  const cards = onceEach(await means.search.cards(others), await means.search.lexicon())
  // Judged among the others, for likeness is counted in units of theirs.
  const all = judge([...judged.map(({ traits }) => traits), ...cards], {
    ...taste,
    beside: new Map(),
    today: Number(before.toISOString().slice(0, 10).replaceAll('-', '')),
  })
  const best = all.toSorted((x, y) => y.score - x.score).slice(0, screen)
  return new Set(best.map(({ traits }) => traits.id))
}

function inPoints<T>(all: readonly T[], points: number): T[][] {
  const size = Math.max(1, Math.ceil(all.length / points))
  const parts: T[][] = []
  for (let i = 0; i < all.length; i += size) parts.push(all.slice(i, i + size))
  return parts
}
