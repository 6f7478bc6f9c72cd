import { type PaperId, paperPath } from '#paper'
import type { Hit } from '#search'
import { words } from '../words/words.ts'

/** Of a hit: under which other ids it stands here, and on demand why it stands where it does. */
export function Why({ hit }: { hit: Hit }) {
  return (
    <div class="why">
      {hit.others && <Others ids={hit.others} />}
      {hit.why && (
        <details>
          <summary>{words.search.why}</summary>
          <Reasons {...hit} why={hit.why} />
        </details>
      )}
    </div>
  )
}

function Others({ ids }: { ids: readonly PaperId[] }) {
  return (
    <p class="source">
      {words.search.elsewhere(ids.length)}{' '}
      {ids.map((id, i) => (
        <>
          {i > 0 && ', '}
          <a href={paperPath(id)}>{id}</a>
        </>
      ))}
    </p>
  )
}

/** What each kind of evidence adds to the score, the most first; what adds nothing is left out. */
function Reasons({ why, score }: Pick<Hit, 'score'> & { why: NonNullable<Hit['why']> }) {
  const parts = Object.entries(why)
    .filter(([, part]) => part >= 0.005)
    .toSorted(([, x], [, y]) => y - x)
  return (
    <table>
      <tbody>
        {parts.map(([name, part]) => (
          <tr>
            <th scope="row">{names.get(name)}</th>
            <td>
              <meter max={score} value={part} aria-hidden="true"></meter>
            </td>
            <td class="number">{part.toFixed(2)}</td>
          </tr>
        ))}
        <tr class="sum">
          <th scope="row">{words.search.score}</th>
          <td></td>
          <td class="number">{score.toFixed(2)}</td>
        </tr>
      </tbody>
    </table>
  )
}

const names = new Map(Object.entries(words.search.reasons))
