import type { Actor } from '#store'
import { picks } from '../words/picks.ts'

export type Handles = ReadonlyMap<Actor, string>

/** Who did something, as others know them. */
export function By({ actor, handles }: { actor: Actor; handles: Handles }) {
  const handle = handles.get(actor)
  if (handle !== undefined) return <a href={`/people/${handle}`}>@{handle}</a>
  return <>{actor === '' ? picks.log.house : picks.nominations.someone}</>
}
