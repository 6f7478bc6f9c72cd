import { categoryName } from '#paper'
import { count, words } from '../words/words.ts'
import { withQuery } from './pager.tsx'

type Share = { readonly category: string; readonly papers: number }

/** How many categories stand in sight; the rest is folded. */
const inSight = 12

/**
 * “In this issue”: the categories of a list with their numbers. Each leads to the same list with
 * the papers of that category alone.
 */
export function IndexOfCategories(props: {
  address: string
  shares: readonly Share[]
  total: number
  chosen?: string | undefined
}) {
  const { address, shares, total, chosen } = props
  if (shares.length === 0) return null
  const ahead = shares.filter(({ category }, i) => i < inSight || category === chosen)
  const behind = shares.filter((share) => !ahead.includes(share))
  const link = (share: Share) => <CategoryLink {...share} address={address} chosen={chosen} />
  return (
    <nav class="contents" aria-label={words.day.inThisIssue}>
      <ul>
        <li>
          <a
            href={withQuery(address, { category: '', page: '' })}
            aria-current={chosen ? undefined : 'true'}
          >
            {words.day.all} <span class="number">{count(total)}</span>
          </a>
        </li>
        {ahead.map(link)}
      </ul>
      {behind.length > 0 && (
        <details>
          <summary>{words.day.allCategories(shares.length)}</summary>
          <ul>{behind.map(link)}</ul>
          <p>{words.day.crossListed}</p>
        </details>
      )}
    </nav>
  )
}

function CategoryLink(props: Share & { address: string; chosen: string | undefined }) {
  const { category, papers, address, chosen } = props
  return (
    <li>
      <a
        href={withQuery(address, { category, page: '' })}
        aria-current={category === chosen ? 'true' : undefined}
      >
        {categoryName(category)} <span class="number">{count(papers)}</span>
      </a>
    </li>
  )
}
