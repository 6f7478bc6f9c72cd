import { type Context, Hono } from 'hono'
import type { Reader } from '#accounts'
import { paperOf, papersOf } from '#catalog'
import { handlesOf } from '#curation'
import { countComments } from '#discussion'
import { DomainError } from '#domain-error'
import {
  enter,
  type GroupFound,
  groupFor,
  hasAsked,
  meetingsOf,
  nominateTo,
  placeIn,
  roomIn,
  type Shelved,
  shelfOf,
  takeOff,
  talliesIn,
  voteIn,
  withdrawFrom,
  writeNote,
  writeWhy,
} from '#groups'
import { bringIn } from '#harvest'
import { type PaperId, paperPath, readPaperId } from '#paper'
import type { Store } from '#store'
import { watchesOf } from '#watches'
import { fieldsIn } from '../fields.ts'
import { frameOf } from '../frame.ts'
import { talkUnder } from '../parts/discussion.tsx'
import { GroupFront, type OnShelf } from '../parts/group-front.tsx'
import { GroupPaper } from '../parts/group-paper.tsx'
import { namesIn } from '../parts/meeting.tsx'
import { groupPath } from '../parts/paths.ts'
import { entryId } from '../parts/vote.tsx'
import { onThisSite, readerOf, signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { groups as words } from '../words/groups.ts'
import { DoorPage } from './group-people.tsx'
import { lookUp } from './nominations.tsx'

/** A group's own pages: its front page, and what it has of a paper. */
export function groupPages(site: Site): Hono {
  const { store, now } = site
  return new Hono()
    .get('/groups/:group', async (c) => {
      const reader = readerOf(c)
      const found = await groupFor(store, c.req.param('group'), reader)
      const asked = reader !== undefined && (await hasAsked(store, found.id, reader.id))
      c.header('Cache-Control', 'private, no-cache')
      if (found.as === 'door') {
        return c.render(<DoorPage frame={frameOf(c)} group={found} asked={asked} />)
      }
      const text = (c.req.query('q') ?? '').trim().slice(0, 300)
      const [shelf, looked, [next]] = await Promise.all([
        shelved(store, found, reader),
        text ? lookUp(site, text) : [],
        meetingsOf(store, found.id, 'to come', { now: now(), count: 1 }),
      ])
      return c.render(
        <GroupFront
          frame={{
            ...groupFrame(c, found, shelf),
            watches: reader ? await watchesOf(store, reader.id) : [],
          }}
          {...{ group: found, text, asked, next }}
          names={await namesIn(store, next ? [next] : [])}
          {...await withPapers(store, shelf)}
          found={looked}
          comments={await countComments(
            store,
            shelf.map(({ paper }) => paper),
            found.id,
          )}
        />,
      )
    })
    .post('/groups/:group/votes', async (c) => {
      const reader = signedIn(c)
      const field = await fieldsIn(c)
      const cast = field('cast')
      const paper = readPaperId(cast || field('take'))
      const where = { group: c.req.param('group'), paper }
      const tally = await voteIn(store, reader, where, cast === '' ? 'take' : 'cast', now())
      if (c.req.header('Accept')?.includes('application/json')) return c.json({ paper, ...tally })
      return c.redirect(`${onThisSite(field('from'))}#${entryId(paper)}`, 303)
    })
    .post('/groups/:group/papers', async (c) => {
      const reader = signedIn(c)
      const group = c.req.param('group')
      const field = await fieldsIn(c)
      await enter(store, group, reader, 'member')
      const paper = readPaperId(field('paper'))
      const where = { group, paper }
      const act = field('act')
      if (act === 'fetch') {
        await bringIn(store, paper, { base: site.arxivQuery, now: now() })
        const query = new URLSearchParams({ q: paper }).toString()
        return c.redirect(`${groupPath(group)}?${query}#find`, 303)
      }
      if (act === 'nominate')
        await nominateTo(store, reader, { ...where, line: field('line') }, now())
      else if (act === 'withdraw') await withdrawFrom(store, reader, where)
      else if (act === 'pick') await placeIn(store, reader, where)
      else if (act === 'off') await takeOff(store, reader, where)
      else if (act === 'line') await writeWhy(store, reader, where, field('line'))
      else if (act === 'note') {
        await writeNote(store, reader, where, { text: field('note'), seen: field('seen') }, now())
      } else await placeIn(store, reader, where, placeOf(field('to')))
      const from = field('from') ? onThisSite(field('from')) : groupPath(group)
      return c.redirect(`${from}#${entryId(paper)}`, 303)
    })
    .get('/groups/:group/papers/*', async (c) => {
      const reader = readerOf(c)
      const found = await enter(store, c.req.param('group'), reader, 'guest')
      const { pathname } = new URL(c.req.url)
      const asked = decodeURIComponent(pathname.split('/papers/').slice(1).join('/papers/'))
      const paper = await paperOf(store, readPaperId(asked))
      if (!paper) throw new DomainError('missing', words.front.noneFound(asked.slice(0, 60)))
      if (paper.id !== asked) return c.redirect(groupPath(found.id) + paperPath(paper.id), 302)
      const shelf = await shelved(store, found, reader)
      const one = shelf.find((it) => it.paper === paper.id)
      const [{ handles }, talk] = await Promise.all([
        withPapers(store, one ? [one] : []),
        talkUnder(store, paper.id, reader, await roomIn(store, found)),
      ])
      c.header('Cache-Control', 'private, no-cache')
      return c.render(
        <GroupPaper
          frame={groupFrame(c, found, shelf)}
          {...{ group: found, paper, handles, talk }}
          {...(one && { shelved: one })}
        />,
      )
    })
}

const shelved = (store: Store, group: GroupFound, reader: Reader | undefined) =>
  shelfOf(store, group.id, reader?.id)

/** A page on which votes are the group's. Whoever may not vote there sees no buttons. */
export function groupFrame(c: Context, group: GroupFound, shelf: readonly Shelved[]) {
  const votes = !group.closedAt && (group.as === 'member' || group.as === 'owner')
  return {
    ...frameOf(c),
    ...(votes && { tallies: talliesIn(shelf), votesAt: `${groupPath(group.id)}/votes` }),
  }
}

export async function withPapers(
  store: Store,
  shelf: readonly Shelved[],
): Promise<{ shelf: OnShelf[]; handles: Awaited<ReturnType<typeof handlesOf>> }> {
  const [papers, handles] = await Promise.all([
    papersOf(
      store,
      shelf.map(({ paper }) => paper),
    ),
    handlesOf(
      store,
      shelf.flatMap(({ nominatedBy, lineBy, noteBy }) => [nominatedBy, lineBy, noteBy]),
    ),
  ])
  const byId = new Map<PaperId, (typeof papers)[number]>(papers.map((paper) => [paper.id, paper]))
  return {
    shelf: shelf.flatMap((one) => {
      const of = byId.get(one.paper)
      return of ? [{ ...one, of }] : []
    }),
    handles,
  }
}

export function placeOf(text: string): number {
  if (/^-?\d{1,6}$/.test(text)) return Number(text)
  throw new DomainError('invalid', `“${text.slice(0, 40)}” is no place on a page.`)
}
