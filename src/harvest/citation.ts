import { isArxivId, type PaperId, understand } from '#paper'

/** Where a citation may say which paper it is of. */
export type Cited = {
  readonly eprint?: string | undefined
  /** Whose identifier `eprint` is. */
  readonly archive?: string | undefined
  readonly doi?: string | undefined
  readonly urls?: readonly (string | undefined)[]
  /** Where people write “arXiv preprint arXiv:2101.00001”. */
  readonly texts?: readonly (string | undefined)[]
}

/** The paper that a citation is of: arXiv's name for it first, so that a preprint and its printed form meet. */
export function citedId({
  eprint,
  archive,
  doi,
  urls = [],
  texts = [],
}: Cited): PaperId | undefined {
  const written = texts.map((text) => text?.match(/\barxiv[:\s]+([\w./-]+\d)/i)?.[1])
  const ofArchive = !archive || /^arxiv$/i.test(archive) ? eprint : undefined
  const named = [ofArchive, doi && `doi:${doi}`, ...urls, ...written].flatMap(
    (text) => (text && understand(text)) || [],
  )
  return named.find(isArxivId) ?? named.find((id) => !id.startsWith('doi:')) ?? named[0]
}

/** Where a paper appeared. arXiv is no venue, however it is dressed up. */
export const venueIn = (text: string | undefined): string | undefined =>
  text && /^(arxiv|corr\b|ArXiv e-prints)/i.test(text) ? undefined : text

/** A year in words (“to appear”) tells nothing; digits must be a year, and others are left to be refused. */
export const yearIn = (text: string | undefined): string | undefined =>
  text && /\d/.test(text) ? (text.match(/\b\d{4}\b/)?.[0] ?? text) : undefined
