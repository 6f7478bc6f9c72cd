import type { Child } from 'hono/jsx'
import { count } from '../words/words.ts'

export type Item = {
  readonly href: string
  readonly name: string
  readonly papers: number
  readonly chosen?: boolean
}

/** How many items stand in sight; the rest is folded, but for a chosen one. */
const inSight = 8

/** What a page holds, with numbers, as links. */
export function Contents(props: {
  label: string
  items: readonly Item[]
  /** What the fold is called that holds the rest. */
  more: string
  children?: Child
}) {
  const { label, items, more } = props
  const ahead = items.filter(({ chosen }, i) => i < inSight || chosen)
  const behind = items.filter((item) => !ahead.includes(item))
  return (
    <nav class="contents" aria-label={label}>
      <Items items={ahead} />
      {behind.length > 0 && (
        <details>
          <summary>{more}</summary>
          <Items items={behind} />
          {props.children}
        </details>
      )}
    </nav>
  )
}

function Items({ items }: { items: readonly Item[] }) {
  return (
    <ul>
      {items.map(({ href, name, papers, chosen }) => (
        <li>
          <a href={href} aria-current={chosen ? 'true' : undefined}>
            {name} <span class="number">{count(papers)}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
