import type { Config } from '#config'
import { DomainError } from '#domain-error'
import {
  aclAnthology,
  arxivOai,
  biorxiv,
  crossrefWorks,
  enrichment,
  hfDaily,
  openAlex,
  openReview,
  semanticScholar,
  type Source,
  userAgent,
} from '#harvest'
import type { Store } from '#store'

/** What a person may say about a source. */
export type Wishes = {
  readonly set?: string
  readonly from?: string
  readonly format?: 'arXiv' | 'arXivRaw'
  readonly base?: string
  readonly mailto?: string
}

/** What a source is opened with: wishes, and what we call ourselves. */
type Opening = Wishes & { readonly userAgent?: string }

type Road = {
  /** What comes in by it, for the help. */
  readonly brings: string
  readonly takes: readonly (keyof Wishes)[]
  open(wishes: Opening, at: Place): Source
}

/** Where it is opened: what is held already, and what the keeper was given by others. */
type Place = { readonly store: Store } & Pick<Config, 'keys' | 'contact'>

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
  'semantic-scholar': {
    brings: 'abstracts, DOIs and venues that our papers of some ages lack (SEMANTIC_SCHOLAR_KEY)',
    takes: ['base'],
    open: ({ base, userAgent: name }, { store, keys }) =>
      enrichment(store, semanticScholar({ key: keys.semanticScholar, base, ...named(name) })),
  },
  openalex: {
    brings: 'the same, from OpenAlex, which wants a key (OPENALEX_KEY)',
    takes: ['base'],
    open: ({ base, userAgent: name }, { store, keys }) => {
      if (keys.openAlex) {
        return enrichment(store, openAlex({ key: keys.openAlex, base, ...named(name) }))
      }
      throw new DomainError('invalid', 'OpenAlex wants a key: get one there, and set OPENALEX_KEY')
    },
  },
} as const satisfies Record<string, Road>

const named = (name: string | undefined) => (name === undefined ? {} : { userAgent: name })

export const isRoad = (name: string): name is keyof typeof roads => Object.hasOwn(roads, name)

/** Opens a source as somebody wishes it. What it does not take is refused, not passed over. */
export function sourceNamed(name: string, wishes: Wishes, at: Place): Source {
  if (!isRoad(name)) throw new DomainError('invalid', `there is no source “${name}”`)
  const { takes, open }: Road = roads[name]
  for (const [wish, value] of Object.entries(wishes)) {
    if (value !== undefined && !takes.some((taken) => taken === wish)) {
      const taken = takes.map((one) => `--${one}`).join(', ')
      throw new DomainError('invalid', `${name} takes no --${wish}, but ${taken}`)
    }
  }
  return open({ ...wishes, ...(at.contact && { userAgent: userAgent(at.contact) }) }, at)
}
