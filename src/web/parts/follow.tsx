import { canonicalOf } from '#search'
import { watches as words } from '../words/watches.ts'
import { Form } from './form.tsx'
import type { Frame } from './layout.tsx'

/** Follows what a page shows, by the query that finds it; pressed again, it does so no more. */
export function Follow({ frame, query, name }: { frame: Frame; query: string; name: string }) {
  if (!frame.reader && !frame.mayComeIn) return null
  const same = canonicalOf({ text: query })
  const followed = frame.watches?.some((one) => one.kind === 'watch' && one.query === same)
  return (
    <Form action="/following" class="follow">
      <input type="hidden" name="query" value={query} />
      <input type="hidden" name="name" value={name} />
      <input type="hidden" name="from" value={frame.address} />
      <button
        name="act"
        value={followed ? 'leave' : 'follow'}
        aria-pressed={followed ? 'true' : 'false'}
      >
        {followed ? words.follow.followed : words.follow.follow}
      </button>
    </Form>
  )
}
