import { countsByDay, dayWithPapers, type Stamped } from '#catalog'
import {
  addDays,
  categoryCodes,
  categoryName,
  type Day,
  fieldOf,
  isDay,
  type PaperId,
} from '#paper'
import { publicGroups } from '#groups'
import type { Store } from '#store'
import { sql } from 'kysely'
import { OaiFault } from './fault.ts'

/** A set: its name in requests, and in words. */
export type SetShown = { readonly spec: string; readonly name: string }

/** So many groups are told as sets. */
const mostGroups = 1000

/** arXiv's own names of its groups, by the field that a category belongs to. */
const groups: Readonly<Record<string, string>> = {
  'Computer Science': 'cs',
  Mathematics: 'math',
  Statistics: 'stat',
  'Electrical Engineering': 'eess',
  'Quantitative Biology': 'q-bio',
  'Quantitative Finance': 'q-fin',
  Economics: 'econ',
}

/** A category as arXiv's OAI-PMH calls its set: `cs:cs:LG`, `physics:hep-th`, `physics:astro-ph:CO`. */
export function specOf(category: string): string {
  const [archive = '', subject] = category.split('.')
  const group = groups[fieldOf(category)] ?? 'physics'
  return [group, archive, subject].filter(Boolean).join(':')
}

/** The categories of arXiv that a set of its holds: one, those of an archive, or those of a group. */
export const categoriesIn = (spec: string): string[] =>
  categoryCodes.filter((code) => specOf(code) === spec || specOf(code).startsWith(`${spec}:`))

/** arXiv's sets, the pages of ours, topics that papers were picked for, and groups that everybody reads; the days come after them. */
export async function namedSets(store: Store): Promise<SetShown[]> {
  const topics = await store
    .selectFrom('picks')
    .select('topic')
    .distinct()
    .where('topic', '!=', '')
    .orderBy('topic')
    .execute()
  const groupsHere = await publicGroups(store, mostGroups)
  const specs = new Map<string, string>()
  for (const code of categoryCodes) {
    const parts = specOf(code).split(':')
    for (let i = 1; i <= parts.length; i++) {
      const spec = parts.slice(0, i).join(':')
      if (!specs.has(spec)) specs.set(spec, spec)
    }
    specs.set(specOf(code), categoryName(code))
  }
  return [
    { spec: 'front', name: 'Papers that stood on the front page' },
    ...topics.map(({ topic }) => ({
      spec: `topic:${topic}`,
      name: `Papers picked for ${categoryName(topic)}`,
    })),
    ...groupsHere.map(({ id, name }) => ({ spec: `group:${id}`, name })),
    ...[...specs].map(([spec, name]) => ({ spec, name })),
  ]
}

/** The sets of the days of a year, and the year before it that has any papers. */
export async function daySets(
  store: Store,
  year: number,
): Promise<{ sets: SetShown[]; before: number | undefined }> {
  const [from, to] = [`${year}-01-01`, `${year}-12-31`]
  if (!isDay(from) || !isDay(to)) return { sets: [], before: undefined }
  const [days, earlier] = await Promise.all([
    countsByDay(store, { from, to }),
    dayWithPapers(store, { upTo: addDays(from, -1) }),
  ])
  return {
    sets: days.map(({ day }) => ({ spec: `day:${day}`, name: `Papers of ${day}` })),
    before: earlier && Number(earlier.slice(0, 4)),
  }
}

/** Which papers are in a set. */
export async function papersIn(
  store: Store,
  spec: string,
): Promise<Pick<Stamped, 'categories' | 'ids'>> {
  const [kind = '', ...rest] = spec.split(':')
  const name = rest.join(':')
  if (kind === 'day' && isDay(name)) return { ids: await idsOfDay(store, name) }
  if (spec === 'front') return { ids: await picked(store, '') }
  if (kind === 'group') return { ids: await ofGroup(store, name) }
  if (kind === 'topic' && name !== '') return { ids: await picked(store, name) }
  const categories = categoriesIn(spec)
  if (categories.length > 0) return { categories }
  throw new OaiFault('noRecordsMatch', `There is no set “${spec.slice(0, 100)}”: ask ListSets.`)
}

async function idsOfDay(store: Store, day: Day): Promise<PaperId[]> {
  const rows = await store.selectFrom('papers').select('id').where('day', '=', day).execute()
  return rows.map(({ id }) => id)
}

/** What a group that everybody reads put on its shelf; of another, nothing. */
async function ofGroup(store: Store, name: string): Promise<PaperId[]> {
  const rows = await store
    .selectFrom('groupPapers')
    .innerJoin('groups', 'groups.id', 'groupPapers.inGroup')
    .select('groupPapers.paper')
    .where('openness', '=', 'public')
    .where(sql<boolean>`groups.id = ${name}`)
    .execute()
  return rows.map(({ paper }) => paper)
}

async function picked(store: Store, topic: string): Promise<PaperId[]> {
  const rows = await store.selectFrom('picks').select('paper').where('topic', '=', topic).execute()
  return rows.map(({ paper }) => paper)
}
