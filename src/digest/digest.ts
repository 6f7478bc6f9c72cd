export { noteBounce, release, stopped } from './addresses.ts'
export { noteCameBack, noteEvents } from './came-back.ts'
export { choose, type Chosen, type Content, type Section } from './choose.ts'
export { digestOf, recalled } from './deliver.ts'
export { isZone, nextDue } from './due.ts'
export { digestHolding } from './holding.ts'
export { checkDigests, type DayOfDigests, standing, subscribers } from './standing.ts'
export { sendTest } from './trial.ts'
export { type Inbox, readMailbox, receive, type Received } from './inbox.ts'
export { lastOf } from './last.ts'
export { digestLetter, messageIdOf } from './letter.ts'
export { type Links, openLinks } from './links.ts'
export { type Page, pageOf } from './page-of.ts'
export { htmlBody, htmlDigest } from './email.tsx'
export { plainDigest } from './plain.ts'
export { readReport, type Report } from './report.ts'
export { schedule } from './schedule.ts'
export { openPress, type Press, type PressMeans, sendDue, type Sent } from './send.ts'
export {
  askFor,
  change,
  type Choices,
  end,
  forget,
  ownerOf,
  readChoices,
  subscribe,
  type Subscription,
  subscriptionOf,
  subscriptionOfReader,
  turnOn,
  usualChoices,
} from './subscription.ts'
export { openWindows, type Window } from './window.ts'
