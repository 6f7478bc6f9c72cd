import { categoryName } from '#paper'
import { words } from '../words/words.ts'
import { Contents } from './contents.tsx'
import { withQuery } from './pager.tsx'

/**
 * “In this issue”: the categories of a list with their numbers. Each leads to the same list with
 * the papers of that category alone.
 */
export function IndexOfCategories(props: {
  address: string
  shares: readonly { readonly category: string; readonly papers: number }[]
  total: number
  chosen?: string | undefined
}) {
  const { address, shares, total, chosen } = props
  if (shares.length === 0) return null
  const all = {
    href: withQuery(address, { category: '', page: '' }),
    name: words.day.all,
    papers: total,
    chosen: chosen === undefined,
  }
  const each = shares.map(({ category, papers }) => ({
    href: withQuery(address, { category, page: '' }),
    name: categoryName(category),
    papers,
    chosen: category === chosen,
  }))
  return (
    <Contents
      label={words.day.inThisIssue}
      items={[all, ...each]}
      more={words.day.allCategories(shares.length)}
    >
      <p>{words.day.crossListed}</p>
    </Contents>
  )
}
