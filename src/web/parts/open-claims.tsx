import type { OpenClaim } from '#claims'
import { paperPath } from '#paper'
import type { Names } from '../pages/moderation.tsx'
import { claims } from '../words/claims.ts'
import { By } from './by.tsx'
import { Form } from './form.tsx'
import { rich } from './rich.ts'

const words = claims.queue

/** Who says to have written a paper, for a curator to look at. */
export function OpenClaims(props: { claims: readonly OpenClaim[]; names: Names }) {
  const { claims: open, names } = props
  if (open.length === 0) return null
  return (
    <>
      <h2>{words.heading}</h2>
      {open.map(({ paper, reader, said, orcid, named, disputes }) => (
        <section>
          <p dir="auto">
            <By actor={reader} handles={names.handles} /> {words.says}{' '}
            <a href={paperPath(paper)}>
              {rich(names.titles.get(paper) ?? paper, { links: false })}
            </a>
            {said && `: ${said}`}
          </p>
          <p class="help">
            {named ? words.named : words.notNamed}
            {/^[\dX-]{19}$/.test(orcid) && (
              <>
                {' '}
                {words.orcid}{' '}
                <a href={`https://orcid.org/${orcid}`} rel="noreferrer">
                  {orcid}
                </a>
              </>
            )}
          </p>
          {disputes.map((one) => (
            <p dir="auto">
              <By actor={one.reader} handles={names.handles} /> {words.disputes} {one.reason}
            </p>
          ))}
          <Form action="/claims/settle">
            <input type="hidden" name="paper" value={paper} />
            <input type="hidden" name="claimant" value={reader} />
            <button name="answer" value="yes">
              {words.yes}
            </button>{' '}
            <button name="answer" value="no">
              {words.no}
            </button>
          </Form>
        </section>
      ))}
    </>
  )
}
