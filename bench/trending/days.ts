import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import { nameKey } from '#paper'
import { constants, type Evidence, noResults, type Results, usualOf } from '#trending'

/** A paper of a day, with what was known of it when the day began, and what became of it. */
export type Picked = {
  readonly votes: number
  /** For each share of votes, how many are known if that share of them is. */
  readonly early: readonly number[]
  readonly evidence: Evidence
  /** What the submitter’s earlier papers received, doubted by five papers of the mean. */
  readonly submitter: number
  /** Chance, and what decides between equals. */
  readonly dice: number
}

export type Day = { readonly day: string; readonly papers: readonly Picked[] }

const Row = z.object({
  id: z.string(),
  firstDay: z.string(),
  authors: z.array(z.string()),
  upvotesMax: z.number(),
  submittedBy: z.string().optional(),
})

type Row = z.infer<typeof Row>

/** Reads the days in their order, each paper with what the days before had told. */
export async function readDays(
  file: string,
  shares: readonly number[],
  random: () => number,
): Promise<Day[]> {
  const rows: Row[] = []
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()) })
  for await (const line of lines) rows.push(Row.parse(JSON.parse(line)))
  const byDay = [...Map.groupBy(rows, ({ firstDay }) => firstDay)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )
  const memory = openMemory()
  return byDay.map(([day, some]) => {
    const usual = memory.usual(day)
    const papers = some.map((row): Picked => ({
      votes: row.upvotesMax,
      early: shares.map((share) => drawn(row.upvotesMax, share, random)),
      evidence: {
        counted: 0,
        fresh: 0,
        authors: authorsOf(row).map((key) => memory.authors.get(key) ?? noResults),
        nominator: memory.nominators.get(row.submittedBy ?? '') ?? noResults,
        usual,
      },
      submitter: memory.prior(row.submittedBy),
      dice: random(),
    }))
    for (const row of some) memory.learn(row, usual.field)
    return { day, papers }
  })
}

/** As in the product, a paper is told by its first hundred authors. */
const authorsOf = (row: Row) => [...new Set(row.authors.slice(0, 100).map(nameKey))]

/** What all earlier days told. All papers count as one field: the data names none. */
function openMemory() {
  const authors = new Map<string, Results>()
  const nominators = new Map<string, Results>()
  const received = new Map<string, Results>()
  const gains: { day: string; gained: number }[] = []
  let all = noResults
  return {
    authors,
    nominators,
    usual(day: string) {
      const from = new Date(Date.parse(day) - constants.usualDays * 86_400_000).toISOString()
      const lately = gains.filter((one) => one.day >= from.slice(0, 10) && one.day < day)
      const results = lately.reduce((so, { gained }) => plus(so, gained), noResults)
      return usualOf(results, results)
    },
    prior(submitter: string | undefined) {
      const { papers, sum } = received.get(submitter ?? '') ?? noResults
      const mean = all.papers === 0 ? 0 : all.sum / all.papers
      return (sum + 5 * mean) / (papers + 5)
    },
    learn(row: Row, usual: number) {
      const gained = Math.log2(1 + row.upvotesMax)
      for (const key of authorsOf(row)) add(authors, key, gained - usual)
      if (row.submittedBy !== undefined) {
        add(nominators, row.submittedBy, gained - usual)
        add(received, row.submittedBy, row.upvotesMax)
      }
      all = plus(all, row.upvotesMax)
      gains.push({ day: row.firstDay, gained })
    },
  }
}

const plus = ({ papers, sum }: Results, result: number): Results => ({
  papers: papers + 1,
  sum: sum + result,
})

function add(results: Map<string, Results>, key: string, result: number): void {
  results.set(key, plus(results.get(key) ?? noResults, result))
}

/** How many of so many votes are known if each of them is with that probability. */
function drawn(votes: number, share: number, random: () => number): number {
  let known = 0
  for (let i = 0; i < votes; i++) if (random() < share) known++
  return known
}
