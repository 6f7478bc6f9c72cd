import type { NoticeKind } from '#store'

/** The sentences of letters that tell a reader what happened. */
export const noticeWords = {
  subject: (n: number, host: string) => `${n} things you were told at ${host}`,
  somebody: 'Somebody',
  line: (kind: NoticeKind, who: string, paper: string) =>
    `${who} ${deeds[kind]}${paper ? ` “${paper}”` : ''}`,
  see: 'See them here:',
  leave: 'To have no more such letters, open this and press the button:',
}

/** What somebody did, in words that end before the title of the paper, where there is one. */
const deeds: Record<NoticeKind, string> = {
  reply: 'answered you on',
  mention: 'mentioned you on',
  hidden: 'hid your comment on',
  shown: 'let your comment stand again on',
  appeal: 'appeals for a hidden comment on',
  answer: 'answered your appeal on',
  report: 'reported a comment on',
  invited: 'invites you to a group',
  asked: 'asks to join a group of yours',
  admitted: 'let you into a group',
  meeting: 'called or changed a meeting of a group of yours',
  presents: 'asks you to present in a group of yours:',
  claim: 'says who wrote, or did not write,',
  author: 'confirmed that you wrote',
  noAuthor: 'did not confirm that you wrote',
}
