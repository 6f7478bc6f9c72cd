import { Hono } from 'hono'
import { categories, countOf, papersUnder } from '#catalog'
import { picksUnder } from '#curation'
import { DomainError } from '#domain-error'
import { categoryName, fieldOf, fields, isCategory, type Paper } from '#paper'
import { feedPaths } from '../feeds/feed-paths.ts'
import { frameOf, frameWith } from '../frame.ts'
import { Entries } from '../parts/entry.tsx'
import { Follow } from '../parts/follow.tsx'
import { type Front, FrontPicks, withPapers } from '../parts/front-picks.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { Pager, pageAddress, pageOf, sliceOf } from '../parts/pager.tsx'
import { categoryPath } from '../parts/paths.ts'
import type { Site } from '../site.ts'
import { picks as told } from '../words/picks.ts'
import { count, words } from '../words/words.ts'

/** The papers of a category, and all categories. */
export function category({ store }: Site): Hono {
  return new Hono()
    .get('/categories', async (c) =>
      c.render(<CategoriesPage frame={frameOf(c)} shares={await categories(store)} />),
    )
    .get('/categories/:category', async (c) => {
      const code = c.req.param('category')
      const page = pageOf(c.req.query('page'))
      const [total, papers, picked] = await Promise.all([
        countOf(store, { category: code }),
        papersUnder(store, code, sliceOf(page)),
        page === 1 ? picksUnder(store, code, 12) : [],
      ])
      if (total === 0 && !isCategory(code)) {
        throw new DomainError('missing', words.category.missing(code))
      }
      const front = await withPapers(store, picked)
      const all = [...papers, ...front.picks.map(({ of }) => of)]
      return c.render(
        <CategoryPage
          frame={await frameWith(c, store, all)}
          {...{ code, papers, total, page, front }}
        />,
      )
    })
}

function CategoryPage(props: {
  frame: Frame
  code: string
  papers: readonly Paper[]
  total: number
  page: number
  front: Front
}) {
  const { frame, code, papers, total, page } = props
  const name = categoryName(code)
  return (
    <Layout
      frame={frame}
      title={name}
      canonical={pageAddress(categoryPath(code), page)}
      feed={feedPaths.category(code)}
      watch={`cat:${code}`}
    >
      <header class="results">
        <h1>{name}</h1>
        <p>
          {name !== code && `${code} · `}
          {words.papers(total)}
        </p>
        <Follow frame={frame} query={`cat:${code}`} name={name} />
      </header>
      {total === 0 && <p class="notice">{words.category.missing(code)}</p>}
      <FrontPicks front={props.front} heading={told.topic.heading} />
      <Entries papers={papers} level={2} />
      <Pager address={categoryPath(code)} page={page} total={total} />
    </Layout>
  )
}

type Share = { readonly category: string; readonly papers: number }

function CategoriesPage({ frame, shares }: { frame: Frame; shares: readonly Share[] }) {
  const byField = Map.groupBy(shares, (share) => fieldOf(share.category))
  return (
    <Layout frame={frame} title={words.category.heading}>
      <header class="results">
        <h1>{words.category.heading}</h1>
        <p>{shares.length > 0 ? words.category.count(shares.length) : words.category.none}</p>
      </header>
      <div class="register">
        {fields.map((field) => {
          const some = byField.get(field)
          return (
            some && (
              <section>
                <h2>{field}</h2>
                <ul>
                  {some.map((share) => (
                    <li>
                      <a href={categoryPath(share.category)}>{categoryName(share.category)}</a>{' '}
                      <span class="number">{count(share.papers)}</span>
                    </li>
                  ))}
                </ul>
              </section>
            )
          )
        })}
      </div>
    </Layout>
  )
}
