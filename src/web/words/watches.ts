import { count } from './count.ts'

/** The sentences about what readers follow, and about what they never want to see. */
export const watches = {
  heading: 'What you follow',
  intro:
    'Queries, authors, categories, groups, people and lists: each is a section of your digest, a feed, and what programs of yours are told of. What you never want to see is left out everywhere at once.',
  lead: 'What you follow',
  leadHelp: 'And what you never miss or never see, your feeds and webhooks.',
  saved: 'Saved.',
  byMail: 'Have it by mail',
  feeds: 'All feeds of what you follow (OPML)',
  none: 'Nothing yet. Search for something, and follow it; or the page of an author, a category, a person, a group or a list.',
  follow: { follow: 'Follow', followed: 'Following' },
  muted: {
    leftOut: (n: number) =>
      n === 1
        ? '1 paper here is one that you asked never to be shown.'
        : `${count(n)} papers here are among what you asked never to be shown.`,
    here: (n: number) =>
      n === 1
        ? '1 paper that you asked never to be shown stands here all the same.'
        : `${count(n)} papers that you asked never to be shown stand here all the same.`,
    show: (n: number) => (n === 1 ? 'Show it' : 'Show them'),
    hide: 'Leave out again',
    change: 'Change',
    mark: 'Never shown',
  },
}
