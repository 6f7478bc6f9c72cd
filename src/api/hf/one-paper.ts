import type { Context } from 'hono'
import { isReader, type Reader, readersOf } from '#accounts'
import { paperOf as find, versionsOf } from '#catalog'
import { type Thread, threadsOf } from '#discussion'
import { DomainError } from '#domain-error'
import { isArxivId, type Paper, plainText, understand } from '#paper'
import { json, type Made } from '../kept.ts'
import { restOf } from '../negotiate.ts'
import type { Site } from '../site.ts'
import { withAround } from './around.ts'
import { instant, paperOf, thumbnailOf, userOf } from './shapes.ts'

/** The paper that an address names, or the refusal that clients there know. */
export async function paperAt({ store }: Site, name: string): Promise<Paper> {
  const id = understand(name)
  const paper = id && (await find(store, id))
  if (!paper) throw new DomainError('missing', 'Paper not found')
  return paper
}

/** A paper flat, with what there would be linked; what is said under it only where that is asked for. */
export async function onePaper(site: Site, c: Context): Promise<Made> {
  const { store } = site
  const { id } = await paperAt(site, restOf(c, '/api/papers/'))
  const origin = c.get('origin')
  const [one] = await withAround(site, await listedAs(site, id))
  if (!one) throw new DomainError('missing', 'Paper not found')
  const { paper, around } = one
  return json({
    ...paperOf(paper, around, origin),
    thumbnail: thumbnailOf(paper, origin),
    numComments: around.comments,
    linkedModels: [],
    numTotalModels: 0,
    linkedDatasets: [],
    numTotalDatasets: 0,
    linkedSpaces: [],
    numTotalSpaces: 0,
    ...(c.req.query('field') === 'comments' && {
      comments: await commentsUnder(site, await threadsOf(store, id), origin),
    }),
  })
}

/** A paper, and the first daily list that it was on. */
async function listedAs({ store }: Site, paper: Paper['id']) {
  const pick = await store
    .selectFrom('picks')
    .select(['day', 'pickedAt'])
    .where('paper', '=', paper)
    .where('topic', '=', '')
    .executeTakeFirst()
  if (!pick) return [{ paper }]
  const first = await store
    .selectFrom('endorsements')
    .select('reader')
    .where('paper', '=', paper)
    .where('topic', '=', '')
    .orderBy('at')
    .limit(1)
    .executeTakeFirst()
  return [{ paper, at: pick.pickedAt, ...(first && { by: first.reader }) }]
}

async function commentsUnder({ store }: Site, threads: readonly Thread[], origin: string) {
  const flat = (thread: Thread): Thread[] => [thread, ...thread.answers.flatMap(flat)]
  const there = threads.flatMap(flat).filter(({ state }) => state === 'there')
  const readers = await readersOf(
    store,
    there.flatMap(({ reader }) => (isReader(reader) ? reader : [])),
  )
  const people = new Map<string, Reader>(readers.map((reader) => [reader.id, reader]))
  return there.map(({ id, parent, reader, body, writtenAt, editedAt, reactions }) => {
    const author = userOf(people.get(reader), origin)
    return {
      id,
      type: 'comment',
      author,
      createdAt: instant(writtenAt),
      ...(parent !== null && { parentCommentId: parent }),
      url: `${origin}/comments/${id}`,
      data: {
        edited: editedAt !== null,
        hidden: false,
        latest: { raw: body, updatedAt: instant(editedAt ?? writtenAt), author },
        reactions: reactions.map(({ kind, count }) => ({ reaction: kind, count })),
      },
    }
  })
}

/** A paper as Markdown: what we hold of it, which is no full text, and where that is to be had. */
export async function markdown(site: Site, name: string): Promise<Made> {
  const paper = await paperAt(site, name)
  const { id, authors, abstract, summary, categories, doi } = paper
  const versions = await versionsOf(site.store, id)
  const link = isArxivId(id) ? `https://arxiv.org/abs/${id}` : doi && `https://doi.org/${doi}`
  const lines = [
    `# ${plainText(paper.title)}`,
    plainText(authors.join(', ')),
    [
      paper.publishedAt.slice(0, 10),
      categories.join(', '),
      versions.length > 1 && `${versions.length} versions`,
      paper.standing === 'withdrawn' && '**withdrawn**',
    ]
      .filter(Boolean)
      .join(' · '),
    '## Abstract',
    plainText(abstract || summary),
    paper.comments && `Comments: ${plainText(paper.comments)}`,
    paper.journalRef && `Journal: ${plainText(paper.journalRef)}`,
    link && `Full text: <${link}>`,
  ]
  return {
    body: `${lines.filter(Boolean).join('\n\n')}\n`,
    type: 'text/markdown; charset=utf-8',
  }
}
