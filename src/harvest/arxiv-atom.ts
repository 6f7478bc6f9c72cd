import { hash } from 'node:crypto'
import { DomainError } from '#domain-error'
import { isArxivId, type PaperId, type PaperRecord, understand } from '#paper'
import { arxivManners } from './arxiv-manners.ts'
import { conversation, Garbled, type Manners } from './ask.ts'
import { categoriesAmong } from './category.ts'
import { bareDoi, withoutGaps } from './corpus-record.ts'
import { instantIn } from './dates.ts'
import { standingIn } from './standing.ts'
import { asOfVersion } from './snapshot-record.ts'
import type { Aside, Source } from './source.ts'
import { folded, isRow, lineIn, paragraphsIn, proper, type Row, titleIn } from './text.ts'
import { asList, readXml, textOf } from './xml.ts'

/** arXiv takes two thousand at once; a hundred ids make an address that every proxy lets through. */
const atOnce = 100

const end = 'end'

/**
 * Certain papers, by their arXiv ids, from arXiv's query API: the way to what other ways have
 * missed. Ids that are not arXiv's are passed over; those that arXiv does not know are set aside.
 */
export function arxivPapers(
  ids: readonly PaperId[],
  options: Partial<Manners> & { readonly base?: string } = {},
): Source {
  const base = options.base ?? 'https://export.arxiv.org/api/query'
  const wanted = [...new Set(ids.filter(isArxivId))].toSorted()
  return {
    name: `arxiv:papers:${hash('sha256', wanted.join(' ')).slice(0, 16)}`,
    origin: 'arxiv',
    asks: true,
    async *batches(after, signal, turns) {
      const ask = conversation({ ...arxivManners, ...options }, turns)
      const begin = after && after !== end ? Number(after) : 0
      for (let done = begin; done < wanted.length; done += atOnce) {
        const asked = wanted.slice(done, done + atOnce)
        const query = new URLSearchParams({
          id_list: asked.join(','),
          start: '0',
          max_results: String(atOnce),
        })
        const url = `${base}?${query.toString()}`
        const entries = await entriesAt(url)
        const last = done + atOnce >= wanted.length
        yield {
          ...sorted(asked, entries, url),
          place: last ? end : String(done + atOnce),
          share: Math.min(1, (done + atOnce) / wanted.length),
        }
      }

      async function entriesAt(url: string): Promise<readonly Row[]> {
        try {
          return await ask(url, entriesIn, signal)
        } catch (error) {
          if (!(error instanceof Garbled)) throw error
          throw new DomainError(
            'missing',
            `${url} gave an answer that cannot be read: ${error.message}. Ask again later`,
          )
        }
      }
    },
  }
}

/** The entries of a feed. One that is an error says so in an entry of its own. */
export function entriesIn(xml: string): readonly Row[] {
  const { feed } = readXml(xml)
  if (!isRow(feed)) throw new Garbled('it is no Atom feed', xml)
  const entries = asList(feed['entry']).filter(isRow)
  const [first] = entries
  if (first && textOf(first['id']).includes('/api/errors')) {
    throw new DomainError('invalid', `arXiv refused the query: ${textOf(first['summary'])}`)
  }
  return entries
}

function sorted(asked: readonly PaperId[], entries: readonly Row[], url: string) {
  const records: PaperRecord[] = []
  const asides: Aside[] = []
  const seen = new Set<string>()
  for (const entry of entries) {
    const excerpt = textOf(entry['title']).slice(0, 200)
    try {
      const record = readEntry(entry)
      seen.add(record.id ?? '')
      records.push(record)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      asides.push({ spot: textOf(entry['id']) || url, reason: error.message, excerpt })
      seen.add(understand(textOf(entry['id'])) ?? '')
    }
  }
  for (const id of asked.filter((one) => !seen.has(one))) {
    asides.push({ spot: id, reason: 'arXiv’s query API does not know this paper', excerpt: '' })
  }
  return { records, asides }
}

/** Reads an entry of the feed: `published` is the first version's, `updated` this version's. */
export function readEntry(entry: Row): PaperRecord {
  const row = Object.fromEntries(
    Object.entries(entry).map(([name, value]) => [name, textOf(value)]),
  )
  const id = understand(lineIn(row, 'id') ?? '')
  if (!id) throw new DomainError('invalid', 'the entry has no arXiv identifier: it is left out')
  const updated = instantIn(row, 'updated')
  return withoutGaps({
    id,
    title: titleIn(row),
    abstract: paragraphsIn(row, 'summary'),
    authors: asList(entry['author']).flatMap((author) =>
      isRow(author) ? folded(proper(textOf(author['name']))) || [] : [],
    ),
    categories: categoriesAmong([
      ...termsOf(entry['primary_category']),
      ...termsOf(entry['category']),
    ]),
    publishedAt: instantIn(row, 'published'),
    updatedAt: updated,
    comments: lineIn(row, 'comment'),
    standing: standingIn(lineIn(row, 'comment')),
    journalRef: lineIn(row, 'journal_ref'),
    doi: bareDoi(lineIn(row, 'doi')),
    asOf: asOfVersion(updated.slice(0, 10), updated),
  })
}

const termsOf = (categories: unknown): string[] =>
  asList(categories).flatMap((one) => {
    const term = isRow(one) ? one['@term'] : undefined
    return typeof term === 'string' ? term : []
  })
