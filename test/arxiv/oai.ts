import { dayOf } from '#paper'
import type { HeldPaper } from './papers.ts'

export type OaiState = {
  readonly papers: readonly HeldPaper[]
  readonly pageSize: number
  readonly now: Date
}

/** The answer to a query of OAI-PMH, as arXiv's server of 2025 gives it: errors too are answers. */
export function oaiAnswer(query: URLSearchParams, { papers, pageSize, now }: OaiState): string {
  if (query.get('verb') !== 'ListRecords') return oaiError('badVerb', 'this server only lists')
  const token = query.get('resumptionToken')
  const asked = token === null ? query : new URLSearchParams(token)
  const format = asked.get('metadataPrefix') ?? ''
  const from = asked.get('from') ?? '2005-09-16'
  if (token !== null && !asked.has('skip')) return oaiError('badResumptionToken')
  if (!(format in formats)) return oaiError('cannotDisseminateFormat')
  if (from < '2005-09-16' || from > dayOf(new Date(now.getTime() + 86_400_000))) {
    return oaiError('badArgument', 'from is out of range')
  }
  const set = asked.get('set')
  const wanted = papers
    .filter((paper) => paper.changedOn >= from && (!set || isIn(set, paper)))
    .toSorted((a, b) => (a.changedOn + a.id < b.changedOn + b.id ? -1 : 1))
  const skip = Number(asked.get('skip') ?? 0)
  const page = wanted.slice(skip, skip + pageSize)
  const last = page.at(-1)
  if (!last) return oaiError('noRecordsMatch')
  // The next page begins with the day on which this one ends.
  const given = wanted
    .slice(0, skip + pageSize)
    .filter(({ changedOn }) => changedOn === last.changedOn)
  const next = new URLSearchParams({
    verb: 'ListRecords',
    metadataPrefix: format,
    ...(set && { set }),
    from: last.changedOn,
    skip: String(given.length),
  })
  const more = skip + pageSize < wanted.length
  return envelope(
    `<ListRecords>${page.map((paper) => record(paper, format)).join('')}` +
      `${more ? tokenElement(next.toString(), now) : '<resumptionToken/>'}</ListRecords>`,
  )
}

export const oaiError = (code: string, message = '') =>
  envelope(`<error code="${code}">${escape(message)}</error>`)

export function tokenElement(token: string, now: Date): string {
  const midnight = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10)
  return `<resumptionToken expirationDate="${midnight}T00:00:00Z">${escape(token)}</resumptionToken>`
}

const envelope = (content: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-11-20T12:00:00Z</responseDate>
<request>http://localhost/oai</request>${content}</OAI-PMH>`

const isIn = (set: string, { categories }: HeldPaper) => {
  const wanted = set.split(':')
  return categories.some((category) => {
    const [archive, subject] = category.split('.')
    return wanted[0] === archive && (wanted.length < 3 || wanted[2] === subject)
  })
}

function record(paper: HeldPaper, format: string): string {
  const sets = paper.categories.map((one) => `<setSpec>${one.replace('.', ':')}</setSpec>`).join('')
  return `<record><header><identifier>oai:arXiv.org:${paper.id}</identifier><datestamp>${paper.changedOn}</datestamp>${sets}</header><metadata>${formats[format]?.(paper) ?? ''}</metadata></record>\n`
}

const formats: Record<string, (paper: HeldPaper) => string> = {
  arXivRaw: (paper) =>
    `<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">${element('id', paper.id)}${element('submitter', 'somebody')}${paper.versions
      .map(
        ({ at, withdrawn }, i) =>
          `<version version="v${i + 1}"><date>${at.toUTCString()}</date><size>${withdrawn ? 0 : 12}kb</size>${withdrawn ? '<source_type>I</source_type>' : ''}</version>`,
      )
      .join('')}${element('title', paper.title)}${element(
      'authors',
      paper.authors.map((name) => name.join(' ')).join(', '),
    )}${common(paper)}</arXivRaw>`,
  arXiv: (paper) =>
    `<arXiv xmlns="http://arxiv.org/OAI/arXiv/">${element('id', paper.id)}${element(
      'created',
      // The date of the current version, though the name says otherwise.
      paper.versions.at(-1)?.at.toISOString().slice(0, 10),
    )}<authors>${paper.authors
      .map(
        ([fore, key]) => `<author>${element('keyname', key)}${element('forenames', fore)}</author>`,
      )
      .join('')}</authors>${element('title', paper.title)}${common(paper)}</arXiv>`,
}

const common = (paper: HeldPaper) =>
  element('categories', paper.categories.join(' ')) +
  element('comments', paper.comments) +
  element('journal-ref', paper.journalRef) +
  element('doi', paper.doi) +
  element('license', 'http://creativecommons.org/licenses/by/4.0/') +
  element('abstract', `  ${paper.abstract}\n`)

const element = (name: string, text: string | undefined) =>
  text === undefined ? '' : `<${name}>${escape(text)}</${name}>`

export const escape = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
