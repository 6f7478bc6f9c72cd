import { z } from 'zod'
import { DomainError } from '#domain-error'
import { isArxivId } from '#paper'
import type { Manners } from './ask.ts'
import { venueIn } from './citation.ts'
import { bareDoi, withoutGaps } from './corpus-record.ts'
import type { Answers, Finding, Knower } from './enrich.ts'
import { jsonConversation, jsonManners } from './json-manners.ts'
import { shaped } from './json-records.ts'
import type { Aside } from './source.ts'
import { lineIn, paragraphsIn } from './text.ts'

export type SemanticScholar = Partial<Manners> & {
  /** Without a key one shares a pool that is often busy. */
  readonly key?: string | undefined
  readonly base?: string | undefined
}

/**
 * Semantic Scholar, by `POST /graph/v1/paper/batch`: 500 ids at most, answered in their order, with
 * null for those that it does not know. It often answers 429 without Retry-After, hence the slow pace
 * and the doubling pauses; a key has one request a second.
 */
export function semanticScholar({ key, base, ...options }: SemanticScholar): Knower {
  const manners = {
    ...jsonManners,
    pace: key ? 1100 : 5000,
    tries: 8,
    ...options,
  }
  return {
    name: 'semantic-scholar',
    atOnce: 500,
    nameOf(id) {
      if (isArxivId(id)) return `ARXIV:${id}`
      const [, scheme, value = ''] = id.match(/^(doi|acl):(.*)$/) ?? []
      return scheme && `${scheme.toUpperCase()}:${value}`
    },
    async ask(names, signal, turns) {
      const ask = jsonConversation(manners, turns)
      const question = {
        url: `${base ?? 'https://api.semanticscholar.org'}/graph/v1/paper/batch?fields=externalIds,abstract,venue`,
        headers: { ...(key && { 'x-api-key': key }) },
        body: { ids: names },
      }
      const answer = await ask(question, z.array(z.unknown()).length(names.length), signal)
      return answersIn(answer, names)
    },
  }
}

const Known = z.looseObject({
  externalIds: z
    .looseObject({ ArXiv: z.string().optional(), DOI: z.string().optional() })
    .nullish(),
})

function answersIn(answer: readonly unknown[], names: readonly string[]): Answers {
  const known = new Map<string, Finding>()
  const asides: Aside[] = []
  for (const [i, name] of names.entries()) {
    const one = answer[i]
    if (one === null || one === undefined) continue
    try {
      known.set(name, findingIn(one, name))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      const excerpt = JSON.stringify(one).slice(0, 200)
      asides.push({ spot: name, reason: error.message, excerpt })
    }
  }
  return { known, asides }
}

function findingIn(one: unknown, name: string): Finding {
  const row = shaped(one, Known, 'Semantic Scholar')
  const { ArXiv: arxiv, DOI } = row.externalIds ?? {}
  if (arxiv && name.startsWith('ARXIV:') && name !== `ARXIV:${arxiv}`) {
    throw new DomainError('invalid', `it answered with another paper, ${arxiv.slice(0, 40)}`)
  }
  const doi = bareDoi(DOI)
  const { title: _, ...finding } = withoutGaps({
    title: name,
    abstract: paragraphsIn(row, 'abstract'),
    // A preprint's own DOI says nothing that its id does not.
    doi: doi && /^10\.(?!48550\/)\d{4,9}\/\S{1,180}$/.test(doi) ? doi : undefined,
    venue: venueIn(lineIn(row, 'venue')),
  })
  return finding
}
