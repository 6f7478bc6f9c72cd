import { DomainError } from '#domain-error'
import {
  aclAnthology,
  arxivOai,
  biorxiv,
  crossrefWorks,
  hfDaily,
  openReview,
  type Source,
} from '#harvest'

/** What a person may say about a source. */
export type Wishes = {
  readonly set?: string
  readonly from?: string
  readonly format?: 'arXiv' | 'arXivRaw'
  readonly base?: string
  readonly mailto?: string
}

type Road = {
  /** What comes in by it, for the help. */
  readonly brings: string
  readonly takes: readonly (keyof Wishes)[]
  open(wishes: Wishes): Source
}

/** The sources that `harvest` knows by name. */
export const roads = {
  arxiv: {
    brings: 'what arXiv announced, by OAI-PMH',
    takes: ['set', 'from', 'format', 'base'],
    open: (wishes) => arxivOai(wishes),
  },
  hf: {
    brings: 'the papers picked on Hugging Face, an edition for each day',
    takes: ['from', 'base'],
    open: (wishes) => hfDaily(wishes),
  },
  acl: {
    brings: 'a collection of the ACL Anthology, such as N19 or 2020.acl',
    takes: ['set', 'base'],
    open: (wishes) => aclAnthology(wishes),
  },
  openreview: {
    brings: 'the submissions of a venue, such as ICLR.cc/2026/Conference',
    takes: ['set', 'base'],
    open: (wishes) => openReview(wishes),
  },
  biorxiv: {
    brings: 'the preprints of bioRxiv, day by day',
    takes: ['from', 'base'],
    open: (wishes) => biorxiv({ ...wishes, server: 'biorxiv' }),
  },
  medrxiv: {
    brings: 'the preprints of medRxiv, day by day',
    takes: ['from', 'base'],
    open: (wishes) => biorxiv({ ...wishes, server: 'medrxiv' }),
  },
  crossref: {
    brings: 'works by their DOIs, as their publishers know them',
    takes: ['set', 'mailto', 'base'],
    open: (wishes) => crossrefWorks(wishes),
  },
} as const satisfies Record<string, Road>

export const isRoad = (name: string): name is keyof typeof roads => Object.hasOwn(roads, name)

/** Opens a source as somebody wishes it. What it does not take is refused, not passed over. */
export function sourceNamed(name: string, wishes: Wishes): Source {
  if (!isRoad(name)) throw new DomainError('invalid', `there is no source “${name}”`)
  const { takes, open }: Road = roads[name]
  for (const [wish, value] of Object.entries(wishes)) {
    if (value !== undefined && !takes.some((taken) => taken === wish)) {
      const taken = takes.map((one) => `--${one}`).join(', ')
      throw new DomainError('invalid', `${name} takes no --${wish}, but ${taken}`)
    }
  }
  return open(wishes)
}
