import { createContext, useContext } from '#jsx'
import type { Paper, PaperId } from '#paper'
import { watches as words } from '../words/watches.ts'
import { withQuery } from './pager.tsx'

/** The papers of a page that its reader never wants to be shown, and what becomes of them. */
export type MutedHere = {
  readonly ids: ReadonlySet<PaperId>
  readonly asShown: 'left out' | 'marked'
}

/** `Layout` provides it. */
export const Muted = createContext<MutedHere | undefined>(undefined)

/** What becomes of a paper on the page that is being made. */
export function mutingOf(paper: PaperId): 'shown' | MutedHere['asShown'] {
  const muted = useContext(Muted)
  return muted?.ids.has(paper) ? muted.asShown : 'shown'
}

/** Those of some papers that the page shows. */
export const shownOf = <Some extends Pick<Paper, 'id'>>(papers: readonly Some[]): readonly Some[] =>
  papers.filter(({ id }) => mutingOf(id) !== 'left out')

/** Says how many papers of a page are left out, and leads to the page with them. */
export function LeftOut({ ids, asShown, address }: MutedHere & { address: string }) {
  const shown = asShown === 'marked'
  return (
    <p class="left-out" role="note">
      {shown ? words.muted.here(ids.size) : words.muted.leftOut(ids.size)}{' '}
      <a href={withQuery(address, { muted: shown ? '' : 'show' })}>
        {shown ? words.muted.hide : words.muted.show(ids.size)}
      </a>{' '}
      <a href="/account/following">{words.muted.change}</a>
    </p>
  )
}
