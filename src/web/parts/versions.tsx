import type { Version } from '#catalog'
import { difference, type Paper, type Stretch } from '#paper'
import { versions as told } from '../words/versions.ts'
import { rich } from './rich.ts'
import { Time } from './time.tsx'

type Words = { readonly title: string; readonly abstract: string }

/** The versions of a paper, and what changed from each to the next. Nothing where there is only one. */
export function Versions({ paper, versions }: { paper: Paper; versions: readonly Version[] }) {
  const last = versions.at(-1)
  if (!last || versions.length < 2) return null
  const wordsOf = (version: Version): Words => (version === last ? paper : version)
  return (
    <section class="versions" aria-labelledby="versions">
      <h2 id="versions">{told.heading}</h2>
      <ol>
        {versions.map((version, i) => {
          const before = versions[i - 1]
          return (
            <li>
              <p>
                <strong>{told.name(version.number)}</strong> <Time at={version.at} />
                {version.withdrawn && <em>{told.withdrawn}</em>}
                {version === last && <span>{told.current}</span>}
              </p>
              {before && !version.withdrawn && (
                <Changed
                  from={before.number}
                  to={version.number}
                  before={wordsOf(before)}
                  after={wordsOf(version)}
                />
              )}
            </li>
          )
        })}
      </ol>
    </section>
  )
}

type Comparison = {
  readonly from: number
  readonly to: number
  readonly before: Words
  readonly after: Words
}

function Changed({ from, to, before, after }: Comparison) {
  if (!before.title || !after.title) {
    return <p class="absent">{told.unseen(before.title ? to : from)}</p>
  }
  const title = difference(before.title, after.title)
  const abstract = difference(before.abstract, after.abstract)
  if (isSame(title) && isSame(abstract)) return <p class="absent">{told.same}</p>
  return (
    <details>
      <summary>{told.changed(from, to)}</summary>
      <p class="absent">{told.key}</p>
      <h3>{told.title}</h3>
      {isSame(title) ? <p class="absent">{told.sameTitle}</p> : <Difference stretches={title} />}
      <h3>{told.abstract}</h3>
      {isSame(abstract) ? (
        <p class="absent">{told.sameAbstract}</p>
      ) : (
        <Difference stretches={abstract} />
      )}
    </details>
  )
}

const isSame = (stretches: readonly Stretch[]) => stretches.every(({ kind }) => kind === 'same')

/** Said aloud too, since few screen readers tell of `ins` and `del`. */
function Difference({ stretches }: { stretches: readonly Stretch[] }) {
  return (
    <p class="difference" dir="auto">
      {stretches.map(({ kind, text }) => (
        <>
          {kind === 'same' && rich(text)}
          {kind === 'gone' && (
            <del>
              <span class="unseen">{told.gone}</span>
              {rich(text)}
            </del>
          )}
          {kind === 'come' && (
            <ins>
              <span class="unseen">{told.come}</span>
              {rich(text)}
            </ins>
          )}{' '}
        </>
      ))}
    </p>
  )
}
