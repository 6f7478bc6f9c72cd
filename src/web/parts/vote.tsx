import { createContext, useContext } from '#jsx'
import { type PaperId, paperPath } from '#paper'
import { noVotes, type Tally } from '#votes'
import { picks } from '../words/picks.ts'
import { Form } from './form.tsx'

/** The votes of the papers on a page, as its reader sees them. `Layout` provides it. */
export const Tallies = createContext<ReadonlyMap<PaperId, Tally> | undefined>(undefined)

/**
 * How many voted for a paper; pressed, it votes, and pressed again it takes the vote back. Nothing on
 * a page that did not ask for the votes of its papers.
 */
export function VoteButton({ paper }: { paper: PaperId }) {
  const tallies = useContext(Tallies)
  if (!tallies) return null
  const { votes, voted } = tallies.get(paper) ?? noVotes
  return (
    <button
      class="vote"
      form="votes"
      name={voted ? 'take' : 'cast'}
      value={paper}
      aria-pressed={voted ? 'true' : 'false'}
      aria-label={picks.vote.label(votes)}
    >
      <span class="number">{votes > 0 ? votes : picks.vote.none}</span>
    </button>
  )
}

/** What all vote buttons of a page belong to. The island in it sends votes without leaving the page. */
export function VoteForm({
  from,
  action = '/votes',
}: {
  from: string
  action?: string | undefined
}) {
  return (
    <broadsheet-votes>
      <Form
        id="votes"
        action={action}
        data-some={picks.vote.label(2).replace('2', '{}')}
        data-one={picks.vote.label(1)}
        data-none={picks.vote.none}
      >
        <input type="hidden" name="from" value={from} />
      </Form>
    </broadsheet-votes>
  )
}

/** The place of a paper on a page, to come back to after voting for it. */
export const entryId = (paper: PaperId): string => paperPath(paper).slice(1)
