import { Hono } from 'hono'
import { type Reader, readersOf, isReader } from '#accounts'
import { paperOf, papersOf } from '#catalog'
import { type Comment, markdownHtml, type Thread, threadsOf } from '#discussion'
import { DomainError } from '#domain-error'
import { type Paper, paperPath, plainText, readPaperId } from '#paper'
import type { Actor } from '#store'
import { type Deed, deedsOf, subjectNamed, subjectPath } from '#watches'
import type { Site } from '../site.ts'
import { feedWords as told } from '../words/feeds.ts'
import { talk } from '../words/talk.ts'
import { words } from '../words/words.ts'
import { bare, feedAnswer } from './answer.ts'
import { type FeedEntry, lastingId } from './feed.ts'
import { paperEntry } from './paper-entry.ts'

/** How many things that people said or did stand in a feed. */
const most = 100

/** Feeds of what people do: what is said under a paper, and what a person puts forward and says. */
export function talkFeeds(site: Site): Hono {
  const { store } = site
  const answer = feedAnswer(site)
  return new Hono()
    .get('/feeds/comments/*', (c) => {
      const name = decodeURIComponent(c.req.path.slice('/feeds/comments/'.length))
      return answer(c, name, async (_page, origin) => {
        const paper = await paperOf(store, readPaperId(bare(name)))
        if (!paper) throw new DomainError('missing', words.paper.missing(bare(name).slice(0, 60)))
        const threads = await threadsOf(store, paper.id)
        const said = flat(threads)
          .filter(({ state }) => state === 'there')
          .toSorted((x, y) => (x.writtenAt < y.writtenAt ? 1 : -1))
          .slice(0, most)
        const people = await peopleOf(
          site,
          said.map(({ reader }) => reader),
        )
        return {
          title: told.comments(plainText(paper.title)),
          page: paperPath(paper.id),
          name: ['comments', paper.id],
          papers: [],
          entries: said.map((one) => ({
            paper,
            entry: commentEntry({ ...one, paper }, people.get(one.reader), origin),
          })),
          more: false,
        }
      })
    })
    .get('/feeds/:kind{people|groups}/:name', (c) =>
      answer(c, c.req.param('name'), async (_page, origin) => {
        const about = c.req.param('kind') === 'people' ? 'person' : 'group'
        const key = bare(c.req.param('name'))
        // What is not for everybody is for those who ask by a mark of their own.
        const owner = site.press.links.readFeedMark(c.req.query('for') ?? '') ?? ''
        const one = await subjectNamed(store, about, key, owner)
        if (!one) throw new DomainError('missing', told.nobody(key.slice(0, 40)))
        const deeds = await deedsOf(store, about, one.id, {}, most)
        const papers = await papersOf(store, [...new Set(deeds.map(({ paper }) => paper))])
        const byId = new Map(papers.map((paper) => [paper.id, paper]))
        const entries = deeds.flatMap((deed) => {
          const paper = byId.get(deed.paper)
          return paper ? [{ paper, entry: deedEntry(deed, paper, one.name, origin) }] : []
        })
        return {
          title: about === 'person' ? told.person(one.name) : one.name,
          page: subjectPath(about, one.key),
          name: [about, one.id],
          papers: [],
          // Nominated and picked is one entry: the paper.
          entries: [...new Map(entries.map((each) => [each.entry.id, each])).values()],
          more: false,
        }
      }),
    )
}

const flat = (threads: readonly Thread[]): Thread[] =>
  threads.flatMap((thread) => [thread, ...flat(thread.answers)])

async function peopleOf(
  { store }: Site,
  actors: readonly Actor[],
): Promise<ReadonlyMap<Actor, Reader>> {
  const readers = await readersOf(store, actors.filter(isReader))
  return new Map(readers.map((one) => [one.id, one]))
}

/** What somebody did with a paper: the paper, the same entry as everywhere, or what they said. */
function deedEntry(deed: Deed, paper: Paper, name: string, origin: string): FeedEntry {
  const { comment, said = '', at, changedAt, by, inGroup } = deed
  if (comment === undefined) return paperEntry(paper, origin)
  const remark = { id: comment, body: said, writtenAt: at, editedAt: changedAt ?? null, paper }
  const path = inGroup === undefined ? '' : subjectPath('group', inGroup)
  return commentEntry(remark, { name: by ?? name }, origin + path, origin)
}

type Remark = Pick<Comment, 'id' | 'body' | 'writtenAt' | 'editedAt'> & { readonly paper: Paper }

function commentEntry(
  { id, body, writtenAt, editedAt, paper }: Remark,
  by: Pick<Reader, 'name'> | undefined,
  /** Where the paper stands under which it was said. */
  place: string,
  origin = place,
): FeedEntry {
  const name = by?.name ?? talk.gone
  return {
    id: lastingId('comment', id),
    url: `${place}${paperPath(paper.id)}#comment-${id}`,
    title: told.onPaper(name, plainText(paper.title)),
    html: absolute(markdownHtml(body), origin),
    text: body,
    authors: [name],
    categories: [],
    publishedAt: writtenAt,
    updatedAt: editedAt ?? writtenAt,
  }
}

/** A feed is read elsewhere, so its links are whole. */
const absolute = (html: string, origin: string) => html.replaceAll('href="/', `href="${origin}/`)
