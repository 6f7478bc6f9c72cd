export { enter, enterToWrite, type Group, type GroupFound, groupFor, roomIn } from './enter.ts'
export { deleteGroup, makeGroup, publicGroups, setClosed, setTerms, type Terms } from './group.ts'
export { groupsHolding } from './holding.ts'
export {
  answerAsk,
  type Ask,
  asksOf,
  askToJoin,
  declineGroup,
  type GroupInvitation,
  groupOfCode,
  hasAsked,
  invitationsOf,
  inviteByLink,
  invitePerson,
  joinGroup,
  withdrawInvitation,
} from './joining.ts'
export { endMembership, groupsOf, type Member, membersOf, setMemberRole } from './members.ts'
export {
  type InGroup,
  nominateTo,
  placeIn,
  type Shelved,
  shelfOf,
  takeOff,
  talliesIn,
  voteIn,
  withdrawFrom,
  writeNote,
  writeWhy,
} from './shelf.ts'
export { moveOnAgenda, putOnAgenda, setPresenter, takeOffAgenda } from './agenda.ts'
export { type CalendarOf, calendarText } from './calendar.ts'
export { countPast, type Meeting, meetingOf, meetingsOf, meetingsSince } from './meeting.ts'
export {
  callMeetings,
  changeMeeting,
  type MeetingTerms,
  setCancelled,
  writeMinutes,
} from './meetings.ts'
export { groupOfSeat, renewSeat, seatIn } from './seat.ts'
