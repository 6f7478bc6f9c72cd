import { z } from 'zod'
import { isArxivId } from '#paper'
import type { Manners } from './ask.ts'
import { venueIn } from './citation.ts'
import { bareDoi, withoutGaps } from './corpus-record.ts'
import type { Finding, Knower } from './enrich.ts'
import { jsonConversation, jsonManners } from './json-manners.ts'
import { folded, proper } from './text.ts'

export type OpenAlex = Partial<Manners> & {
  /** OpenAlex has asked for one since February 2026. */
  readonly key: string
  readonly base?: string | undefined
}

/**
 * OpenAlex, by `/works?filter=doi:…|…`: fifty DOIs at once, of which arXiv's papers have one each.
 * Field names are as public clients have them (read 2026-11-20); no recording was at hand. It knows
 * abstracts as an index of their words; a venue is where a work's main copy is, if that is no
 * repository.
 */
export function openAlex({ key, base = 'https://api.openalex.org', ...options }: OpenAlex): Knower {
  const manners = { ...jsonManners, ...options }
  return {
    name: 'openalex',
    atOnce: 50,
    nameOf(id) {
      const doi = isArxivId(id) ? `10.48550/arxiv.${id}` : id.replace(/^acl:/, '10.18653/v1/')
      const name = doi.replace(/^doi:/, '').toLowerCase()
      // These part the DOIs of a filter.
      return name.startsWith('10.') && !/[|,&]/.test(name) ? name : undefined
    },
    async ask(names, signal, turns) {
      const ask = jsonConversation(manners, turns)
      const query = new URLSearchParams({
        filter: `doi:${names.join('|')}`,
        'per-page': '50',
        select: 'doi,abstract_inverted_index,primary_location',
        api_key: key,
      })
      const { results } = await ask(`${base}/works?${query.toString()}`, Works, signal)
      const wanted = new Set(names)
      const known = new Map<string, Finding>()
      for (const work of results.flatMap((one) => one ?? [])) {
        const name = bareDoi(work.doi)?.toLowerCase() ?? ''
        if (wanted.has(name)) known.set(name, findingIn(work))
      }
      return { known, asides: [] }
    },
  }
}

const Work = z.object({
  doi: z.string(),
  abstract_inverted_index: z
    .record(z.string(), z.array(z.number().int().min(0).max(20_000)))
    .nullish()
    .catch(undefined),
  primary_location: z
    .object({
      source: z.object({ display_name: z.string(), type: z.string().nullish() }).nullish(),
    })
    .nullish()
    .catch(undefined),
})

/** A work that is not as it should be is passed over: it is only about what we lack. */
const Works = z.object({ results: z.array(Work.optional().catch(undefined)) })

function findingIn({ abstract_inverted_index: index, primary_location: at }: z.infer<typeof Work>) {
  const source = at?.source
  const { title: _, ...finding } = withoutGaps({
    title: 'unsaid',
    abstract: index ? inOrder(index) : undefined,
    venue:
      source && source.type !== 'repository'
        ? venueIn(folded(proper(source.display_name)).slice(0, 500))
        : undefined,
  })
  return finding
}

/** The text of which an index gives the places of each word. */
function inOrder(index: Readonly<Record<string, readonly number[]>>): string | undefined {
  const words: string[] = []
  for (const [word, places] of Object.entries(index)) {
    for (const place of places) words[place] = word
  }
  const text = folded(proper(words.filter((word) => word !== undefined).join(' ')))
  return text.length <= 100_000 ? text : undefined
}
