import { handlesOf, placesOf } from '#curation'
import { type Day, isDay, type Paper } from '#paper'
import type { Store } from '#store'
import { picks as told } from '../words/picks.ts'
import { categoryInWords, dayInWords } from '../words/words.ts'
import { By, type Handles } from './by.tsx'
import type { Frame } from './layout.tsx'
import { NominationControls, NominationForm } from './nomination.tsx'
import { categoryPath, dayPath, scorePath } from './paths.ts'
import { rich } from './rich.ts'
import { SaveButton } from './save.tsx'
import { topicsByUse } from './topics.ts'
import { VoteButton } from './vote.tsx'

/** What readers did with a paper. */
export type PaperPlaces = Awaited<ReturnType<typeof placesOf>> & {
  readonly handles: Handles
  readonly needed: number
  readonly today: Day
  readonly topics: readonly string[]
}

export async function placesFor(
  store: Store,
  paper: Paper,
  house: { readonly needed: number; readonly today: Day },
): Promise<PaperPlaces> {
  const places = await placesOf(store, paper.id)
  const handles = await handlesOf(store, [
    ...places.picks.map(({ lineBy }) => lineBy),
    ...places.nominations.flatMap(({ readers }) => readers.map(({ reader }) => reader)),
  ])
  return { ...places, handles, ...house, topics: await topicsByUse(store) }
}

/** The votes of a paper, where it was picked or nominated, and how to do so. */
export function PaperReaders(props: { frame: Frame; paper: Paper; places: PaperPlaces }) {
  const { frame, paper, places } = props
  const { picks, nominations, handles } = places
  const picked = new Set(picks.map(({ topic }) => topic))
  const waiting = nominations.filter(({ topic }) => !picked.has(topic))
  return (
    <section class="readers">
      <h2>{told.paper.heading}</h2>
      <p>
        <SaveButton paper={paper.id} /> <VoteButton paper={paper.id} />{' '}
        <a href={scorePath(paper.id)}>{told.paper.score}</a>
      </p>
      {picks.map(({ topic, day, line, lineBy }) => (
        <div class="picked">
          <p>
            {topic ? (
              <a href={categoryPath(topic)}>
                {told.nominations.pickedUnder(categoryInWords(topic))}
              </a>
            ) : (
              isDay(day) && (
                <a href={dayPath(day)}>{told.nominations.pickedOn(dayInWords(day, 'long'))}</a>
              )
            )}
          </p>
          {line && (
            <p class="line" dir="auto">
              {rich(line, { links: false })}{' '}
              <span class="by">
                — <By actor={lineBy} handles={handles} />
              </span>
            </p>
          )}
        </div>
      ))}
      {waiting.map((nomination) => (
        <div>
          <p>
            {nomination.topic
              ? told.nominations.forTopic(categoryInWords(nomination.topic))
              : told.nominations.frontPage}
          </p>
          <NominationControls frame={frame} nomination={nomination} {...places} />
        </div>
      ))}
      {nominations.length === 0 && picks.length === 0 && (
        <NominationForm
          paper={paper}
          today={places.today}
          from={frame.address}
          topics={places.topics}
        />
      )}
    </section>
  )
}
