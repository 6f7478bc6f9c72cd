import type { GroupFound, Meeting } from '#groups'
import { addDays, type Day } from '#paper'
import { meetings as words } from '../words/groups.ts'
import { Form } from './form.tsx'
import { GroupPage } from './group.tsx'
import type { Frame } from './layout.tsx'
import { MeetingEntry, MeetingForm, type MeetingNames, meetingPath } from './meeting.tsx'
import { Pager } from './pager.tsx'
import { groupPath } from './paths.ts'

export const arranges = (group: GroupFound) => group.as === 'owner' && !group.closedAt

/** The meetings of a group: those to come, the calendar, the last few, and how to call one. */
export function MeetingsPage(props: {
  frame: Frame
  group: GroupFound
  coming: readonly Meeting[]
  past: readonly Meeting[]
  names: MeetingNames
  calendar: string
  /** Whether the calendar is the reader's own. */
  own: boolean
  /** A meeting of the usual kind, after which the next will be made. */
  usual: Meeting | undefined
  today: Day
}) {
  const { frame, group, coming, past, names, calendar, own, usual, today } = props
  const { title, clock, zone, minutes, venue } = usual ?? {
    title: '',
    clock: '14:00',
    zone: 'UTC',
    minutes: 60,
    venue: '',
  }
  const day = addDays(usual && usual.day > today ? usual.day : today, 7)
  return (
    <GroupPage frame={frame} group={group} here="meetings" title={words.heading}>
      <div class="meetings">
        <section class="section">
          <h1>{words.coming}</h1>
          {coming.length === 0 && (
            <p class="notice">
              {words.none} {arranges(group) && words.noneOwner}
            </p>
          )}
          {coming.map((meeting) => (
            <MeetingEntry group={group.id} {...{ meeting, names }} />
          ))}
          {arranges(group) && (
            <details open={coming.length === 0}>
              <summary>{words.call}</summary>
              <MeetingForm
                action={`${groupPath(group.id)}/meetings`}
                act="call"
                terms={{ title, day, clock, zone, minutes, venue }}
                group={group}
              />
            </details>
          )}
        </section>
        <aside>
          <section class="section" id="calendar">
            <h2>{words.calendar}</h2>
            <p class="help">{own ? words.calendarHelp : words.calendarPublic}</p>
            <code class="shown-once">
              <a href={calendar}>{calendar}</a>
            </code>
            {own && (
              <Form action={`${groupPath(group.id)}/calendar`}>
                <button>{words.renew}</button>
              </Form>
            )}
          </section>
          {past.length > 0 && (
            <section class="section">
              <h2>{words.past}</h2>
              {past.map((meeting) => (
                <MeetingEntry group={group.id} {...{ meeting, names }} />
              ))}
              <p>
                <a href={`${groupPath(group.id)}/archive`}>{words.archive}</a>
              </p>
            </section>
          )}
        </aside>
      </div>
    </GroupPage>
  )
}

/** What a group met about. */
export function ArchivePage(props: {
  frame: Frame
  group: GroupFound
  past: readonly Meeting[]
  names: MeetingNames
  total: number
  page: number
  perPage: number
}) {
  const { frame, group, past, names, total, page, perPage } = props
  const address = `${groupPath(group.id)}/archive`
  return (
    <GroupPage frame={frame} group={group} here="archive" title={words.archive}>
      <section class="section">
        <h1>{words.archive}</h1>
        <p class="help">{words.archiveIntro}</p>
        {total === 0 && <p class="notice">{words.archiveNone}</p>}
        {past.map((meeting) => (
          <MeetingEntry group={group.id} {...{ meeting, names }}>
            {meeting.notes && (
              <p>
                <a href={`${meetingPath(group.id, meeting.id)}#notes`}>{words.notes}</a>
              </p>
            )}
          </MeetingEntry>
        ))}
        <Pager address={address} page={page} total={total} size={perPage} />
      </section>
    </GroupPage>
  )
}
