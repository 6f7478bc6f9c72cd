import { isAtLeast } from '#accounts'
import { dayOfPaper, type Nomination, oldestForFront } from '#curation'
import { addDays, type Day, isCategory, type Paper } from '#paper'
import { picks as told } from '../words/picks.ts'
import { categoryInWords } from '../words/words.ts'
import { By, type Handles } from './by.tsx'
import { Form } from './form.tsx'
import type { Frame } from './layout.tsx'

const words = told.nominations

/** Whether the front page is open to a paper. */
export function isYoung(paper: Paper, today: Day): boolean {
  const day = dayOfPaper(paper)
  return day !== '' && day >= addDays(today, -oldestForFront)
}

/** Who nominated a paper, and the buttons to endorse it, to withdraw, and to put it on the page. */
export function NominationControls(props: {
  frame: Frame
  nomination: Nomination
  handles: Handles
  needed: number
}) {
  const { frame, nomination, handles, needed } = props
  const { paper, topic, readers } = nomination
  const own = readers.some(({ reader }) => reader === frame.reader?.id)
  const counting = readers.filter(({ counts }) => counts).length
  return (
    <div class="nomination">
      <p>
        {readers.slice(0, 5).map(({ reader }, i) => (
          <>
            {i > 0 && ', '}
            <By actor={reader} handles={handles} />
          </>
        ))}
        {words.by(readers.length - 5, counting, topic ? undefined : needed)}
      </p>
      <Form action="/nominations">
        <input type="hidden" name="paper" value={paper} />
        <input type="hidden" name="topic" value={topic} />
        <input type="hidden" name="from" value={frame.address} />
        {own ? (
          <button name="act" value="withdraw" aria-label={words.withdrawLabel} aria-pressed="true">
            {words.withdraw}
          </button>
        ) : (
          <button name="act" value="endorse">
            {words.endorse}
          </button>
        )}
      </Form>
      {frame.reader && isAtLeast(frame.reader, 'curator') && (
        <Form action="/front">
          <input type="hidden" name="paper" value={paper} />
          <input type="hidden" name="topic" value={topic} />
          <input type="hidden" name="from" value={frame.address} />
          <button name="act" value="pick">
            {topic ? told.desk.pickTopic : told.desk.pick}
          </button>
        </Form>
      )}
    </div>
  )
}

/** The buttons to nominate a paper for the front page, if it is young enough, or to a topic. */
export function NominationForm(props: {
  paper: Paper
  today: Day
  from: string
  /** All topics, in the order in which they are offered after the paper's own. */
  topics: readonly string[]
}) {
  const { paper, today, from, topics } = props
  const own = [...new Set(paper.categories)].filter((code) => isCategory(code))
  return (
    <div class="nomination">
      {isYoung(paper, today) ? (
        <Form action="/nominations">
          <input type="hidden" name="paper" value={paper.id} />
          <input type="hidden" name="from" value={from} />
          <button name="act" value="nominate">
            {words.nominate}
          </button>
        </Form>
      ) : (
        <p>{words.tooOld(oldestForFront)}</p>
      )}
      <Form action="/nominations">
        <input type="hidden" name="paper" value={paper.id} />
        <input type="hidden" name="from" value={from} />
        <select name="topic" aria-label={words.topic}>
          {own.length > 0 && (
            <optgroup label={words.ownTopics}>
              {own.map((code) => (
                <option value={code}>{categoryInWords(code)}</option>
              ))}
            </optgroup>
          )}
          <optgroup label={words.otherTopics}>
            {topics
              .filter((code) => !own.includes(code))
              .map((code) => (
                <option value={code}>{categoryInWords(code)}</option>
              ))}
          </optgroup>
        </select>
        <button name="act" value="nominate">
          {words.nominateTo}
        </button>
      </Form>
    </div>
  )
}
