import { type Context, Hono } from 'hono'
import { paperPath, plainText } from '#paper'
import type { Suggestions } from '#search'
import { authorPath, categoryPath, searchPath } from '../parts/paths.ts'
import { urlOf } from '../origin.ts'
import type { Site } from '../site.ts'
import { words } from '../words/words.ts'

/** Something a reader may be about to type: a text to search for, or a page to go to. */
type Offer = { readonly text: string; readonly note?: string; readonly href: string }
type Group = { readonly heading: string; readonly offers: readonly Offer[] }

/**
 * What the search box offers while somebody types: as JSON for our own script, and as browsers ask
 * whatever search engines they know (the OpenSearch extension for suggestions).
 */
export function suggest({ search }: Pick<Site, 'search'>): Hono {
  return new Hono()
    .get('/search/suggest', async (c) => {
      const groups = groupsOf(await search.suggest(typedIn(c)))
      return c.json({ groups }, 200, brief)
    })
    .get('/opensearch/suggest', async (c) => {
      const typed = typedIn(c)
      const offers = groupsOf(await search.suggest(typed)).flatMap((group) => group.offers)
      const { origin } = urlOf(c)
      const answer = [
        typed,
        offers.map(({ text }) => text),
        offers.map(({ note = '' }) => note),
        offers.map(({ href }) => origin + href),
      ]
      return c.body(JSON.stringify(answer), 200, {
        ...brief,
        'Content-Type': 'application/x-suggestions+json; charset=utf-8',
      })
    })
}

/** The same keys are pressed again and again. */
const brief = { 'Cache-Control': 'private, max-age=60' }

const typedIn = (c: Context) =>
  (c.req.query('q') ?? '')
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, 200)

function groupsOf({ queries, papers, authors, categories }: Suggestions): Group[] {
  const { offers } = words.search
  const groups: Group[] = [
    {
      heading: offers.queries,
      offers: queries.map((text) => ({ text, href: searchPath(text) })),
    },
    {
      heading: offers.papers,
      offers: papers.map(({ id, title }) => ({ text: plainText(title), href: paperPath(id) })),
    },
    {
      heading: offers.authors,
      offers: authors.map(({ key, name, papers: count }) => ({
        text: plainText(name),
        note: words.papers(count),
        href: authorPath(key),
      })),
    },
    {
      heading: offers.categories,
      offers: categories.map(({ code, name }) => ({
        text: name,
        note: code,
        href: categoryPath(code),
      })),
    },
  ]
  return groups.filter((group) => group.offers.length > 0)
}
