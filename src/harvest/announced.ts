import type { PaperId } from '#paper'

/** What an announcement says of a paper in a category: it is new, came from another, or changed. */
export type Announced = { readonly id: PaperId; readonly kind: AnnouncedKind }

export type AnnouncedKind = 'new' | 'cross' | 'replace'

/** How many of each kind there are. */
export type Totals = Readonly<Record<AnnouncedKind, number>>

export function totalsOf(announced: readonly Announced[]): Totals {
  const of = (wanted: AnnouncedKind) => announced.filter(({ kind }) => kind === wanted).length
  return { new: of('new'), cross: of('cross'), replace: of('replace') }
}

/** Whether papers are announced, not merely changed: those that a day must hold. */
export const isArrival = ({ kind }: { readonly kind: string }): boolean => kind !== 'replace'

/**
 * Whether two lists are of one announcement. A paper arrives in a category once, so that lists of
 * different days share nothing; half is enough, since either may have gaps.
 */
export function isSameList(one: readonly Announced[], other: readonly Announced[]): boolean {
  const [some, others] = [one, other].map((list) => new Set(arrivalsFirst(list)))
  if (!some || !others || some.size === 0 || others.size === 0) return false
  const shared = some.intersection(others).size
  return shared * 2 >= Math.min(some.size, others.size)
}

/** The ids of what arrived; of a list in which nothing did, those of what changed. */
function arrivalsFirst(list: readonly Announced[]): PaperId[] {
  const arrived = list.filter(isArrival)
  return (arrived.length > 0 ? arrived : list).map(({ id }) => id)
}
