import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { DomainError } from '#domain-error'
import {
  calendarText,
  callMeetings,
  changeMeeting,
  countPast,
  enter,
  type Group,
  groupOfSeat,
  meetingOf,
  meetingsOf,
  meetingsSince,
  membersOf,
  moveOnAgenda,
  putOnAgenda,
  renewSeat,
  seatIn,
  setCancelled,
  setPresenter,
  shelfOf,
  takeOffAgenda,
  writeMinutes,
} from '#groups'
import { dayOf, plainText, readPaperId } from '#paper'
import { fieldsIn } from '../fields.ts'
import { frameOf } from '../frame.ts'
import { MeetingPage } from '../parts/group-meeting.tsx'
import { ArchivePage, MeetingsPage } from '../parts/group-meetings.tsx'
import { meetingPath, nameIn, namesIn } from '../parts/meeting.tsx'
import { pageOf, sliceOf } from '../parts/pager.tsx'
import { groupPath } from '../parts/paths.ts'
import { formIn } from '../read-form.ts'
import { readerOf, signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { meetings as words } from '../words/groups.ts'
import { placeOf } from './group.tsx'

const Terms = z.object({
  title: z.string().max(500).default(''),
  day: z.string().max(20),
  clock: z.string().max(10),
  zone: z.string().max(80),
  minutes: z.coerce.number(),
  venue: z.string().max(1000).default(''),
  times: z.coerce.number().default(1),
  every: z.coerce.number().default(1),
})

/** How many past meetings a page of the archive has. */
const perPage = 30

/** A calendar begins so long ago, in milliseconds. */
const calendarBack = 400 * 24 * 60 * 60_000

/** When a group meets, what about, and what came of it; and its calendar. */
export function groupMeetings(site: Site): Hono {
  const { store, accounts, now } = site
  const calendar = async (c: Context, group: Group) => {
    const meetings = await meetingsSince(store, group.id, new Date(now().getTime() - calendarBack))
    const names = await namesIn(store, meetings)
    const { origin } = frameOf(c)
    const body = calendarText({
      name: group.name,
      meetings,
      titleOf: (paper) => plainText(names.papers.get(paper)?.title ?? paper),
      nameOf: (reader) => nameIn(names, reader),
      addressOf: ({ id }) => origin + meetingPath(group.id, id),
    })
    return c.body(body, 200, {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': 'inline; filename="meetings.ics"',
      'Cache-Control': 'private, no-cache',
    })
  }
  return new Hono()
    .get('/groups/:group/calendar.ics', async (c) =>
      calendar(c, await enter(store, c.req.param('group'), readerOf(c), 'guest')),
    )
    .get('/calendars/:token', async (c) => {
      const [seat = '', mark = ''] = c.req.param('token').split('.')
      const known = accounts.isSeal(mark, `calendar ${seat}`)
      const group = known && (await groupOfSeat(store, seat))
      if (!group) throw new DomainError('missing', words.missing)
      return calendar(c, group)
    })
    .post('/groups/:group/calendar', async (c) => {
      const reader = signedIn(c)
      await renewSeat(store, reader, c.req.param('group'))
      return c.redirect(`${groupPath(c.req.param('group'))}/meetings#calendar`, 303)
    })
    .get('/groups/:group/meetings', async (c) => {
      const reader = readerOf(c)
      const group = await enter(store, c.req.param('group'), reader, 'guest')
      const isMember = reader && (group.as === 'member' || group.as === 'owner')
      const seat = isMember ? await seatIn(store, reader, group.id) : ''
      const [coming, past] = await Promise.all([
        meetingsOf(store, group.id, 'to come', { now: now(), count: 60 }),
        meetingsOf(store, group.id, 'past', { now: now(), count: 3 }),
      ])
      const frame = frameOf(c)
      const own = `/calendars/${seat}.${accounts.seal(`calendar ${seat}`)}.ics`
      const address = seat ? own : `${groupPath(group.id)}/calendar.ics`
      c.header('Cache-Control', 'no-store')
      return c.render(
        <MeetingsPage
          {...{ frame, group, coming, past }}
          names={await namesIn(store, [...coming, ...past])}
          calendar={frame.origin + address}
          own={seat !== ''}
          usual={coming.at(-1) ?? past[0]}
          today={dayOf(now())}
        />,
      )
    })
    .post('/groups/:group/meetings', async (c) => {
      const owner = signedIn(c)
      const group = c.req.param('group')
      await enter(store, group, owner, 'owner')
      const [first = ''] = await callMeetings(
        store,
        owner,
        { ...(await formIn(c, Terms)), group },
        now(),
      )
      return c.redirect(meetingPath(group, first), 303)
    })
    .get('/groups/:group/archive', async (c) => {
      const group = await enter(store, c.req.param('group'), readerOf(c), 'guest')
      const page = pageOf(c.req.query('page'))
      const [past, total] = await Promise.all([
        meetingsOf(store, group.id, 'past', { now: now(), ...sliceOf(page, perPage) }),
        countPast(store, group.id, now()),
      ])
      c.header('Cache-Control', 'private, no-cache')
      return c.render(
        <ArchivePage
          frame={frameOf(c)}
          {...{ group, past, total, page, perPage }}
          names={await namesIn(store, past)}
        />,
      )
    })
    .get('/groups/:group/meetings/:meeting', async (c) => {
      const reader = readerOf(c)
      const group = await enter(store, c.req.param('group'), reader, 'guest')
      const meeting = await meetingOf(store, group.id, c.req.param('meeting'))
      if (!meeting) throw new DomainError('missing', words.missing)
      const shelf = await shelfOf(store, group.id, reader?.id)
      const on = new Set(meeting.agenda.map(({ paper }) => paper))
      const candidates = shelf
        .filter(({ paper }) => !on.has(paper))
        .toSorted((a, b) => b.votes - a.votes)
      const members = await membersOf(store, group.id)
      const names = await namesIn(store, [meeting], {
        papers: candidates.map(({ paper }) => paper),
        actors: [meeting.notesBy, ...members.map((member) => member.reader)],
      })
      c.header('Cache-Control', 'private, no-cache')
      return c.render(
        <MeetingPage frame={frameOf(c)} {...{ group, meeting, candidates, members, names }} />,
      )
    })
    .post('/groups/:group/meetings/:meeting', async (c) => {
      const reader = signedIn(c)
      const where = c.req.param()
      await enter(store, where.group, reader, 'member')
      const field = await fieldsIn(c)
      const act = field('act')
      if (act === 'change') {
        await changeMeeting(store, reader, where, await formIn(c, Terms), now())
      } else if (act === 'cancel') await setCancelled(store, reader, where, 'cancelled', now())
      else if (act === 'uncancel') await setCancelled(store, reader, where, 'on', now())
      else if (act === 'notes') {
        const wrote = { text: field('notes'), seen: field('seen') }
        await writeMinutes(store, reader, where, wrote, now())
      } else {
        const point = { ...where, paper: readPaperId(field('paper')) }
        if (act === 'put') await putOnAgenda(store, reader, point, now())
        else if (act === 'off') await takeOffAgenda(store, reader, point, now())
        else if (act === 'present') await setPresenter(store, reader, point, reader.id, now())
        else if (act === 'presenter') {
          await setPresenter(store, reader, point, field('presenter'), now())
        } else await moveOnAgenda(store, reader, point, placeOf(field('to')), now())
      }
      return c.redirect(meetingPath(where.group, where.meeting), 303)
    })
}
