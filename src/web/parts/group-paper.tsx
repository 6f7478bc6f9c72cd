import { raw } from 'hono/html'
import { longestBody, markdownHtml } from '#discussion'
import type { GroupFound, Shelved } from '#groups'
import { opening, type Paper, paperPath, plainText } from '#paper'
import { groups } from '../words/groups.ts'
import { Authors } from './authors.tsx'
import { By, type Handles } from './by.tsx'
import { Discussion, type Talk } from './discussion.tsx'
import { Form } from './form.tsx'
import { Line, writes } from './group-front.tsx'
import { GroupPage } from './group.tsx'
import type { Frame } from './layout.tsx'
import { groupPath } from './paths.ts'
import { rich } from './rich.ts'
import { Time } from './time.tsx'
import { VoteButton } from './vote.tsx'

const words = groups.paper

type Props = {
  frame: Frame
  group: GroupFound
  paper: Paper
  shelved?: Shelved
  handles: Handles
  talk: Talk
}

/** What a group has of a paper: its votes, its line, its notes, and what is said about it there. */
export function GroupPaper(props: Props) {
  const { frame, group, paper, shelved, handles, talk } = props
  const gist = opening(paper.abstract || paper.summary, 600).opening
  return (
    <GroupPage frame={frame} group={group} here="front" title={plainText(paper.title)}>
      <article class="paper in-group" id={paperPath(paper.id).slice(1)}>
        <header>
          <h1 dir="auto">{rich(paper.title)}</h1>
          <Authors names={paper.authors} />
        </header>
        <section class="abstract">
          {gist && <p dir="auto">{rich(gist)}</p>}
          <p class="source">
            <a href={paperPath(paper.id)}>{words.everywhere}</a>
          </p>
        </section>
        <aside>
          <section class="readers">
            <h2>{words.heading}</h2>
            {shelved ? (
              <>
                <p>
                  <VoteButton paper={paper.id} /> {groups.front.by}{' '}
                  <By actor={shelved.nominatedBy} handles={handles} />
                </p>
                <Line one={shelved} handles={handles} />
                {writes(group) && <Own {...props} shelved={shelved} />}
              </>
            ) : (
              <NotIn {...props} />
            )}
          </section>
        </aside>
      </article>
      {shelved && <Notes {...props} shelved={shelved} />}
      <Discussion frame={frame} paper={paper.id} talk={talk} />
    </GroupPage>
  )
}

function NotIn({ group, paper }: Props) {
  return (
    <>
      <p>{words.notIn}</p>
      {writes(group) && (
        <Form action={`${groupPath(group.id)}/papers`} class="nominate-line">
          <input type="hidden" name="paper" value={paper.id} />
          <label>
            {groups.front.line}
            <input name="line" maxlength={280} />
          </label>
          <button name="act" value="nominate">
            {groups.front.nominate}
          </button>
        </Form>
      )}
    </>
  )
}

/** What whoever nominated it, or an owner, may do. */
function Own({ frame, group, paper, shelved }: Props & { shelved: Shelved }) {
  if (group.as !== 'owner' && shelved.nominatedBy !== frame.reader?.id) return null
  return (
    <details>
      <summary>{groups.front.arrange}</summary>
      <Form action={`${groupPath(group.id)}/papers`} class="nominate-line">
        <input type="hidden" name="paper" value={paper.id} />
        <input type="hidden" name="from" value={frame.address} />
        <label>
          {words.line}
          <input name="line" value={shelved.line} maxlength={280} />
        </label>
        <button name="act" value="line">
          {words.save}
        </button>
      </Form>
      <Form action={`${groupPath(group.id)}/papers`}>
        <input type="hidden" name="paper" value={paper.id} />
        <button name="act" value="withdraw">
          {groups.front.withdraw}
        </button>
      </Form>
    </details>
  )
}

function Notes({ frame, group, paper, shelved, handles }: Props & { shelved: Shelved }) {
  return (
    <section class="section discussion" id="notes" aria-labelledby="notes-heading">
      <h2 id="notes-heading">{words.notes}</h2>
      {shelved.note ? (
        <>
          <div class="words" dir="auto">
            {raw(markdownHtml(shelved.note))}
          </div>
          <p class="aside">
            {words.writtenBy} <By actor={shelved.noteBy} handles={handles} />
            {shelved.noteAt && (
              <>
                , <Time at={shelved.noteAt} />
              </>
            )}
          </p>
        </>
      ) : (
        <p class="aside">{words.noNotes}</p>
      )}
      {writes(group) && (
        <details>
          <summary>{words.write}</summary>
          <Form action={`${groupPath(group.id)}/papers`} class="say">
            <input type="hidden" name="paper" value={paper.id} />
            <input type="hidden" name="seen" value={shelved.noteAt ?? ''} />
            <input type="hidden" name="from" value={frame.address} />
            <label>
              {words.notesHelp}
              <textarea name="note" maxlength={longestBody} rows={8}>
                {shelved.note}
              </textarea>
            </label>
            <button name="act" value="note">
              {words.save}
            </button>
          </Form>
        </details>
      )}
    </section>
  )
}
