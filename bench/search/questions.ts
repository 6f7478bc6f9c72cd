import { isDay } from '#paper'
import type { Query } from '#search'
import type { Store } from '#store'

/** Questions of each kind, made of the titles and authors of papers that are there. */
export async function questions(store: Store): Promise<Record<string, Query[]>> {
  const some = await store
    .selectFrom('papers')
    .select(['title', 'authors', 'categories'])
    .limit(20_000)
    .execute()
  const asked = some
    .filter((_, i) => i % Math.max(1, Math.floor(some.length / 200)) === 0)
    .map(({ title, authors, categories }) => {
      const words = title.match(/[A-Za-z]{4,}/g) ?? []
      const names: string[] = JSON.parse(authors)
      const first: string[] = JSON.parse(categories)
      return { words, name: names[0] ?? '', category: first[0] ?? 'cs.LG' }
    })
    .filter(({ words }) => words.length >= 5)
  const day = '2015-01-01'
  return {
    'hybrid, 1 word': asked.map(({ words }) => ({ text: words[1] ?? '' })),
    'hybrid, 3 words': asked.map(({ words }) => ({ text: words.slice(1, 4).join(' ') })),
    'hybrid, whole title': asked.map(({ words }) => ({ text: `${words.join(' ')} study` })),
    phrase: asked.map(({ words }) => ({ text: `"${words.slice(1, 3).join(' ')}"` })),
    'in a field': asked.map(({ words, name }) => ({
      text: name ? `ti:${words[1]} au:${name.split(' ').at(-1)}` : `ti:${words[1]} ti:${words[2]}`,
    })),
    filtered: asked.map(({ words, category }) => ({
      text: words.slice(1, 3).join(' '),
      categories: [category],
      ...(isDay(day) && { from: day }),
    })),
    'meaning alone': asked.map(({ words }) => ({ text: `~"${words.slice(0, 4).join(' ')}"` })),
    'an author': asked.flatMap(({ name }) => (name ? [{ text: name }] : [])),
  }
}
