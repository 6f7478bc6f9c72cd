import { addressOf, identitiesOf } from '#accounts'
import { paperOf } from '#catalog'
import { nameKey, type Paper, type PaperId } from '#paper'
import type { ReaderId, Store } from '#store'

/** What of a reader's the paper itself names. */
export async function proofOf(
  store: Store,
  reader: ReaderId,
  { abstract, comments }: Paper,
): Promise<'orcid' | 'address' | undefined> {
  const text = `${abstract} ${comments}`.toLowerCase()
  const orcid = await orcidOf(store, reader)
  if (orcid && isIn(text, orcid)) return 'orcid'
  const verified = await store
    .selectFrom('readers')
    .select('id')
    .where('id', '=', reader)
    .where('emailVerified', '=', 1)
    .executeTakeFirst()
  const address = verified ? await addressOf(store, reader) : ''
  return address && isIn(text, address) ? 'address' : undefined
}

/** Whether a text has this word, and not merely a longer one. */
function isIn(text: string, word: string): boolean {
  const wanted = word.toLowerCase()
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const [before = ' ', after = ' '] = [text[at - 1], text[at + wanted.length]]
    const follows = after === '.' ? (text[at + wanted.length + 1] ?? ' ') : after
    if (!/[\w.+@-]/.test(before) && !/[\w@-]/.test(follows)) return true
  }
  return false
}

/** The ORCID iD of a reader, by which they sign in. */
export async function orcidOf(store: Store, reader: ReaderId): Promise<string | undefined> {
  const found = await identitiesOf(store, reader)
  return found.find(({ provider }) => provider === 'orcid')?.subject
}

/** Whether an author of the paper is called as the reader is. */
export async function isNamed(
  store: Store,
  { paper, reader }: { readonly paper: PaperId; readonly reader: ReaderId },
): Promise<boolean> {
  const [found, person] = await Promise.all([
    paperOf(store, paper),
    store.selectFrom('readers').select('name').where('id', '=', reader).executeTakeFirst(),
  ])
  const key = nameKey(person?.name ?? '')
  return found?.authors.some((author) => nameKey(author) === key) ?? false
}
