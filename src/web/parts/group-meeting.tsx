import { raw } from 'hono/html'
import { longestBody, markdownHtml } from '#discussion'
import type { GroupFound, Meeting, Member, Shelved } from '#groups'
import { paperPath, plainText } from '#paper'
import { meetings as words } from '../words/groups.ts'
import { Form } from './form.tsx'
import { writes } from './group-front.tsx'
import { arranges } from './group-meetings.tsx'
import { GroupPage } from './group.tsx'
import type { Frame } from './layout.tsx'
import { MeetingForm, type MeetingNames, meetingPath, Presenter, When } from './meeting.tsx'
import { groupPath } from './paths.ts'
import { rich } from './rich.ts'
import { Time } from './time.tsx'

type MeetingPageProps = {
  frame: Frame
  group: GroupFound
  meeting: Meeting
  candidates: readonly Shelved[]
  members: readonly Member[]
  names: MeetingNames
}

/** A meeting: when and where, its agenda and who presents, and what came of it. */
export function MeetingPage(props: MeetingPageProps) {
  const { frame, group, meeting, candidates, names } = props
  const path = meetingPath(group.id, meeting.id)
  const title = meeting.title || words.untitled
  return (
    <GroupPage frame={frame} group={group} here="meetings" title={title}>
      <article class="own meeting-page">
        <h1 dir="auto">{title}</h1>
        <When meeting={meeting} />
        <section>
          <h2>{words.agenda}</h2>
          {meeting.agenda.length === 0 && <p class="help">{words.agendaNone}</p>}
          <ol class="agenda">
            {meeting.agenda.map((_, place) => (
              <AgendaPoint {...props} place={place} />
            ))}
          </ol>
        </section>
        {arranges(group) && (
          <section>
            <h2>{words.candidates}</h2>
            {candidates.length === 0 && <p class="help">{words.candidatesNone}</p>}
            <ul class="rows">
              {candidates.map(({ paper, votes }) => (
                <li>
                  <span dir="auto">
                    <a href={groupPath(group.id) + paperPath(paper)}>
                      {rich(names.papers.get(paper)?.title ?? paper, { links: false })}
                    </a>
                    <span class="help">{words.votes(votes)}</span>
                  </span>
                  <Form action={path}>
                    <input type="hidden" name="paper" value={paper} />
                    <button
                      name="act"
                      value="put"
                      aria-label={words.putLabel(
                        plainText(names.papers.get(paper)?.title ?? paper),
                      )}
                    >
                      {words.put}
                    </button>
                  </Form>
                </li>
              ))}
            </ul>
          </section>
        )}
        <Minutes {...props} />
        {arranges(group) && (
          <section>
            <details>
              <summary>{words.change}</summary>
              <MeetingForm action={path} act="change" terms={meeting} group={group} />
            </details>
            <Form action={path}>
              <button name="act" value={meeting.cancelledAt ? 'uncancel' : 'cancel'}>
                {meeting.cancelledAt ? words.uncancel : words.cancel}
              </button>
            </Form>
          </section>
        )}
      </article>
    </GroupPage>
  )
}

function AgendaPoint(props: MeetingPageProps & { place: number }) {
  const { frame, group, meeting, members, names, place } = props
  const point = meeting.agenda[place]
  if (!point) return null
  const { paper, presenter } = point
  const title = plainText(names.papers.get(paper)?.title ?? paper)
  const own = presenter !== '' && presenter === frame.reader?.id
  return (
    <li>
      <a href={groupPath(group.id) + paperPath(paper)} dir="auto">
        {rich(names.papers.get(paper)?.title ?? paper, { links: false })}
      </a>{' '}
      <Presenter presenter={presenter} names={names} />
      {writes(group) && (
        <Form action={meetingPath(group.id, meeting.id)} class="point">
          <input type="hidden" name="paper" value={paper} />
          {presenter === '' && (
            <button name="act" value="present">
              {words.volunteer}
            </button>
          )}
          {own && group.as !== 'owner' && (
            <button name="act" value="presenter">
              {words.stepBack}
            </button>
          )}
          {arranges(group) && (
            <>
              <select name="presenter" aria-label={words.askLabel(title)}>
                <option value="">{words.nobody}</option>
                {members.map(({ reader }) => (
                  <option value={reader} selected={reader === presenter}>
                    {names.people.get(reader)?.name ?? ''}
                  </option>
                ))}
              </select>
              <button name="act" value="presenter">
                {words.ask}
              </button>
              <button
                name="to"
                value={String(place - 1)}
                disabled={place === 0}
                aria-label={words.up(title)}
              >
                ↑
              </button>
              <button
                name="to"
                value={String(place + 1)}
                disabled={place === meeting.agenda.length - 1}
                aria-label={words.down(title)}
              >
                ↓
              </button>
              <button name="act" value="off" aria-label={words.offLabel(title)}>
                {words.off}
              </button>
            </>
          )}
        </Form>
      )}
    </li>
  )
}

function Minutes({ group, meeting, names }: MeetingPageProps) {
  const writer = names.people.get(meeting.notesBy)
  return (
    <section id="notes">
      <h2>{words.notes}</h2>
      {meeting.notes ? (
        <>
          <div class="words" dir="auto">
            {raw(markdownHtml(meeting.notes))}
          </div>
          {writer && meeting.notesAt && (
            <p class="help">
              <a href={`/people/${writer.handle}`}>@{writer.handle}</a>,{' '}
              <Time at={meeting.notesAt} />
            </p>
          )}
        </>
      ) : (
        <p class="help">{words.notesNone}</p>
      )}
      {writes(group) && (
        <details>
          <summary>{words.notesEdit}</summary>
          <Form action={meetingPath(group.id, meeting.id)} class="say">
            <input type="hidden" name="seen" value={meeting.notesAt ?? ''} />
            <label>
              {words.notesHelp}
              <textarea name="notes" maxlength={longestBody} rows={8}>
                {meeting.notes}
              </textarea>
            </label>
            <button name="act" value="notes">
              {words.save}
            </button>
          </Form>
        </details>
      )}
    </section>
  )
}
