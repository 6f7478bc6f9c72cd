import type { HeldPaper } from './papers.ts'
import { escape } from './oai.ts'

/** The answer of the query API to a list of ids: those that it has, in the order asked. */
export function atomAnswer(query: URLSearchParams, papers: readonly HeldPaper[]): string {
  const asked = (query.get('id_list') ?? '').split(',').filter(Boolean)
  const wrong = asked.find(
    (id) => !/^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?\/\d{7})(v\d+)?$/.test(id),
  )
  if (wrong !== undefined) return feed(errorEntry(`incorrect id format for ${wrong}`))
  const start = Number(query.get('start') ?? 0)
  const most = Number(query.get('max_results') ?? 10)
  const known = new Map(papers.map((paper) => [paper.id, paper]))
  const found = asked.flatMap((id) => {
    const [, bare = '', number] = id.match(/^(.*?)(?:v(\d+))?$/) ?? []
    const paper = known.get(bare)
    return paper ? [{ paper, version: number ? Number(number) : paper.versions.length }] : []
  })
  return feed(
    found
      .slice(start, start + most)
      .map(({ paper, version }) => entry(paper, version))
      .join(''),
  )
}

/** A version says otherwise than the current one, if the paper says what. */
const titleAt = (paper: HeldPaper, version: number) =>
  paper.versions[version - 1]?.title ?? paper.title

const feed = (content: string) =>
  `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom"><id>https://arxiv.org/api/x</id><title>arXiv Query</title>${content}</feed>`

const errorEntry = (message: string) =>
  `<entry><id>https://arxiv.org/api/errors#x</id><title>Error</title><summary>${escape(message)}</summary></entry>`

function entry(paper: HeldPaper, version: number): string {
  const instants = paper.versions.map(({ at }) => `${at.toISOString().slice(0, 19)}Z`)
  const [primary = ''] = paper.categories
  return `<entry><id>http://arxiv.org/abs/${paper.id}v${version}</id><title>${escape(titleAt(paper, version))}</title><updated>${instants[version - 1]}</updated><summary>  ${escape(paper.abstract)}</summary>${paper.categories
    .map((one) => `<category term="${one}" scheme="http://arxiv.org/schemas/atom"/>`)
    .join('')}<published>${instants[0]}</published><arxiv:primary_category term="${primary}"/>${
    paper.comments ? `<arxiv:comment>${escape(paper.comments)}</arxiv:comment>` : ''
  }${paper.doi ? `<arxiv:doi>${paper.doi}</arxiv:doi>` : ''}${
    paper.journalRef ? `<arxiv:journal_ref>${escape(paper.journalRef)}</arxiv:journal_ref>` : ''
  }${paper.authors
    .map((name) => `<author><name>${name.join(' ')}</name></author>`)
    .join('')}</entry>`
}
