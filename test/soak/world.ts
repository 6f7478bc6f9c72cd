import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { addDays, announcedAt, type Day, isCategory, isDay, listedOn } from '#paper'
import type { HeldPaper } from '../arxiv/papers.ts'
import { inventedPapers } from '../arxiv/papers.ts'
import { pick, seeded } from '../seeded.ts'

/** A paper of which each version comes at its time, with its own words. */
export type LivingPaper = Omit<HeldPaper, 'changedOn'> & { readonly days: readonly Day[] }

/** The papers of real days where the corpus is at hand, else as many that are invented. */
export async function livingPapers(
  corpus: string,
  from: Day,
  days: number,
): Promise<{ papers: LivingPaper[]; invented: boolean }> {
  const to = addDays(from, days - 1)
  const random = seeded(11)
  if (!existsSync(corpus)) {
    const papers = inventedPapers(days * 60, { from: addDays(from, -1), aDay: 60 })
    return {
      papers: papers.map((paper) => alive(paper, paper.versions[0]?.at ?? new Date(from), random)),
      invented: true,
    }
  }
  const papers: LivingPaper[] = []
  const lines = createInterface({ input: createReadStream(corpus).pipe(createGunzip()) })
  for await (const line of lines) {
    const row: Row = JSON.parse(line)
    const seen = row.date_seen ?? ''
    if (!isDay(seen) || seen < from || seen > to) continue
    const at = new Date(
      `${addDays(seen, -1)}T15:${String(papers.length % 60).padStart(2, '0')}:00Z`,
    )
    const categories = row.categories.filter(isCategory)
    const authors = row.authors.map((name) => ['', name] as const)
    papers.push(
      alive(
        {
          id: row.id.replace('arxiv:', ''),
          title: row.title,
          abstract: row.abstract,
          authors,
          categories: categories.length > 0 ? categories : ['cs.LG'],
        },
        at,
        random,
      ),
    )
  }
  return { papers, invented: false }
}

type Row = {
  readonly id: string
  readonly title: string
  readonly abstract: string
  readonly authors: readonly string[]
  readonly categories: readonly string[]
  readonly date_seen?: string
}

type Still = Pick<HeldPaper, 'id' | 'title' | 'abstract' | 'authors' | 'categories'>

/** Some papers get another version after some days; a few of them are withdrawn by it. */
function alive(still: Still, at: Date, random: () => number): LivingPaper {
  const later = random() < 0.08
  const again = new Date(at.getTime() + Math.ceil(random() * 20) * 86_400_000)
  const withdrawn = random() < 0.05
  const versions = [
    { at },
    ...(later ? [withdrawn ? { at: again, withdrawn: true as const } : { at: again }] : []),
  ]
  const { id, title, abstract, authors, categories } = still
  return {
    id,
    title,
    abstract,
    authors,
    categories,
    versions,
    days: versions.map((version) => listedOn(version.at)),
  }
}

/** The words that a paper has from its second version on. */
export const titleOf = ({ title }: LivingPaper, version: number) =>
  version > 1 ? `${title}, Again` : title

/** Days that are announced late, and by how many hours. */
export type Lateness = ReadonlyMap<Day, number>

export function lateDays(from: Day, days: number): Lateness {
  const random = seeded(12)
  return new Map(
    Array.from({ length: days }, (_, i) => addDays(from, i)).flatMap((day): [Day, number][] =>
      random() < 0.05 ? [[day, pick([2, 6, 9], random)]] : [],
    ),
  )
}

/** The last day whose list is out, at a time; the records follow some hours after the list. */
export function lastOut(now: Date, late: Lateness, lag = 0): Day {
  const hour = 3_600_000
  for (let day = addDays(dayBefore(now), 2); ; day = addDays(day, -1)) {
    const at = announcedAt(day)
    if (at && at.getTime() + ((late.get(day) ?? 0) + lag) * hour <= now.getTime()) return day
  }
}

function dayBefore(now: Date): Day {
  const day = now.toISOString().slice(0, 10)
  if (!isDay(day)) throw new Error(`${day} is no day`)
  return addDays(day, -1)
}

/** The papers as they are once the list of a day is out. */
export function papersAsOf(papers: readonly LivingPaper[], last: Day): HeldPaper[] {
  return papers.flatMap((paper): HeldPaper[] => {
    const out = paper.days.filter((day) => day <= last).length
    const changedOn = paper.days[out - 1]
    if (!changedOn) return []
    const { days: _, ...still } = paper
    return [
      { ...still, title: titleOf(paper, out), versions: paper.versions.slice(0, out), changedOn },
    ]
  })
}
