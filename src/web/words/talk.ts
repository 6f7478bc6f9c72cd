import type { NoticeKind, QuietLevel, ReactionKind, RulingKind } from '#store'
import { count } from './count.ts'

const reactions: Record<ReactionKind, string> = {
  agree: 'Agree',
  thanks: 'Thanks',
  question: 'Unclear',
  doubt: 'Doubt',
}

const rulings: Record<RulingKind, string> = {
  hid: 'hid a comment on',
  showed: 'let a comment stand again on',
  locked: 'locked a thread on',
  unlocked: 'opened a thread again on',
  kept: 'looked at a report and let the comment stand on',
  granted: 'granted an appeal for a comment on',
  refused: 'refused an appeal for a comment on',
}

const notices: Record<NoticeKind, string> = {
  reply: 'answered you on',
  mention: 'mentioned you on',
  hidden: 'hid your comment on',
  shown: 'let your comment stand again on',
  appeal: 'appeals for a hidden comment on',
  answer: 'answered your appeal on',
  report: 'reported a comment on',
}

const levels: Record<QuietLevel, string> = {
  all: 'Answers, mentions, and what is to be moderated',
  mentions: 'Mentions alone',
  nothing: 'Nothing, except when a comment of mine is hidden',
}

/** The sentences about comments and moderation. */
export const talk = {
  heading: 'Discussion',
  count: (n: number) => (n === 1 ? '1 comment' : `${count(n)} comments`),
  none: 'Nobody has said anything about this paper yet.',
  signIn: 'Sign in to say something',
  alone: 'Notes to yourself count as well: markdown, and formulas between dollar signs.',
  write: 'What do you make of it?',
  writeHelp: 'Markdown, formulas between $ signs, > to quote, @handle to call somebody.',
  send: 'Say it',
  answer: 'Answer',
  answerTo: (name: string) => `Answer to ${name}`,
  more: 'More',
  edit: 'Edit',
  save: 'Save',
  remove: 'Delete',
  removeHelp: 'It goes for good; answers to it stay.',
  report: 'Report',
  reason: 'What is wrong with it?',
  hide: 'Hide',
  hideReason: 'Why it is hidden, for everybody to read',
  show: 'Let it stand again',
  lock: 'Lock the thread',
  lockReason: 'Why the thread ends here',
  unlock: 'Open the thread again',
  keep: 'Let it stand',
  appeal: 'Appeal',
  appealText: 'Why it should stand',
  deleted: 'Deleted.',
  gone: 'someone who left',
  hidden: (why: string) => `Hidden by a curator: ${why}`,
  locked: 'This thread is locked: nobody can answer any more.',
  edited: 'edited',
  reactions,
  reactionLabel: (name: string, n: number) =>
    n === 0 ? name : `${name}: ${n === 1 ? '1 reader' : `${count(n)} readers`}`,
  missing: 'There is no such comment.',
  history: {
    heading: 'What it said before',
    of: 'A comment on',
    until: 'Until',
    now: 'Now',
    none: 'It was never edited.',
  },
  moderation: {
    heading: 'To be moderated',
    intro: 'What readers reported, and what those say whose comments were hidden.',
    nothing: 'Nothing is waiting.',
    reports: 'Reported',
    appeals: 'Appeals',
    answer: 'Your answer',
    grant: 'Let it stand',
    refuse: 'Stay with it',
    log: 'Log of moderation',
    logIntro: 'Whatever curators did to comments, and why, for everybody to see.',
    logNone: 'No comment has been moderated yet.',
    rulings,
    on: 'on',
  },
  notices: {
    heading: 'What you were told',
    nav: (n: number) => `Yours (${n > 99 ? '99+' : n})`,
    none: 'Nobody has answered or mentioned you yet.',
    read: 'Mark all as read',
    fresh: 'new',
    kinds: notices,
    quiet: 'Tell me of',
    levels,
    save: 'Save',
    lead: 'Notices',
    leadHelp: 'Who answered or mentioned you, and how much of it you want to hear.',
  },
}
