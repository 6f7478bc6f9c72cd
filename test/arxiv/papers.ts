import { addDays, type Day, dayOf } from '#paper'
import { pick, seeded } from '../seeded.ts'

/** A paper that the played arXiv holds. All of them are invented. */
export type HeldPaper = {
  readonly id: string
  readonly title: string
  readonly abstract: string
  readonly authors: readonly (readonly [forenames: string, keyname: string])[]
  readonly categories: readonly string[]
  readonly versions: readonly {
    readonly at: Date
    readonly withdrawn?: true
    /** What it was called then, where that was something else. */
    readonly title?: string
  }[]
  readonly comments?: string
  readonly doi?: string
  readonly journalRef?: string
  /** When anything in the record last changed. Lists are in this order, and then in that of ids. */
  readonly changedOn: Day
}

/** So many papers, a hundred a day or as told, the same for the same seed. */
export function inventedPapers(
  count: number,
  { seed = 1, from = dayOf(new Date('2026-10-01')), aDay = 100 } = {},
): HeldPaper[] {
  const random = seeded(seed)
  return Array.from({ length: count }, (_, i) =>
    paper(i, addDays(from, Math.floor(i / aDay)), random),
  )
}

function paper(i: number, changedOn: Day, random: () => number): HeldPaper {
  const first = new Date(`${addDays(changedOn, -2)}T08:00:00Z`)
  const again = random() < 0.2 ? [{ at: new Date(first.getTime() + 108_000_000) }] : []
  const withdrawn = random() < 0.01
  const title = `${pick(manners, random)} ${pick(things, random)} for ${pick(purposes, random)}, Part ${i + 1}`
  return {
    id: `${first.toISOString().slice(2, 7).replace('-', '')}.${String(10_000 + i)}`,
    title,
    abstract: Array.from({ length: 4 + Math.floor(random() * 8) }, () => sentence(random)).join(
      ' ',
    ),
    authors: Array.from({ length: 1 + Math.floor(random() * 6) }, () => [
      pick(forenames, random),
      pick(keynames, random),
    ]),
    categories: [...new Set([pick(categories, random), pick(categories, random)])],
    versions: [
      { at: first },
      ...again,
      ...(withdrawn ? [{ at: new Date(first.getTime() + 112_000_000), withdrawn } as const] : []),
    ],
    ...(withdrawn && { comments: 'This paper has been withdrawn by the authors' }),
    ...(random() < 0.2 && { doi: `10.5555/invented.${i}` }),
    ...(random() < 0.1 && { journalRef: `J. Inv. Res. ${i % 40} (2026) ${i}` }),
    changedOn,
  }
}

const sentence = (random: () => number) =>
  `We ${pick(verbs, random)} ${pick(things, random).toLowerCase()} & ${pick(purposes, random).toLowerCase()} with $x < ${Math.floor(random() * 100)}$.`

const manners = ['Slow', 'Patient', 'Na\\"ive', 'Sparse', 'Second-Hand', 'Unhurried'] as const
const things = ['Clocks', 'Lamps', 'Ladders', 'Letters', 'Bridges', 'Ferries', 'Maps'] as const
const purposes = ['Night Trains', 'Small Harbours', 'Long Winters', 'Wet Gardens'] as const
const verbs = ['measure', 'count', 'compare', 'forget', 'repair', 'weigh'] as const
const forenames = ['Ada', 'Emmy', 'Jos\u00e9', 'Wen', 'Ren\u00e9', 'Sofia', 'Bj\u00f8rn'] as const
const keynames = ['Fielding', 'Ort', 'Platz', 'de la Cruz', 'Li', 'Reed', 'Na\u00efm'] as const
const categories = ['cs.LG', 'cs.CL', 'stat.ML', 'math.CO', 'hep-th', 'quant-ph'] as const
