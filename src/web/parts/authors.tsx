import { nameKey } from '#paper'
import { rich } from './rich.ts'
import { words } from '../words/words.ts'
import { authorPath } from './paths.ts'

/** How many authors stand in sight; of a larger company the rest is folded. */
const inSight = 24

/** The authors of a paper, each leading to the papers of that name. */
export function Authors({ names }: { names: readonly string[] }) {
  if (names.length === 0) return <p class="authors absent">{words.noAuthors}</p>
  const folded = names.length > inSight + 6
  return (
    <div class="authors">
      <Names names={folded ? names.slice(0, inSight) : names} />
      {folded && (
        <details>
          <summary>{words.paper.allAuthors(names.length)}</summary>
          <Names names={names.slice(inSight)} />
        </details>
      )}
    </div>
  )
}

function Names({ names }: { names: readonly string[] }) {
  return (
    <ul>
      {names.map((name) => (
        <li>
          <Author name={name} />
        </li>
      ))}
    </ul>
  )
}

function Author({ name }: { name: string }) {
  const key = nameKey(name)
  const text = <bdi>{rich(name)}</bdi>
  return key ? <a href={authorPath(key)}>{text}</a> : text
}
