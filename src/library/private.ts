import type { ReaderId } from '#store'

declare const of: unique symbol

/**
 * Something of one reader's that nobody else may see, nor infer. What it holds can be reached in two
 * ways only: `openFor` whoever owns it, or a release that has a name. (Labels on what flows, as in
 * “Rethinking Privacy in Machine Learning Pipelines from an Information Flow Control Perspective”.)
 */
export type Private<T> = { readonly [of]: T }

const held = new WeakMap<object, { readonly owner: ReaderId; readonly value: unknown }>()

/** Labels something as a reader's own. */
export function privateTo<T>(owner: ReaderId, value: T): Private<T> {
  const label = Object.freeze({})
  held.set(label, { owner, value })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a label shows nothing of what it holds
  return label as Private<T>
}

/** What a label holds, for its owner. Anybody else is a fault of ours, and gets nothing. */
export function openFor<T>(viewer: ReaderId | undefined, label: Private<T>): T {
  const { owner, value } = contentOf(label)
  if (viewer === undefined || viewer !== owner) {
    throw new Error('something of one reader’s was about to be shown to another')
  }
  return value
}

/**
 * What leaves a reader's library for others to see or infer, and why it may. Nothing else does:
 * `test/privacy.test.ts` holds every page, feed and answer to it.
 */
export const releases = {
  /** Ids of papers that are not held are asked for at arXiv and Crossref: no name goes along. */
  'asked for': 'Which papers a list names, to the services that know them.',
  /** A paper that was brought in is held for everybody; nobody is told who brought it. */
  'brought in': 'In a house for one, papers that only a list knows, to the catalogue.',
  /** By the button of its owner; not made public any more, it is gone at once. */
  'made public': 'A collection that its reader made public: its name, whose it is, and its papers.',
} as const

/** What a label holds, let go of by the name of a release. */
export function release<T>(_as: keyof typeof releases, label: Private<T>): T {
  return contentOf(label).value
}

function contentOf<T>(label: Private<T>): { owner: ReaderId; value: T } {
  const found = held.get(label)
  if (!found) throw new Error('a label that nobody gave')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- put there with its type by `privateTo`
  return found as { owner: ReaderId; value: T }
}
