import { papersOf } from '#catalog'
import { addDays, dayOf, type Paper } from '#paper'
import type { Means } from './candidates.ts'
import { type Examples, likeThese } from './like-these.ts'

/** A paper that is like the examples of a topic, and how much, from 0 to 1. */
export type InTopic = { readonly paper: Paper; readonly score: number }

/** What a topic holds, and what it would hold. */
export type TopicFilled = {
  /** Those over the threshold, the latest first. */
  readonly papers: readonly InTopic[]
  /** The next ones below it, the likest first: what a lower threshold would let in. */
  readonly below: readonly InTopic[]
  /** How many papers each threshold lets in. */
  readonly ladder: readonly { readonly threshold: number; readonly papers: number }[]
}

/** So many papers around the examples are looked at, and so many of the last weeks. */
const looked = { ever: 400, lately: 300 }
const weeks = 8

export const thresholds = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2] as const

/** Fills a topic with the papers that are like its examples, and tells what each threshold lets in. */
export async function fillTopic(
  means: Means,
  examples: Examples & { readonly threshold: number },
  { count = 50, now = new Date() }: { readonly count?: number; readonly now?: Date } = {},
): Promise<TopicFilled> {
  const scorer = await likeThese(means, examples)
  const [ever, lately] = await Promise.all([
    means.search.around(scorer.spot, looked.ever),
    means.search.around({ ...scorer.spot, from: addDays(dayOf(now), -7 * weeks) }, looked.lately),
  ])
  const given = new Set([...examples.like, ...(examples.unlike ?? [])])
  const cards = [...new Map([...ever, ...lately].map((card) => [card.id, card])).values()].filter(
    ({ id }) => !given.has(id),
  )
  const scores = scorer.score(cards)
  const all = cards
    .map(({ id, day }, i) => ({ id, day, score: scores[i] ?? 0 }))
    .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
  const isIn = ({ score }: { readonly score: number }) => score >= examples.threshold
  const inside = all.filter(isIn).toSorted((a, b) => b.day - a.day || b.score - a.score)
  const below = all.filter((one) => !isIn(one)).slice(0, 6)
  const papers = new Map(
    (
      await papersOf(
        means.store,
        [...inside.slice(0, count), ...below].map(({ id }) => id),
      )
    ).map((paper) => [paper.id, paper]),
  )
  const shown = (some: typeof all) =>
    some.flatMap(({ id, score }) => {
      const paper = papers.get(id)
      return paper ? [{ paper, score }] : []
    })
  return {
    papers: shown(inside.slice(0, count)),
    below: shown(below),
    ladder: thresholds.map((threshold) => ({
      threshold,
      papers: all.filter(({ score }) => score >= threshold).length,
    })),
  }
}
