/** A private group in which something has happened. */
import type { Reader } from '#accounts'
import { addReader } from '#accounts'
import { say } from '#discussion'
import {
  askToJoin,
  callMeetings,
  groupFor,
  invitationsOf,
  inviteByLink,
  joinGroup,
  makeGroup,
  nominateTo,
  placeIn,
  putOnAgenda,
  roomIn,
} from '#groups'
import { readPaperId } from '#paper'
import type { Store } from '#store'

const tables = [
  'groups',
  'members',
  'groupAsks',
  'groupInvitations',
  'groupPapers',
  'groupVotes',
  'meetings',
  'meetingPapers',
  'comments',
  'reactions',
  'reports',
] as const

const now = new Date('2026-11-20T12:00:00Z')
let asked = 0

/** With a paper on its front page, somebody who asks to join, an invitation, and a comment. */
export async function aGroup(store: Store, owner: Reader, member: Reader) {
  await store.deleteFrom('tallies').execute()
  const id = await makeGroup(
    store,
    owner,
    { name: 'The bread club', about: '', openness: 'private', joining: 'invitation' },
    now,
  )
  const code = await inviteByLink(store, owner, id, now)
  await joinGroup(store, member, { group: id, code }, now)
  const third = await addReader(store, { name: `Third ${++asked}` }, now)
  await joinGroup(store, third, { group: id, code }, now)
  const [invitation] = await invitationsOf(store, id, now)
  const asker = await addReader(store, { name: `Asker ${++asked}` }, now)
  await store.updateTable('groups').set({ joining: 'request' }).where('id', '=', id).execute()
  await askToJoin(store, asker, id, '', now)
  await store.updateTable('groups').set({ joining: 'invitation' }).where('id', '=', id).execute()
  const paper = readPaperId('2611.10002')
  await nominateTo(store, owner, { group: id, paper }, now)
  const other = readPaperId('2611.10003')
  await nominateTo(store, owner, { group: id, paper: other }, now)
  const waiting = readPaperId('2611.10004')
  await nominateTo(store, owner, { group: id, paper: waiting }, now)
  await placeIn(store, owner, { group: id, paper: other })
  await placeIn(store, owner, { group: id, paper })
  const [meeting = ''] = await callMeetings(
    store,
    owner,
    {
      group: id,
      title: '',
      day: '2026-12-01',
      clock: '12:00',
      zone: 'UTC',
      minutes: 60,
      venue: '',
    },
    now,
  )
  for (const one of [paper, other]) {
    await putOnAgenda(store, owner, { group: id, meeting, paper: one }, now)
  }
  const room = await roomIn(store, await groupFor(store, id, owner))
  const { id: comment } = await say(
    store,
    { ...owner, room },
    { paper, body: 'The secret crust' },
    now,
  )
  const places: Record<string, string> = {
    group: id,
    paper,
    third: third.id,
    asker: asker.id,
    invitation: invitation?.id ?? '',
    comment,
    waiting,
    meeting,
    other: '2611.10005',
  }
  return {
    id,
    places,
    /** Puts what this group has in the place of `:group`, `:paper` and so on. */
    fill: (text: string) => text.replace(/:(\w+)/g, (all, name: string) => places[name] ?? all),
    /** All that groups hold, to see whether it has changed. */
    async state(): Promise<string> {
      const rows = []
      for (const table of tables) rows.push(await store.selectFrom(table).selectAll().execute())
      return JSON.stringify(rows)
    },
  }
}
