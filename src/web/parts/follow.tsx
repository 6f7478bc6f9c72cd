import { canonicalOf } from '#search'
import type { Kind, Subject } from '#watches'
import { watches as words } from '../words/watches.ts'
import { Form } from './form.tsx'
import type { Frame } from './layout.tsx'

/** Follows what a page shows, by the query that finds it; pressed again, it does so no more. */
export function Follow({ frame, query, name }: { frame: Frame; query: string; name: string }) {
  const same = canonicalOf({ text: query }) || query
  return <Button frame={frame} about="query" of={query} id={same} name={name} />
}

/** Follows a person or a group. */
export function FollowSubject(props: { frame: Frame; about: Kind; subject: Subject }) {
  const { frame, about, subject } = props
  return <Button {...{ frame, about }} of={subject.key} id={subject.id} name={subject.name} />
}

function Button(props: {
  frame: Frame
  about: Kind | 'query'
  /** The query, or what stands for somebody in addresses. */
  of: string
  /** The same as a watch has it. */
  id: string
  name: string
}) {
  const { frame, about, of, id, name } = props
  if (!frame.reader && !frame.mayComeIn) return null
  const followed = frame.watches?.some(
    (one) => one.kind === 'watch' && one.about === about && one.query === id,
  )
  return (
    <Form action="/following" class="follow">
      <input type="hidden" name="about" value={about} />
      <input type="hidden" name="of" value={of} />
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
