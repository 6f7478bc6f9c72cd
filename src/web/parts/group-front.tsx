import type { GroupFound, Meeting, Shelved } from '#groups'
import { isArxivId, type Paper, type PaperId, paperPath, plainText, understand } from '#paper'
import { groups, meetings } from '../words/groups.ts'
import { By, type Handles } from './by.tsx'
import { Entry } from './entry.tsx'
import { FollowSubject } from './follow.tsx'
import { Form } from './form.tsx'
import { JoinForm } from './group-join.tsx'
import { GroupPage } from './group.tsx'
import type { Frame } from './layout.tsx'
import { MeetingEntry, type MeetingNames } from './meeting.tsx'
import { groupPath } from './paths.ts'
import { rich } from './rich.ts'

const words = groups.front

/** A paper of a group, with the paper itself. */
export type OnShelf = Shelved & { readonly of: Paper }

type Props = {
  frame: Frame
  group: GroupFound
  shelf: readonly OnShelf[]
  handles: Handles
  comments: ReadonlyMap<PaperId, number>
  /** What is looked up, and the papers it may be. */
  text: string
  found: readonly Paper[]
  /** Whether the reader has asked to join. */
  asked: boolean
  next: Meeting | undefined
  names: MeetingNames
}

/** Whether somebody writes in a group: members do, while it is open. */
export const writes = ({ as, closedAt }: GroupFound): boolean =>
  !closedAt && (as === 'member' || as === 'owner')

/** The front page of a group: what it picked, what is nominated, and how to nominate. */
export function GroupFront(props: Props) {
  const { frame, group, shelf } = props
  const picked = shelf.filter(({ position }) => position !== null)
  const waiting = shelf.filter(({ position }) => position === null)
  return (
    <GroupPage frame={frame} group={group} here="front">
      <div class="group-about">
        {group.about.split(/\n{2,}/).map((paragraph) => paragraph && <p dir="auto">{paragraph}</p>)}
        {props.next && (
          <section class="next">
            <h2>{meetings.next}</h2>
            <MeetingEntry group={group.id} meeting={props.next} names={props.names} />
          </section>
        )}
        <FollowSubject
          frame={frame}
          about="group"
          subject={{ id: group.id, name: group.name, key: group.id }}
        />
        {group.as === 'guest' && <JoinForm frame={frame} group={group} asked={props.asked} />}
      </div>
      {picked.length > 0 && (
        <section class="section picks">
          <h2>{words.picks}</h2>
          <div class="entries">
            {picked.map((one) => (
              <OneEntry {...props} one={one} last={picked.length - 1} />
            ))}
          </div>
        </section>
      )}
      <section class="section">
        <h2>{words.nominated}</h2>
        {waiting.length > 0 && <p class="help">{words.byVotes}</p>}
        {shelf.length === 0 && (
          <p class="notice">
            {words.empty} {writes(group) && words.emptyMember}
          </p>
        )}
        <div class="entries">
          {waiting.map((one) => (
            <OneEntry {...props} one={one} last={0} />
          ))}
        </div>
      </section>
      {writes(group) && <Find {...props} />}
    </GroupPage>
  )
}

function OneEntry(props: Props & { one: OnShelf; last: number }) {
  const { group, one, comments, handles } = props
  const to = groupPath(group.id) + paperPath(one.paper)
  const said = comments.get(one.paper) ?? 0
  return (
    <Entry
      paper={one.of}
      to={to}
      line={<Line one={one} handles={handles} />}
      after={
        <div class="nomination">
          <p>
            {words.by} <By actor={one.nominatedBy} handles={handles} /> ·{' '}
            <a href={`${to}#discussion`}>{words.talk(said)}</a>
            {one.note && (
              <>
                {' · '}
                <a href={`${to}#notes`}>{words.notes}</a>
              </>
            )}
          </p>
          {group.as === 'owner' && !group.closedAt && <Arrange {...props} />}
        </div>
      }
    />
  )
}

export function Line({ one, handles }: { one: Shelved; handles: Handles }) {
  if (!one.line) return null
  return (
    <p class="line" dir="auto">
      {rich(one.line, { links: false })}{' '}
      <span class="by">
        — <By actor={one.lineBy} handles={handles} />
      </span>
    </p>
  )
}

/** What an owner does with a paper: on the front page, off it, and up and down there. */
function Arrange({ group, one, last }: Props & { one: OnShelf; last: number }) {
  const { paper, position } = one
  const title = plainText(one.of.title)
  return (
    <Form action={`${groupPath(group.id)}/papers`}>
      <input type="hidden" name="paper" value={paper} />
      {position === null ? (
        <>
          <button name="act" value="pick">
            {words.pick}
          </button>
          <button name="act" value="withdraw" aria-label={words.withdrawLabel(title)}>
            {words.withdraw}
          </button>
        </>
      ) : (
        <>
          <button
            name="to"
            value={String(position - 1)}
            disabled={position === 0}
            aria-label={words.up(title)}
          >
            ↑
          </button>
          <button
            name="to"
            value={String(position + 1)}
            disabled={position === last}
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
  )
}

/** Looks a paper up, and nominates it. */
function Find({ group, shelf, text, found }: Props) {
  const id = understand(text)
  const here = new Set(shelf.map(({ paper }) => paper))
  const path = groupPath(group.id)
  return (
    <section class="section" id="find">
      <h2>{words.find}</h2>
      <form class="fields look-up" action={`${path}#find`} role="search" aria-label={words.find}>
        <label>
          {words.field}
          <input type="search" name="q" value={text} maxlength={300} required />
        </label>
        <button>{words.look}</button>
      </form>
      {text && found.length === 0 && (
        <div class="notice" role="status">
          <p>{words.noneFound(text)}</p>
          {id && isArxivId(id) && (
            <Form action={`${path}/papers`}>
              <input type="hidden" name="paper" value={id} />
              <button name="act" value="fetch">
                {words.fetch}
              </button>
            </Form>
          )}
        </div>
      )}
      <div class="entries">
        {found.map((paper) => (
          <Entry
            paper={paper}
            after={
              here.has(paper.id) ? (
                <p class="help">{words.already}</p>
              ) : (
                <Form action={`${path}/papers`} class="nominate-line">
                  <input type="hidden" name="paper" value={paper.id} />
                  <label>
                    {words.line}
                    <input name="line" maxlength={280} />
                  </label>
                  <button name="act" value="nominate">
                    {words.nominate}
                  </button>
                </Form>
              )
            }
          />
        ))}
      </div>
    </section>
  )
}
