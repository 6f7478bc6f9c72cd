import type { Choices } from '#digest'
import { count } from './count.ts'

/** The sentences about digests: asking for one, choosing, leaving. */
export const digest = {
  heading: 'The paper by mail',
  intro:
    'New papers in your mail, at your hour: what curators and readers picked, what is trending, and whatever you watch. No picture, no tracking, one click to leave.',
  address: 'Mail address',
  days: 'On these days',
  dayNames: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const,
  hour: 'At',
  hourOf: (hour: number) => `${String(hour).padStart(2, '0')}:00`,
  zone: 'Time zone',
  sections: 'What stands in it',
  front: 'Papers of the front page',
  trending: 'Trending papers',
  forYou: 'Papers you may like',
  least: 'with at least so many votes',
  none: 'Left out',
  atMost: (n: number) => `at most ${n}`,
  ifNone: 'On a day without papers',
  ifNoneWays: {
    word: 'a short letter that says why',
    nothing: 'no letter',
  } satisfies Record<Choices['ifNone'], string>,
  watch: 'Watch for',
  watchHint: 'Words, cat:cs.LG, au:"Ada Lovelace" …',
  more: 'More can be watched once you have confirmed.',
  ask: 'Send me the paper',
  preview: 'Look at one first',
  previewHeading: 'What would come now',
  asked: 'Look into your mail',
  askedHelp: (address: string) =>
    `A letter is on its way to ${address}. Open the link in it and press the button, and the paper comes. If no letter arrives in a few minutes, look where spam goes.`,
  toFolder: (folder: string) =>
    `This site sends no mail yet: letters become files in ${folder}. Its keeper sets BROADSHEET_MAIL.`,
  confirm: 'Begin the paper by mail?',
  confirmHelp: (address: string, when: string) => `It goes to ${address}, ${when}.`,
  confirmButton: 'Yes, send it',
  leave: 'Leave the paper by mail?',
  leaveHelp: (address: string) => `Nothing more will come to ${address}.`,
  leaveButton: 'Unsubscribe',
  left: 'You have left',
  leftHelp: (address: string) => `Nothing more comes to ${address}. If that was a mistake:`,
  back: 'Send it again',
  choices: 'Your paper by mail',
  save: 'Save',
  saved: 'Saved.',
  unsaved: 'Not kept yet: look it over, and save.',
  state: {
    asked: 'Not confirmed yet: the letter with the link is on its way.',
    on: (address: string, due: string) => `It goes to ${address}; the next one ${due}.`,
    ended: 'You have left; nothing comes.',
    stopped: (why: string) => `We stopped sending. ${why}`,
  },
  again: 'Try again',
  watches: 'Watched',
  watchesHelp:
    'A query becomes a section of the digest. Never miss: every paper that has all of its words comes, whatever the limits. Never show: no paper that has them all ever does.',
  kinds: { watch: 'Watch', pin: 'Never miss', mute: 'Never show' } as const,
  add: 'Add',
  drop: 'Drop',
  most: 'At most',
  history: 'Digests so far',
  noHistory: 'None yet.',
  states: {
    due: 'due',
    handing: 'on its way',
    sent: 'sent',
    deferred: 'put off by the server',
    empty: 'nothing to tell',
    unclear: 'given twice, never answered for',
    refused: 'refused',
    late: 'given up after a day',
    dropped: 'not wanted any more',
  } as const,
  papers: (n: number) => (n === 1 ? '1 paper' : `${count(n)} papers`),
  feed: 'The same as a feed',
  missing: 'This link leads nowhere any more. Perhaps it was cut off in your mail program.',
  noDay: 'There is no digest of that day.',
  ofDay: (day: string) => `Digest of ${day}`,
  tested: 'A test letter went out.',
  test: 'Send me one now, as a test',
  status: {
    heading: 'Digests that went out',
    intro: (on: number, stopped: number) =>
      `${on === 1 ? 'One person gets' : `${count(on)} people get`} the paper by mail${stopped > 0 ? `; ${count(stopped)} addresses stopped working` : ''}.`,
    waiting: (n: number, since: string) =>
      `${n === 1 ? '1 digest waits' : `${count(n)} digests wait`}, the first since ${since.slice(0, 16).replace('T', ' ')} UTC.`,
    noneWaiting: 'None waits.',
    none: 'None was due in the last days.',
    day: 'Day',
    fault: 'What a server said',
    columns: {
      due: 'Due',
      written: 'Written',
      sent: 'Sent',
      bounced: 'Came back',
      empty: 'Nothing to tell',
      deferred: 'Put off',
      refused: 'Refused',
      unclear: 'Unclear',
      late: 'Given up',
    },
  },
  hooks: {
    heading: 'Webhooks',
    help: 'A program is told what a watch finds as soon as it comes in. Messages are signed with the secret.',
    first: 'Watch something first.',
    onlyReaders: 'Webhooks are for readers with an account.',
    shape: 'Shape of the message',
    shapes: {
      json: 'JSON',
      slack: 'Slack',
      discord: 'Discord',
      telegram: 'Telegram',
      feishu: 'Feishu',
    },
    url: 'Address of the program',
    secret: 'Secret',
    ownSecret: 'Secret, if it gave you one',
    fault: (fault: string) => `The last message did not arrive: ${fault}`,
    stopped: (fault: string) => `It is told nothing any more: ${fault} Drop it and add it again.`,
  },
  acts: {
    vote: { question: 'Vote for this paper?', button: 'Vote' },
    save: { question: 'Save this paper in your library?', button: 'Save' },
  },
  voteBanned: 'Your account may read but not vote.',
  opml: 'All feeds of what you watch (OPML)',
}

/** “Monday to Friday at 07:00, Europe/Berlin”. */
export function rhythmInWords({ days, hour, zone }: Choices): string {
  const names = Array.from(days, (day) => digest.dayNames[Number(day) - 1] ?? '')
  const on =
    days === '1234567' ? 'every day' : days === '12345' ? 'Monday to Friday' : names.join(', ')
  return `${on} at ${digest.hourOf(hour)}, ${zone}`
}
