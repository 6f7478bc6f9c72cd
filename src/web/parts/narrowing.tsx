import { categoryName } from '#paper'
import { type Facet, type Facets, narrowed, narrowingOf } from '#search'
import type { Asked } from '../read-search.ts'
import { categoryInWords, count, words } from '../words/words.ts'
import { searchAddress } from './paths.ts'
import { SearchFields } from './search-fields.tsx'

/** What a search can be narrowed by, as links with counts; on a narrow screen it is folded. */
export function Narrowing(props: { asked: Asked; facets: Facets; complete: boolean }) {
  const { asked, facets, complete } = props
  const { search } = words
  return (
    <details class="narrowing">
      <summary>{search.narrow}</summary>
      <nav aria-label={search.narrow}>
        <FacetList asked={asked} heading={search.facets.category} of={facets.categories} />
        <FacetList asked={asked} heading={search.facets.year} of={facets.years} />
        <FacetList asked={asked} heading={search.facets.source} of={facets.sources} />
        <FacetList asked={asked} heading={search.facets.code} of={facets.code} />
      </nav>
      <SearchFields asked={asked} />
      {!complete && <p class="source">{search.countedAmong(facets.of)}</p>}
    </details>
  )
}

type FacetListProps = { asked: Asked; heading: string; of: readonly Facet[] }

function FacetList({ asked, heading, of }: FacetListProps) {
  if (of.length === 0) return null
  return (
    <section>
      <h2>{heading}</h2>
      <ul>
        {of.map(({ value, demand, count: papers }) => (
          <li>
            <a href={searchAddress(narrowed(asked.text, demand), asked.sort)}>
              {nameOf(value, of)}
            </a>{' '}
            <span class="number">{count(papers)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const facetNames = new Map(Object.entries(words.search.facetNames))

/** What a facet is called; arXiv has a few categories of one name in two archives. */
function nameOf(value: string, among: readonly Facet[]): string {
  const name = facetNames.get(value) ?? categoryName(value)
  const twins = among.filter((other) => categoryName(other.value) === name).length > 1
  return twins ? categoryInWords(value) : name
}

/** What a search is narrowed by now, each with a way to take it back. */
export function Narrowed({ asked }: { asked: Asked }) {
  const { demands } = narrowingOf(asked.text)
  if (demands.length === 0) return null
  return (
    <ul class="narrowed" aria-label={words.search.narrowedBy}>
      {demands.map(({ text, without }) => (
        <li>
          <a
            href={searchAddress(without, asked.sort)}
            aria-label={words.search.without(text)}
            title={words.search.without(text)}
          >
            {text} <span aria-hidden="true">×</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

/** The orders in which papers can be shown, the one they are in marked. */
export function Orders({ asked, trending }: { asked: Asked; trending: boolean }) {
  const orders = [
    ['relevance', words.search.relevance],
    ['date', words.search.newest],
    ...(trending ? ([['trending', words.search.trending]] as const) : []),
  ] as const
  return (
    <ul class="orders" aria-label={words.search.sort}>
      {orders.map(([sort, name]) => (
        <li>
          <a
            href={searchAddress(asked.text, sort)}
            aria-current={asked.sort === sort ? 'true' : undefined}
          >
            {name}
          </a>
        </li>
      ))}
    </ul>
  )
}
