import { ledgerOf } from '#harvest'
import { addDays, type Day, isProvisional, quietDay } from '#paper'
import { openStore } from '#store'
import { announcedOn } from '../arxiv/announcements.ts'
import { type LivingPaper, papersAsOf, titleOf } from './world.ts'

/** What is not as it should be in the end: papers that lack, are there twice or are not as they became, and days that are told wrong. */
export async function faultsIn(
  database: string,
  papers: readonly LivingPaper[],
  { from, days }: { readonly from: Day; readonly days: number },
): Promise<string[]> {
  const to = addDays(from, days - 1)
  await using store = await openStore(database)
  const wrong: string[] = []
  const rows = await store.selectFrom('papers').select(['id', 'title', 'mergedInto']).execute()
  const held = rows.filter(({ id }) => !isProvisional(id))
  const titles = new Map(held.map(({ id, title }): [string, string] => [id, title]))
  const announced = papers.filter(({ days: [first = ''] }) => first >= from && first <= to)
  for (const paper of announced) {
    const title = titles.get(paper.id)
    const versions = paper.days.filter((day) => day <= addDays(to, 1)).length
    const allowed = [titleOf(paper, versions), titleOf(paper, versions + 1)].map(folded)
    if (title === undefined) wrong.push(`${paper.id} is not held`)
    else if (!allowed.includes(folded(title))) wrong.push(`${paper.id} is held as “${title}”`)
  }
  const known = new Set(papers.map(({ id }) => id))
  for (const { id, mergedInto } of held) {
    if (!known.has(id)) wrong.push(`${id} was never announced`)
    if (mergedInto) wrong.push(`${id} was made part of ${mergedInto}`)
  }
  const inTheEnd = papersAsOf(papers, addDays(to, 1))
  for (const category of ['cs', 'eess', 'stat']) {
    const lines = await ledgerOf(
      store,
      { from, to, category },
      new Date(`${addDays(to, 4)}T00:00:00Z`),
    )
    for (const { day, state, announced: said, held: have, reason } of lines) {
      const arrived = announcedOn(day, category, inTheEnd).filter(
        ({ kind }) => !kind.startsWith('replace'),
      ).length
      const right = quietDay(day) ? `holiday 0 of 0` : `complete ${arrived} of ${arrived}`
      const told = `${state} ${have} of ${said}`
      if (told !== right) wrong.push(`${category} ${day}: ${told} (${reason}), not ${right}`)
    }
  }
  return wrong
}

const folded = (title: string) => title.replace(/\s+/g, ' ').trim()
