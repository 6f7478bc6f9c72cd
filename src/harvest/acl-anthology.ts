import { hash } from 'node:crypto'
import { DomainError } from '#domain-error'
import { aclEntries, looksLikeAcl } from './acl.ts'
import { type Ask, conversation, Garbled, type Manners } from './ask.ts'
import { batchesOf } from './entries.ts'
import { jsonManners } from './json-manners.ts'
import type { Source } from './source.ts'

export type AclAnthology = Partial<Manners> & {
  /** A collection: `N19` before 2020, `2020.acl` since. */
  readonly set?: string
  /** The folder that has the files, `N19.xml` and so on. */
  readonly base?: string
}

/** The Anthology's own repository, whose files are what its pages are made of. */
const repository = 'https://raw.githubusercontent.com/acl-org/acl-anthology/master/data/xml'

/** One collection of the ACL Anthology: a year of one venue, in one file. */
export function aclAnthology({ set, base = repository, ...options }: AclAnthology): Source {
  if (!set || !/^([A-Z]\d\d|\d{4}\.[\w-]+)$/.test(set)) {
    throw new DomainError('invalid', 'name a collection of the Anthology: --set N19, or 2020.acl')
  }
  if (!URL.canParse(base)) throw new DomainError('invalid', `“${base}” is no address of a server`)
  const url = `${base.replace(/\/$/, '')}/${set}.xml`
  return {
    name: ['acl', set, base !== repository && new URL(base).host].filter(Boolean).join(':'),
    origin: 'acl',
    asks: true,
    async *batches(after, signal, turns) {
      const text = await collectionAt(
        url,
        conversation({ ...jsonManners, ...options }, turns),
        signal,
      )
      // A place holds for the text that it was noted in.
      const version = hash('sha256', text).slice(0, 16)
      const place = after?.startsWith(`${version} `) ? after.slice(version.length + 1) : undefined
      for (const batch of batchesOf(aclEntries(text), place, { batchSize: 500, signal })) {
        yield { ...batch, place: `${version} ${batch.place}` }
      }
    },
  }
}

async function collectionAt(url: string, ask: Ask, signal: AbortSignal): Promise<string> {
  try {
    return await ask(url, whole, signal)
  } catch (error) {
    if (!(error instanceof Garbled)) throw error
    throw new DomainError(
      'missing',
      `${url} gave an answer that cannot be read: ${error.message}. Harvest again later`,
    )
  }
}

function whole(text: string): string {
  if (!looksLikeAcl(text)) throw new Garbled('it is no collection of the ACL Anthology', text)
  if (!/<\/collection>\s*$/.test(text.slice(-1000))) throw new Garbled('it is cut', text)
  return text
}
