import type { Day, Picked } from './days.ts'

/** What a ranking gives a paper: the higher, the further in front. */
export type Order = (paper: Picked) => number

/** nDCG@10 of a ranking by all the votes that came, the mean over days on which there were any. */
export function judge(days: readonly Day[], order: Order): number {
  const each = days.flatMap((day) => ofDay(day, order) ?? [])
  return each.reduce((sum, one) => sum + one, 0) / each.length
}

/** Where that mean lies for 95 of 100 draws of so many days, with putting back. */
export function interval(
  days: readonly Day[],
  order: Order,
  random: () => number,
): [low: number, high: number] {
  const each = days.flatMap((day) => ofDay(day, order) ?? [])
  const means = Array.from({ length: 1000 }, () => {
    let sum = 0
    for (let i = 0; i < each.length; i++) sum += each[Math.floor(random() * each.length)] ?? 0
    return sum / each.length
  }).toSorted((a, b) => a - b)
  return [means[25] ?? 0, means[974] ?? 0]
}

function ofDay({ papers }: Day, order: Order): number | undefined {
  const ranked = papers
    .map((paper) => ({ votes: paper.votes, at: order(paper), dice: paper.dice }))
    .toSorted((a, b) => b.at - a.at || b.dice - a.dice)
  const ideal = gain(papers.map(({ votes }) => votes).toSorted((a, b) => b - a))
  return ideal === 0 ? undefined : gain(ranked.map(({ votes }) => votes)) / ideal
}

const gain = (votes: readonly number[]) =>
  votes.slice(0, 10).reduce((sum, one, i) => sum + one / Math.log2(i + 2), 0)
