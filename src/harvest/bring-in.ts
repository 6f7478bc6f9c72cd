import { paperOf } from '#catalog'
import { DomainError } from '#domain-error'
import { isArxivId, type PaperId } from '#paper'
import type { Store } from '#store'
import { arxivPapers } from './arxiv-atom.ts'
import { harvest } from './into-catalogue.ts'

/** Somebody waits for it: so many milliseconds, and no longer. */
const longest = 20_000

/**
 * Brings in one paper that a reader asks for and we do not hold, by arXiv's query API, in its turn
 * among all requests to arXiv.
 */
export async function bringIn(
  store: Store,
  paper: PaperId,
  {
    base,
    patience = longest,
    now = new Date(),
  }: { readonly base?: string | undefined; readonly patience?: number; readonly now?: Date } = {},
): Promise<void> {
  if (!isArxivId(paper)) {
    throw new DomainError(
      'invalid',
      `Only papers of arXiv can be brought in by id; ${paper} is none.`,
    )
  }
  if (await paperOf(store, paper)) return
  const source = arxivPapers([paper], base === undefined ? {} : { base })
  try {
    await harvest(store, source, AbortSignal.timeout(patience), { now })
  } catch (error) {
    throw new DomainError(
      'missing',
      `arXiv gave no answer about ${paper}${error instanceof DomainError ? `: ${error.message}` : '.'} Try again in a few minutes.`,
    )
  }
}
