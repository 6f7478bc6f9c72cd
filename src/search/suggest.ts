import { categoryCodes, categoryName, nameKey, type PaperId, understand } from '#paper'
import type { Store } from '#store'
import type { Index } from './lance.ts'
import type { Author, Names } from './names-file.ts'
import type { Spellings } from './spellings.ts'
import { plain, termsOf } from './words.ts'

/** What somebody may be about to type, of each kind a few, the likeliest first. */
export type Suggestions = {
  /** The query with its last word finished. */
  readonly queries: readonly string[]
  readonly papers: readonly { readonly id: PaperId; readonly title: string }[]
  /** `name` is as a paper has it. */
  readonly authors: readonly (Author & { readonly name: string })[]
  readonly categories: readonly { readonly code: string; readonly name: string }[]
}

export const noSuggestions: Suggestions = { queries: [], papers: [], authors: [], categories: [] }

export type SuggestSources = {
  readonly store: Store
  readonly ask: <T>(question: (index: Index) => Promise<T>) => Promise<T | undefined>
  readonly spellingsOf: (place: string) => Promise<Spellings | undefined>
  readonly namesOf: (place: string) => Promise<Names>
}

/** How many of each kind. */
const few = { queries: 4, papers: 5, authors: 4, categories: 3 }

/** Longer texts are not the beginning of something known. */
const longest = 200

/** Suggests how a text may go on. Costs a few milliseconds; it is asked at every key. */
export async function suggestFor(sources: SuggestSources, typed: string): Promise<Suggestions> {
  const text = typed.trimStart().slice(0, longest)
  if (!/[\p{L}\p{N}]/u.test(text)) return noSuggestions
  const found = await sources.ask(async (index) => {
    const [spellings, names] = await Promise.all([
      sources.spellingsOf(index.place),
      sources.namesOf(index.place),
    ])
    const endings = endingsOf(text, spellings)
    const [papers, authors] = await Promise.all([
      papersWith(sources.store, index, text, endings),
      authorsOf(sources.store, names.startingWith(nameKey(text), few.authors)),
    ])
    const queries = endings.map((ending) => text.replace(lastWord, ending))
    return {
      queries: queries.filter((query) => query !== text).slice(0, few.queries),
      papers,
      authors,
    }
  })
  return { ...noSuggestions, ...found, categories: categoriesLike(text) }
}

const lastWord = /[\p{L}\p{M}]+$/u

/** The words that the last one may become, the most written first. */
function endingsOf(text: string, spellings: Spellings | undefined): readonly string[] {
  const [begun = ''] = lastWord.exec(text) ?? []
  if (begun.length < 2 || !spellings) return []
  const word = plain(begun)
  // A word that is whole is seldom the beginning of a rare one.
  const least = spellings.count(word) / 10
  return spellings
    .startingWith(word, few.queries + 1)
    .filter((ending) => spellings.count(ending) > least)
}

/** Papers whose titles have all the words, the last of them in one of its likely forms. */
async function papersWith(
  store: Store,
  { table, lance, isFilling }: Index,
  text: string,
  endings: readonly string[],
): Promise<Suggestions['papers']> {
  const id = understand(text)
  const words = termsOf(text.replace(endings.length > 0 ? lastWord : /$/, ''))
  const last = [...new Set(endings.flatMap(termsOf))]
  if (!id && words.length + last.length === 0) return []
  const parts = [...words, ...(last.length > 0 ? [last.join(' ')] : [])]
  const query = new lance.BooleanQuery(
    parts.map((part) => [lance.Occur.Must, new lance.MatchQuery(part, 'title')]),
  )
  const asked = table.query().fullTextSearch(query).select(['id', '_score']).limit(few.papers)
  if (isFilling()) asked.fastSearch()
  const rows: { id: PaperId }[] = id ? [{ id }] : await asked.toArray()
  if (rows.length === 0) return []
  const titles = await store
    .selectFrom('papers')
    .select(['id', 'title'])
    .where(
      'id',
      'in',
      rows.map((row) => row.id),
    )
    .execute()
  return rows.flatMap((row) => titles.filter((paper) => paper.id === row.id))
}

/** How the names of authors are written on one of their papers. */
async function authorsOf(
  store: Store,
  authors: readonly Author[],
): Promise<Suggestions['authors']> {
  return Promise.all(
    authors.map(async (author) => {
      const row = await store
        .selectFrom('authorships')
        .innerJoin('papers', 'papers.id', 'authorships.paper')
        .select(['papers.authors', 'authorships.position'])
        .where('nameKey', '=', author.key)
        .limit(1)
        .executeTakeFirst()
      const names: string[] = JSON.parse(row?.authors ?? '[]')
      const name = names.find((each) => nameKey(each) === author.key) ?? author.key
      return { ...author, name }
    }),
  )
}

function categoriesLike(text: string): Suggestions['categories'] {
  const sought = plain(text).replace(/^cat:/, '').trim()
  if (sought.length < 2) return []
  return categoryCodes
    .map((code) => ({ code, name: categoryName(code) }))
    .filter(
      ({ code, name }) =>
        code.toLowerCase().startsWith(sought) || ` ${name.toLowerCase()}`.includes(` ${sought}`),
    )
    .slice(0, few.categories)
}
