import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import { isDay, type PaperRecord, understand } from '#paper'

const files = ['arxiv-2025', 'arxiv-2023', 'arxiv-old-1', 'arxiv-old-2']

/**
 * So many papers: the real ones beside the checkout as far as they go, then variations of them, each
 * with the first half of one abstract and the second half of another that stood near it.
 */
export async function* papers(count: number): AsyncGenerator<PaperRecord> {
  const window: PaperRecord[] = []
  let given = 0
  for (let round = 0; given < count; round++) {
    for await (const real of realPapers()) {
      if (given >= count) return
      given++
      if (round === 0) yield real
      else {
        const other = window[given % window.length] ?? real
        yield variation(real, other, round)
      }
      window[given % 500] = real
    }
    if (window.length === 0) throw new Error('there are no papers in ../shared/data/corpus')
  }
}

function variation(one: PaperRecord, other: PaperRecord, round: number): PaperRecord {
  const words = other.title.split(' ')
  const id = understand(`acl:v${round}-${String(one.id).replace(/[^\w.-]/g, '-')}`)
  return {
    ...one,
    ...(id && { id }),
    title: `${one.title} ${words.slice(0, 4).join(' ')}`,
    abstract: `${half(one.abstract, 0)} ${half(other.abstract, 1)}`,
  }
}

async function* realPapers(): AsyncGenerator<PaperRecord> {
  const seen = new Set<string>()
  for (const name of files) {
    const file = fileURLToPath(
      new URL(`../../../shared/data/corpus/${name}.jsonl.gz`, import.meta.url),
    )
    if (!existsSync(file)) continue
    const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()) })
    for await (const line of lines) {
      const { id: text, title, abstract, authors, categories, date } = JSON.parse(line)
      const id = understand(text)
      if (!id || !title || seen.has(id)) continue
      seen.add(id)
      yield {
        id,
        title,
        abstract: abstract ?? '',
        authors: authors ?? [],
        categories: categories ?? [],
        ...(typeof date === 'string' && isDay(date) && { publishedAt: date }),
      }
    }
  }
}

const half = (text = '', part: 0 | 1 = 0) => {
  const sentences = text.split(/(?<=[.!?]) /)
  const middle = Math.ceil(sentences.length / 2)
  return (part === 0 ? sentences.slice(0, middle) : sentences.slice(middle)).join(' ')
}
