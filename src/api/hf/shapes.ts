import { hash } from 'node:crypto'
import type { Reader } from '#accounts'
import { codeLinks, isArxivId, type Paper, paperPath } from '#paper'

/** Ids there are 24 hexadecimal digits; ours are made of what they name, and so are always the same. */
export const objectId = (...words: readonly string[]): string =>
  hash('sha256', words.join(' ')).slice(0, 24)

/** What a list knows of a paper beside the paper itself. */
export type Around = {
  readonly votes: number
  readonly comments: number
  /** When it came on the daily list and who brought it there, if it is on one. */
  readonly listedAt?: string
  readonly by?: Reader | undefined
  readonly participating?: boolean
}

/** An instant as clients there read it: it must end in Z. Of a day or a month, its beginning. */
export const instant = (text: string): string => {
  const whole = /^\d{4}$/.test(text)
    ? `${text}-01-01`
    : /^\d{4}-\d\d$/.test(text)
      ? `${text}-01`
      : text
  const at = new Date(whole)
  return Number.isNaN(at.getTime()) ? '1970-01-01T00:00:00.000Z' : at.toISOString()
}

/** A reader, under every key by which some client reads the name. */
export function userOf(reader: Reader | undefined, origin: string) {
  const name = reader?.handle ?? 'broadsheet'
  return {
    _id: objectId('reader', reader?.id ?? ''),
    avatarUrl: `${origin}/api/avatars/${encodeURIComponent(name)}.svg`,
    fullname: reader?.name ?? 'Broadsheet',
    name,
    user: name,
    type: 'user',
    isPro: false,
    isHf: false,
    isHfAdmin: false,
    isMod: reader?.role === 'keeper' || reader?.role === 'curator',
  }
}

/** A paper flat, as `/api/papers/{id}` has it. */
export function paperOf(paper: Paper, around: Around, origin: string) {
  const { id, title, abstract, summary, authors, publishedAt, standing, updatedAt } = paper
  const { listedAt, by, votes } = around
  return {
    id,
    title,
    summary: abstract || summary,
    upvotes: votes,
    discussionId: objectId('discussion', id),
    publishedAt: instant(publishedAt || updatedAt || paper.day),
    ...(listedAt && {
      submittedOnDailyAt: instant(listedAt),
      submittedOnDailyBy: userOf(by, origin),
    }),
    authors: authors.map((name, i) => ({
      _id: objectId('author', id, String(i), name),
      name,
      hidden: false,
    })),
    ...extrasOf(paper),
    ...(standing === 'withdrawn' && { withdrawnAt: instant(updatedAt || publishedAt) }),
  }
}

/** What Python's client reads at the top of an item and others inside its paper: it stands in both. */
function extrasOf({ id, abstract, comments, summary }: Paper) {
  const [code] = codeLinks(`${abstract} ${comments}`).filter((link) =>
    link.startsWith('https://github.com/'),
  )
  const project = `${abstract} ${comments}`.match(
    /https?:\/\/[\w.-]+\.github\.io\/[\w./-]*\w\/?/,
  )?.[0]
  return {
    ...(project !== undefined && { projectPage: project }),
    ...(code !== undefined && { githubRepo: code, githubRepoAddedBy: 'auto' }),
    ...(abstract && summary && { ai_summary: summary }),
    source: isArxivId(id) ? 'arxiv' : id.slice(0, id.indexOf(':')),
  }
}

/** An item of a list. */
export function itemOf(paper: Paper, around: Around, origin: string) {
  const inner = paperOf(paper, around, origin)
  return {
    paper: inner,
    publishedAt: inner.publishedAt,
    title: paper.title,
    summary: inner.summary,
    thumbnail: thumbnailOf(paper, origin),
    numComments: around.comments,
    submittedBy: userOf(around.by, origin),
    isAuthorParticipating: around.participating ?? false,
    ...extrasOf(paper),
    upvotes: inner.upvotes,
    url: origin + paperPath(paper.id),
  }
}

export const thumbnailOf = ({ id }: Pick<Paper, 'id'>, origin: string): string =>
  `${origin}/api/thumbnails/${id.split('/').map(encodeURIComponent).join('/')}.svg`
