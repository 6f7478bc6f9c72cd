import type { Child } from 'hono/jsx'
import { words } from '../words/words.ts'

type Neighbour = { readonly path: string; readonly label: string }

/** The line under the nameplate: what is shown, with what lies before and after it. */
export function Dateline(props: {
  before: Neighbour | undefined
  after: Neighbour | undefined
  beforeLabel: string
  afterLabel: string
  children?: Child
}) {
  const { before, after } = props
  return (
    <div class="dateline">
      <div class="before">
        {before && (
          <a href={before.path} rel="prev" aria-label={`${props.beforeLabel}: ${before.label}`}>
            ← {before.label}
          </a>
        )}
      </div>
      <div class="now">{props.children}</div>
      <div class="after">
        {after && (
          <a href={after.path} rel="next" aria-label={`${props.afterLabel}: ${after.label}`}>
            {after.label} →
          </a>
        )}
      </div>
    </div>
  )
}

/** A field that leads to any day. */
export function DayField({ value }: { value: string }) {
  return (
    <form class="to-day" action="/day">
      <label>
        {words.day.goTo} <input type="date" name="day" value={value} required />
      </label>
      <button>{words.day.go}</button>
    </form>
  )
}
