import type { Group } from '#groups'
import { groups } from '../words/groups.ts'
import { Form } from './form.tsx'
import type { Frame } from './layout.tsx'
import { groupPath } from './paths.ts'

const words = groups.door

/** How somebody outside gets into a group. */
export function JoinForm(props: {
  frame: Frame
  group: Group
  asked: boolean
  invited?: boolean
  code?: string
}) {
  const { frame, group, asked, invited = false, code } = props
  const path = groupPath(group.id)
  if (group.closedAt) return null
  if (!frame.reader) {
    return (
      <p>
        <a href={`/sign-in?${new URLSearchParams({ from: frame.address }).toString()}`}>
          {words.signIn}
        </a>
      </p>
    )
  }
  if (invited || code) {
    return (
      <Form action={`${path}/join`} class="sheet">
        <p>{words.invited}</p>
        {code && <input type="hidden" name="code" value={code} />}
        <button class="chief" name="act" value="join">
          {words.join}
        </button>
      </Form>
    )
  }
  if (asked) return <p class="notice">{words.asked}</p>
  if (group.joining === 'invitation') return <p class="help">{words.byInvitation}</p>
  return (
    <Form action={`${path}/ask`} class="sheet">
      <label>
        {words.text}
        <input name="text" maxlength={500} />
      </label>
      <button>{words.ask}</button>
    </Form>
  )
}
