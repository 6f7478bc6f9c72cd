import { nameKey, type PaperId, titleKey, understand } from '#paper'
import type { Site } from '../site.ts'

/** So many lines are read, and so many papers of one author are taken. */
const most = { lines: 100, ofAuthor: 10 }

/** The papers that somebody names to begin with: ids, links and titles, or the names of authors. */
export async function seedsIn(
  { store, search }: Pick<Site, 'store' | 'search'>,
  text: string,
): Promise<PaperId[]> {
  const lines = text
    .split(/[\n;]+/)
    .flatMap((line) => idsIn(line.trim()))
    .filter(Boolean)
  const found: PaperId[] = []
  for (const line of lines.slice(0, most.lines)) {
    const id = understand(line)
    if (id) {
      found.push(...(await held(id)))
      continue
    }
    const written = await store
      .selectFrom('authorships')
      .select('paper')
      .where('nameKey', '=', nameKey(line))
      .orderBy('day', 'desc')
      .limit(most.ofAuthor)
      .execute()
    if (written.length > 0) found.push(...written.map(({ paper }) => paper))
    else found.push(...(await titled(line)))
  }
  return [...new Set(found)]

  async function held(id: PaperId): Promise<PaperId[]> {
    const row = await store
      .selectFrom('papers')
      .select(['id', 'mergedInto'])
      .where('id', '=', id)
      .executeTakeFirst()
    return row ? [row.mergedInto ?? row.id] : []
  }

  /** The paper of a title, which need not be whole. */
  async function titled(line: string): Promise<PaperId[]> {
    const { hits } = await search.find({ text: `ti:(${words(line)})`, count: 1 })
    const id = hits[0]?.id
    if (!id) return []
    const row = await store
      .selectFrom('papers')
      .select('title')
      .where('id', '=', id)
      .executeTakeFirst()
    const [theirs, ours] = [titleKey(line), titleKey(row?.title ?? '')]
    return ours.includes(theirs) || theirs.includes(ours) ? [id] : []
  }
}

/** Several ids may stand in one line. */
function idsIn(line: string): string[] {
  const parts = line.split(/[\s,]+/)
  return parts.length > 1 && parts.every((part) => understand(part)) ? parts : [line]
}

const words = (line: string) => line.match(/[\p{L}\p{N}]+/gu)?.join(' ') ?? ''
