import { hash } from 'node:crypto'
import { DomainError } from '#domain-error'
import { titleKey } from './title.ts'

/**
 * What a paper is called here: the bare arXiv identifier without version (`2309.17453`,
 * `math.GT/0309136`), or `scheme:value` for everything else (`doi:10.1000/182`, `acl:N19-1001`).
 * `title:…` is provisional: a paper of which we know nothing yet but its title.
 */
export type PaperId = string & { readonly brand: 'PaperId' }

const arxiv = /^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?\/\d{7})$/
const others = /^(doi:10\.\d{4,9}\/\S+|(acl|openreview|title):[\w.-]+)$/

const isPaperId = (text: string): text is PaperId =>
  text.length <= 200 && (arxiv.test(text) || others.test(text))

/** Whether the id is arXiv's, so that arXiv has pages for it. */
export const isArxivId = (id: PaperId): boolean => arxiv.test(id)

/** Whether the id stands in for one that we do not know yet. */
export const isProvisional = (id: PaperId): boolean => id.startsWith('title:')

/** The stand-in for a paper of which only the title is known. The same title gives the same id. */
export function provisionalId(title: string): PaperId {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape is made right here
  return `title:${hash('sha256', titleKey(title)).slice(0, 16)}` as PaperId
}

/**
 * Reads whatever people paste: an id, `arXiv:…`, `doi:…`, a link to an abstract, PDF or HTML page,
 * a DOI link; versioned or not.
 */
export function readPaperId(text: string): PaperId {
  const id = understand(text)
  if (!id)
    throw new DomainError('invalid', `“${text.slice(0, 100)}” is not the identifier of a paper`)
  return id
}

/** As `readPaperId`, but `undefined` where the text names no paper. */
export function understand(text: string): PaperId | undefined {
  const bare = text
    .trim()
    .replace(/^https?:\/\/(dx\.)?doi\.org\//i, 'doi:')
    .replace(/^https?:\/\/aclanthology\.org\/([\w.-]+?)(\.pdf|\/)?$/i, 'acl:$1')
    .replace(/^https?:\/\/openreview\.net\/(?:forum|pdf)\?id=([\w-]+).*$/i, 'openreview:$1')
    .replace(/^https?:\/\/([a-z-]+\.)*arxiv\.org\/(abs|pdf|html|format|src)\//i, '')
    .replace(/^https?:\/\/(www\.)?(huggingface\.co\/papers|alphaxiv\.org\/abs)\//i, '')
    .replace(/^(oai:)?arxiv(\.org)?:\s*/i, '')
    .replace(/^doi:10\.48550\/arxiv\./i, '')
    .replace(/^doi:10\.18653\/v1\/([\w.-]+)$/i, (_, id: string) => `acl:${aclId(id)}`)
  if (bare.startsWith('doi:')) {
    const doi = bare.toLowerCase()
    return isPaperId(doi) ? doi : undefined
  }
  const id = bare.replace(/[?#].*$/, '').replace(/(v\d+)?(\.pdf)?\/?$/, '')
  // A subject class is written with a lower-case archive and an upper-case class.
  const old = id.replace(/^([a-z-]+)(\.[a-z]{2})?\//i, (archive: string) => {
    const [name = '', subject] = archive.toLowerCase().split('.')
    return subject ? `${name}.${subject.toUpperCase()}` : name
  })
  return isPaperId(old) ? old : undefined
}

/** A DOI has no case, but the ACL Anthology’s ids before 2020 begin with a capital: `N19-1001`. */
const aclId = (id: string) => (/^[a-z]\d\d-\d{4}$/i.test(id) ? id.toUpperCase() : id.toLowerCase())

/** The place of a paper on this site. */
export const paperPath = (id: PaperId): string =>
  `/papers/${encodeURI(id).replaceAll('?', '%3F').replaceAll('#', '%23')}`
