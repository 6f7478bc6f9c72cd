import { DomainError } from '#domain-error'
import type { PaperId } from '#paper'
import type { ReaderId, Store } from '#store'
import { act, type LibraryAct } from './acts.ts'
import { justSaved } from './stand.ts'

/** How long the name of a tag or of a collection may be. */
export const longestName = 100

const mostTags = 100

/** Puts a tag on papers. They are saved where they were not. */
export async function tag(
  store: Store,
  reader: ReaderId,
  papers: readonly PaperId[],
  name: string,
  now = new Date(),
): Promise<LibraryAct | undefined> {
  const wanted = readName(name)
  return store.transaction().execute(async (within) => {
    const known = (await tagsOf(within, reader)).find((one) => sameName(one.tag, wanted))
    const own = known?.tag ?? wanted
    const change = (stand = justSaved(now)) => {
      if (stand.tags.includes(own)) return stand
      if (stand.tags.length >= mostTags) {
        throw new DomainError('invalid', `A paper has at most ${mostTags} tags.`)
      }
      return { ...stand, tags: [...stand.tags, own].toSorted() }
    }
    return act(within, reader, { kind: 'tag', papers, change }, now)
  })
}

/** Takes a tag off papers. */
export async function untag(
  store: Store,
  reader: ReaderId,
  papers: readonly PaperId[],
  name: string,
  now = new Date(),
): Promise<LibraryAct | undefined> {
  return store.transaction().execute((within) =>
    act(
      within,
      reader,
      {
        kind: 'untag',
        papers,
        change: (stand) =>
          stand && { ...stand, tags: stand.tags.filter((one) => !sameName(one, name)) },
      },
      now,
    ),
  )
}

/** A reader's tags, with how many papers have each, in the order of the alphabet. */
export async function tagsOf(
  store: Store,
  reader: ReaderId,
): Promise<{ tag: string; papers: number }[]> {
  const rows = await store
    .selectFrom('tags')
    .innerJoin('papers', 'papers.id', 'tags.paper')
    .select(({ fn }) => ['tag', fn.countAll<number>().as('papers')])
    .where('reader', '=', reader)
    .where('mergedInto', 'is', null)
    .groupBy('tag')
    .execute()
  return rows.toSorted((a, b) => a.tag.localeCompare(b.tag, 'en'))
}

/** A name as a reader typed it, in one line. */
export function readName(text: string): string {
  const name = text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (!name) throw new DomainError('invalid', 'Give it a name.')
  if (name.length > longestName) {
    throw new DomainError('invalid', `A name has at most ${longestName} characters.`)
  }
  return name
}

export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
