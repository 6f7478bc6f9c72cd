import type { z } from 'zod'
import { paperOf } from '#catalog'
import { DomainError } from '#domain-error'
import { countComments } from '#discussion'
import { codeLinks, type Paper, type PaperId, paperPath } from '#paper'
import type { Store } from '#store'
import { talliesOf } from '#votes'
import type { Paper as Shape } from './shapes.ts'

export type ShownPaper = z.infer<typeof Shape>

/** Papers as the API tells them, with their votes and how many comments stand under each. */
export async function showPapers(
  store: Store,
  papers: readonly Paper[],
  origin: string,
): Promise<ShownPaper[]> {
  const ids = papers.map(({ id }) => id)
  const [tallies, comments] = await Promise.all([talliesOf(store, ids), countComments(store, ids)])
  return papers.map((paper) => ({
    id: paper.id,
    title: paper.title,
    abstract: paper.abstract,
    summary: paper.summary,
    authors: [...paper.authors],
    categories: [...paper.categories],
    publishedAt: paper.publishedAt,
    updatedAt: paper.updatedAt,
    day: paper.day || null,
    note: paper.comments,
    journalRef: paper.journalRef,
    doi: paper.doi,
    license: paper.license,
    venue: paper.venue,
    withdrawn: paper.standing === 'withdrawn',
    code: [...codeLinks(`${paper.comments} ${paper.abstract}`)],
    votes: tallies.get(paper.id)?.votes ?? 0,
    comments: comments.get(paper.id) ?? 0,
    url: origin + paperPath(paper.id),
  }))
}

/** The paper of an id, or the one that it turned out to be; refuses where none is held. */
export async function heldPaper(store: Store, id: PaperId): Promise<Paper> {
  const paper = await paperOf(store, id)
  if (!paper) throw new DomainError('missing', `Broadsheet does not hold ${id}.`)
  return paper
}
