/**
 * The formula by which papers are ranked, whole and without anything beside it. The page
 * `/about/ranking` says it in words with these numbers, `npm run bench:trending` measures it with
 * this code, and `/score/ID` takes a score apart. All quantities but votes are in doublings: one
 * more is twice as much.
 */

/** Chosen on the first half of the days of `bench:trending`, but for those that say otherwise. */
export const constants = {
  /** So many votes a paper of no particular record begins with. */
  start: 2,
  /** Records move the start by so many doublings at most, up or down. */
  mostStart: 1,
  /** The authors with the best records speak for a paper: so many of them, or nobody for some. */
  authors: 8,
  /** A record of so many papers is believed half. */
  authorDoubt: 2,
  nominatorDoubt: 3,
  /** What the nominator's record counts beside that of the authors. */
  nominator: 0.4,
  /** What is usual in a field is reckoned from the papers of so many days before; by judgment. */
  usualDays: 60,
  /** So many papers of all fields are added, lest a field of a few papers has a usual of its own. */
  usualDoubt: 20,
} as const

export type Constants = { readonly [name in keyof typeof constants]: number }

/** What is known of a paper when it is scored. */
export type Evidence = {
  /** Votes of established readers, those of rings counted less. */
  readonly counted: number
  /** Votes of readers who are new. */
  readonly fresh: number
  /** What readers thought of earlier papers, beside what was usual then, by author: all results. */
  readonly authors: readonly Results[]
  /** The same of what the same reader nominated before. */
  readonly nominator: Results
  /** What votes usually come to in the paper's field, and in all fields. */
  readonly usual: Usual
}

export type Usual = { readonly field: number; readonly all: number }

/** How many papers there were, and what their results add up to. */
export type Results = { readonly papers: number; readonly sum: number }

export const noResults: Results = { papers: 0, sum: 0 }

export type Score = {
  /** By votes that count. */
  readonly heat: number
  /** With the votes of new readers, who can lift a paper by one place and no more. */
  readonly lifted: number
  /** What the votes came to beside what is usual: what records are made of. */
  readonly result: number
  /** The votes that the paper began with. */
  readonly start: number
  /** The records in doublings. */
  readonly byAuthors: number
  readonly byNominator: number
}

/**
 * Scores a paper: log2(1 + votes + start), less what the field is louder than others. Age comes in
 * when papers are ranked.
 */
export function score(evidence: Evidence, by: Constants = constants): Score {
  const { counted, fresh, authors, nominator, usual } = evidence
  const records = authors.map((results) => record(results, by.authorDoubt))
  const best = records.toSorted((a, b) => b - a).slice(0, by.authors)
  const byAuthors = sum(best) / by.authors
  const byNominator = record(nominator, by.nominatorDoubt)
  const start = by.start * 2 ** clamp(byAuthors + by.nominator * byNominator, by.mostStart)
  const louder = usual.field - usual.all
  return {
    heat: Math.log2(1 + counted + start) - louder,
    lifted: Math.log2(1 + counted + fresh + start) - louder,
    result: Math.log2(1 + counted) - usual.field,
    start,
    byAuthors,
    byNominator,
  }
}

/** The mean of results, doubted the more the fewer they are. */
export const record = ({ papers, sum: total }: Results, doubt: number): number =>
  total / (papers + doubt)

/**
 * What votes usually come to: the mean of log2(1 + votes) over the papers of the days before; that of
 * a field with some papers of all fields among its own. Both are such sums.
 */
export function usualOf(field: Results, all: Results): Usual {
  const overall = all.papers === 0 ? 0 : all.sum / all.papers
  const doubt = constants.usualDoubt
  return { field: (field.sum + doubt * overall) / (field.papers + doubt), all: overall }
}

/** What the votes of readers who act together count: one, and one more for each doubling of them. */
export const countTogether = (readers: number): number =>
  readers === 0 ? 0 : 1 + Math.log2(readers)

/**
 * How many days later a paper may have appeared and be ahead with half the votes: in a list of so
 * many days. Over all time nothing ages.
 */
export const halfLife = (days: number): number => Math.max(1, days / 4)

/** Papers by score, each lifted by new readers past one other at most. `ranked` is by heat. */
export function liftByOne<P extends { readonly order: number; readonly liftedOrder: number }>(
  ranked: readonly P[],
): P[] {
  const order = [...ranked]
  for (let place = 0; place + 1 < order.length; place++) {
    const [above, below] = [order[place]!, order[place + 1]!]
    if (below.liftedOrder <= above.liftedOrder) continue
    order[place] = below
    order[place + 1] = above
    place++ // neither of the two moves again
  }
  return order
}

const clamp = (doublings: number, most: number) => Math.max(-most, Math.min(most, doublings))

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
