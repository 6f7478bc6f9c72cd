import { z } from 'zod'
import { isReader, readersOf } from '#accounts'
import { papersOf } from '#catalog'
import {
  enter,
  type Group,
  groupFor,
  groupsOf,
  meetingsOf,
  nominateTo,
  publicGroups,
  shelfOf,
  voteIn,
  withdrawFrom,
} from '#groups'
import type { Actor, Store } from '#store'
import { readerIn, route } from './route.ts'
import { allOf, Paper, PaperIdShape, PaperPath, textUpTo } from './shapes.ts'
import { showPapers } from './show-papers.ts'

const GroupShape = z
  .object({
    id: z.string(),
    name: z.string(),
    about: z.string(),
    openness: z.enum(['public', 'private']).describe('Who may read it.'),
    joining: z.string().describe('How one joins.'),
    closed: z.boolean(),
    url: z.string(),
  })
  .meta({ id: 'Group', description: 'Readers who read together.' })

const MeetingShape = z
  .object({
    id: z.string(),
    title: z.string(),
    startsAt: z.string(),
    endsAt: z.string(),
    zone: z.string(),
    venue: z.string(),
    cancelled: z.boolean(),
    agenda: z.array(z.object({ paper: z.string(), presenter: z.string().nullable() })),
  })
  .meta({ id: 'Meeting' })

const GroupPath = z.object({ group: z.string().max(100) })

const Vote = z.object({ votes: z.int(), voted: z.boolean() })

export const groups = [
  route({
    name: 'listGroups',
    method: 'get',
    path: '/groups',
    tag: 'Groups',
    says: 'Groups that everybody may read, and those that you are in',
    freshness: 'made',
    answer: z.object({ items: z.array(GroupShape), yours: z.array(GroupShape) }),
    async run({ store, reader, origin }) {
      const [open, own] = await Promise.all([
        publicGroups(store, 100),
        reader ? groupsOf(store, reader.id) : { member: [] },
      ])
      return {
        items: open.map((group) => shown(group, origin)),
        yours: own.member.map((group) => shown(group, origin)),
      }
    },
  }),
  route({
    name: 'getGroup',
    method: 'get',
    path: '/groups/{group}',
    tag: 'Groups',
    says: 'A group, and when it meets next',
    more: 'A private one is not there for those outside; at its door one is told its name alone.',
    params: GroupPath,
    freshness: 'made',
    missing: true,
    answer: GroupShape.extend({
      you: z.enum(['owner', 'member', 'guest', 'door']).describe('What you are in it.'),
      meetings: z.array(MeetingShape),
    }).meta({ id: 'GroupInFull' }),
    async run({ path, store, reader, now, origin }) {
      const group = await groupFor(store, path.group, reader)
      const meetings =
        group.as === 'door' ? [] : await meetingsOf(store, group.id, 'to come', { now, count: 20 })
      const handles = await handlesIn(
        store,
        meetings.flatMap(({ agenda }) => agenda.map(({ presenter }) => presenter)),
      )
      return {
        ...shown(group, origin),
        you: group.as,
        meetings: meetings.map((meeting) => ({
          id: meeting.id,
          title: meeting.title,
          startsAt: meeting.startsAt,
          endsAt: meeting.endsAt,
          zone: meeting.zone,
          venue: meeting.venue,
          cancelled: meeting.cancelledAt !== null,
          agenda: meeting.agenda.map(({ paper, presenter }) => ({
            paper,
            presenter: handles.get(presenter) ?? null,
          })),
        })),
      }
    },
  }),
  route({
    name: 'listGroupPapers',
    method: 'get',
    path: '/groups/{group}/papers',
    tag: 'Groups',
    says: 'The papers of a group: its front page, then what was nominated',
    params: GroupPath,
    freshness: 'made',
    missing: true,
    answer: allOf(
      z.object({
        paper: Paper,
        line: z.string().describe('Why to read it.'),
        position: z.int().nullable().describe('On its front page; null for what was nominated.'),
        votes: z.int().describe('Of its members.'),
        voted: z.boolean(),
      }),
    ),
    async run({ path, store, reader, origin }) {
      const group = await enter(store, path.group, reader, 'guest')
      const shelf = await shelfOf(store, group.id, reader?.id)
      const papers = await papersOf(
        store,
        shelf.map(({ paper }) => paper),
      )
      const known = new Map(
        (await showPapers(store, papers, origin)).map((paper) => [paper.id, paper]),
      )
      return {
        items: shelf.flatMap(({ paper: id, line, position, votes, voted }) => {
          const paper = known.get(id)
          return paper ? [{ paper, line, position, votes, voted }] : []
        }),
      }
    },
  }),
  route({
    name: 'nominateToGroup',
    method: 'post',
    path: '/groups/{group}/papers',
    tag: 'Groups',
    says: 'Nominate a paper to a group of yours',
    params: GroupPath,
    body: z.object({ paper: PaperIdShape, line: textUpTo(280).default('') }),
    missing: true,
    status: 204,
    answer: z.null(),
    async run({ path, body, store, now, ...ask }) {
      const where = { group: path.group, paper: body.paper, line: body.line }
      await nominateTo(store, readerIn(ask), where, now)
      return null
    },
  }),
  route({
    name: 'withdrawFromGroup',
    method: 'delete',
    path: '/groups/{group}/papers/{id}',
    tag: 'Groups',
    says: 'Take a paper out of a group, which you nominated or whose owner you are',
    params: PaperPath.extend(GroupPath.shape),
    missing: true,
    status: 204,
    answer: z.null(),
    async run({ path, store, ...ask }) {
      await withdrawFrom(store, readerIn(ask), { group: path.group, paper: path.id })
      return null
    },
  }),
  route({
    name: 'castVoteInGroup',
    method: 'put',
    path: '/groups/{group}/papers/{id}/vote',
    tag: 'Groups',
    says: 'Vote in a group. It counts there and nowhere else',
    params: PaperPath.extend(GroupPath.shape),
    missing: true,
    answer: Vote,
    async run({ path, store, now, ...ask }) {
      const where = { group: path.group, paper: path.id }
      const { votes, voted } = await voteIn(store, readerIn(ask), where, 'cast', now)
      return { votes, voted }
    },
  }),
  route({
    name: 'takeVoteBackInGroup',
    method: 'delete',
    path: '/groups/{group}/papers/{id}/vote',
    tag: 'Groups',
    says: 'Take a vote in a group back',
    params: PaperPath.extend(GroupPath.shape),
    missing: true,
    answer: Vote,
    async run({ path, store, now, ...ask }) {
      const where = { group: path.group, paper: path.id }
      const { votes, voted } = await voteIn(store, readerIn(ask), where, 'take', now)
      return { votes, voted }
    },
  }),
]

const shown = ({ id, name, about, openness, joining, closedAt }: Group, origin: string) => ({
  id,
  name,
  about,
  openness,
  joining,
  closed: closedAt !== null,
  url: `${origin}/groups/${id}`,
})

async function handlesIn(store: Store, actors: readonly Actor[]): Promise<Map<Actor, string>> {
  const readers = await readersOf(store, [...new Set(actors)].filter(isReader))
  return new Map(readers.map(({ id, handle }) => [id, handle]))
}
