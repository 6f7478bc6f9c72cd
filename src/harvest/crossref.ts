import { hash } from 'node:crypto'
import { z } from 'zod'
import { DomainError } from '#domain-error'
import type { PaperRecord } from '#paper'
import type { Manners } from './ask.ts'
import { bareDoi } from './corpus-record.ts'
import { readCslRecord } from './csl.ts'
import { jats } from './jats.ts'
import { type AskJson, jsonConversation, jsonManners } from './json-manners.ts'
import { shaped } from './json-records.ts'
import type { Batch, Source } from './source.ts'

export type Crossref = Partial<Manners> & {
  /** DOIs, with commas between them. */
  readonly set?: string
  /** Whom Crossref may write to about us; it answers those more readily that say so. */
  readonly mailto?: string
  /** Another server that answers as api.crossref.org does. */
  readonly base?: string
}

const crossrefOrg = 'https://api.crossref.org'

/** The place of a list that was read whole. Asked again, it is read again. */
const end = 'end'

/**
 * Works by their DOIs, one at a time: `/works/{doi}`. What comes back is CSL-JSON but for lists where
 * that has texts and JATS in titles and abstracts; field names are as public clients have them (read
 * 2026-11-20), and no recording was at hand. A DOI that Crossref does not know (arXiv's are
 * DataCite's) is set aside.
 */
export function crossrefWorks({
  set = '',
  mailto,
  base = crossrefOrg,
  ...options
}: Crossref): Source {
  const dois = [...new Set(set.split(/[\s,]+/).flatMap((doi) => bareDoi(doi)?.toLowerCase() || []))]
  const wrong = dois.find((doi) => !/^10\.\d{4,9}\/\S{1,180}$/.test(doi))
  if (dois.length === 0 || wrong) {
    const said = wrong ? `“${wrong.slice(0, 60)}” is no DOI` : 'name some DOIs'
    throw new DomainError('invalid', `${said}: --set 10.1000/182,10.1145/800045.801571`)
  }
  if (!URL.canParse(base)) throw new DomainError('invalid', `“${base}” is no address of a server`)
  return {
    name: `crossref:${hash('sha256', dois.join(' ')).slice(0, 16)}`,
    origin: 'crossref',
    asks: true,
    async *batches(after, signal, turns) {
      const ask = jsonConversation({ ...jsonManners, ...options }, turns)
      for (let i = after && after !== end ? Number(after) : 0; i < dois.length; i++) {
        const doi = dois[i] ?? ''
        const query = mailto ? `?${new URLSearchParams({ mailto }).toString()}` : ''
        const url = `${base}/works/${encodeURIComponent(doi)}${query}`
        yield {
          ...(await workAt(ask, url, doi, signal)),
          place: i + 1 === dois.length ? end : String(i + 1),
          share: (i + 1) / dois.length,
        }
      }
    },
  }
}

const Reply = z.object({ message: z.unknown() })

async function workAt(
  ask: AskJson,
  url: string,
  doi: string,
  signal: AbortSignal,
): Promise<Pick<Batch, 'records' | 'asides'>> {
  try {
    const { message } = await ask(url, Reply, signal)
    return { records: [readWork(message, doi)] }
  } catch (error) {
    // It knows no such work (an outage is of another kind), or one that cannot be read.
    if (!(error instanceof DomainError) || error.kind !== 'invalid') throw error
    return { records: [], asides: [{ spot: doi, reason: error.message, excerpt: '' }] }
  }
}

const Texts = z.array(z.string()).catch([])

const Work = z.looseObject({
  DOI: z.string(),
  title: Texts,
  subtitle: Texts,
  'container-title': Texts,
  abstract: z.string().optional().catch(undefined),
  author: z.array(z.looseObject({ name: z.string().optional() })).optional(),
})

function readWork(message: unknown, doi: string): PaperRecord {
  const work = shaped(message, Work, 'Crossref')
  if (work.DOI.toLowerCase() !== doi) {
    throw new DomainError(
      'invalid',
      `Crossref answered with another work, ${work.DOI.slice(0, 60)}`,
    )
  }
  const { title: titles, subtitle: subtitles, abstract, author, issued, posted } = work
  const [title = ''] = titles
  const [subtitle] = subtitles
  return readCslRecord({
    DOI: work.DOI,
    title: jats(subtitle && !title.includes(subtitle) ? `${title}: ${subtitle}` : title),
    abstract: abstract && jats(abstract),
    // An organisation has a name where a person has two.
    author: author?.map(({ name, ...person }) => (name ? { literal: name } : person)),
    issued: issued ?? posted,
    'container-title': work['container-title'][0],
  })
}
