import type { Child } from 'hono/jsx'
import { isReader, readersOf } from '#accounts'
import { papersOf } from '#catalog'
import { type GroupFound, type Meeting, type MeetingTerms } from '#groups'
import { type Paper, type PaperId, paperPath } from '#paper'
import type { Actor, Store } from '#store'
import { meetings as words } from '../words/groups.ts'
import { dayInWords } from '../words/words.ts'
import { Form } from './form.tsx'
import { groupPath } from './paths.ts'
import { rich } from './rich.ts'

export const meetingPath = (group: string, meeting: string): string =>
  `${groupPath(group)}/meetings/${meeting}`

/** The papers and the people of meetings. */
export type MeetingNames = {
  readonly papers: ReadonlyMap<PaperId, Paper>
  readonly people: ReadonlyMap<Actor, { readonly name: string; readonly handle: string }>
}

/** When a meeting is, on the clocks of its zone, and where. */
export function When({ meeting }: { meeting: Meeting }) {
  const { day, clock, zone, venue, startsAt, endsAt, cancelledAt } = meeting
  const ends = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(endsAt))
  return (
    <p class="when">
      {cancelledAt && <strong>{words.cancelled}. </strong>}
      <time datetime={startsAt}>
        {dayInWords(day)}, {clock}–{ends}
      </time>{' '}
      <span class="zone">{zone.replaceAll('_', ' ')}</span>
      {venue && (
        <>
          {' · '}
          <Venue venue={venue} />
        </>
      )}
    </p>
  )
}

/** A room in words, or the address of a call as a link. */
function Venue({ venue }: { venue: string }) {
  const url = /^https?:\/\/\S+$/.test(venue) ? URL.parse(venue) : null
  if (!url) return <span dir="auto">{venue}</span>
  return (
    <a href={url.href} rel="noreferrer nofollow">
      {url.host}
    </a>
  )
}

/** A meeting in a list: what it is called, when, and what is read. */
export function MeetingEntry(props: {
  group: string
  meeting: Meeting
  names: MeetingNames
  children?: Child
}) {
  const { group, meeting, names } = props
  return (
    <article class={meeting.cancelledAt ? 'meeting cancelled' : 'meeting'}>
      <h3 dir="auto">
        <a href={meetingPath(group, meeting.id)}>{meeting.title || words.untitled}</a>
      </h3>
      <When meeting={meeting} />
      {meeting.agenda.length === 0 ? (
        <p class="help">{words.agendaNone}</p>
      ) : (
        <ol class="agenda">
          {meeting.agenda.map(({ paper, presenter }) => (
            <li>
              <a href={groupPath(group) + paperPath(paper)} dir="auto">
                {rich(names.papers.get(paper)?.title ?? paper, { links: false })}
              </a>{' '}
              <Presenter presenter={presenter} names={names} />
            </li>
          ))}
        </ol>
      )}
      {props.children}
    </article>
  )
}

export function Presenter({ presenter, names }: { presenter: Actor; names: MeetingNames }) {
  const person = names.people.get(presenter)
  if (!person) return null
  return <span class="by">{words.presents(person.name)}</span>
}

export const nameIn = (names: MeetingNames, reader: string): string => {
  for (const [id, { name }] of names.people) if (id === reader) return name
  return ''
}

/** The papers and the people of meetings, and others beside them. */
export async function namesIn(
  store: Store,
  meetings: readonly Meeting[],
  more: { papers?: readonly Meeting['agenda'][number]['paper'][]; actors?: readonly Actor[] } = {},
): Promise<MeetingNames> {
  const points = meetings.flatMap(({ agenda }) => agenda)
  const papers = [...points.map(({ paper }) => paper), ...(more.papers ?? [])]
  const actors = [...points.map(({ presenter }) => presenter), ...(more.actors ?? [])]
  const [found, people] = await Promise.all([
    papersOf(store, [...new Set(papers)]),
    readersOf(store, actors.filter(isReader)),
  ])
  return {
    papers: new Map(found.map((paper) => [paper.id, paper])),
    people: new Map(people.map((person) => [person.id, person])),
  }
}

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')]

/** The fields by which a meeting is called and changed. */
export function MeetingForm(props: {
  action: string
  act: 'call' | 'change'
  terms: MeetingTerms
  group: GroupFound
}) {
  const { action, act, terms } = props
  return (
    <Form class="sheet" action={action}>
      <label>
        {words.title}
        <input name="title" value={terms.title} maxlength={120} autocomplete="off" />
      </label>
      <div class="pair">
        <label>
          {words.day}
          <input type="date" name="day" value={terms.day} required />
        </label>
        <label>
          {words.clock}
          <input type="time" name="clock" value={terms.clock} required />
        </label>
        <label>
          {words.zone}
          <input name="zone" value={terms.zone} list="zones" maxlength={60} required />
        </label>
        <label>
          {words.minutes}
          <input
            type="number"
            name="minutes"
            value={String(terms.minutes)}
            min="5"
            max="1440"
            required
          />
        </label>
      </div>
      <datalist id="zones">
        {zones.map((name) => (
          <option value={name}></option>
        ))}
      </datalist>
      <label>
        {words.venue}
        <input name="venue" value={terms.venue} maxlength={500} autocomplete="off" />
      </label>
      {act === 'call' && (
        <div class="pair">
          <label>
            {words.times}
            <select name="times">
              {[1, 2, 3, 4, 6, 8, 10, 13, 26].map((times) => (
                <option value={String(times)}>{words.timesOf(times)}</option>
              ))}
            </select>
          </label>
          <label>
            {words.every}
            <select name="every">
              {[1, 2, 3, 4].map((weeks) => (
                <option value={String(weeks)}>{String(weeks)}</option>
              ))}
            </select>
          </label>
        </div>
      )}
      <button class="chief" name="act" value={act}>
        {act === 'call' ? words.callIt : words.save}
      </button>
    </Form>
  )
}
