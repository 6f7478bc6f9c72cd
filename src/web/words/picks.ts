import { count } from './count.ts'

/** The sentences about votes, nominations, picks and trending. */
export const picks = {
  vote: {
    none: 'Vote',
    /** What a button says of itself to those who do not see it. */
    label: (votes: number) => (votes === 0 ? 'Vote' : `Vote: ${counted(votes)} so far`),
    votes: (n: number) => counted(n),
  },
  front: {
    heading: 'Front page',
    none: 'No paper has been picked for the front page yet.',
    invite: 'Nominate one',
    more: 'Nominations',
    by: (name: string) => `— ${name}`,
    arrange: 'Arrange the front page',
  },
  nominations: {
    heading: 'Nominations',
    intro: (endorsements: number, days: number) =>
      `Anyone signed in may nominate a paper. ${endorsements === 1 ? 'One endorsement' : `${count(endorsements)} endorsements`} of readers whose account is not new, or one curator, put it on the front page of the day, if it is at most ${days} days old. Older papers can be nominated to a topic.`,
    find: 'Nominate a paper',
    field: 'An id, a link, or words of its title',
    button: 'Look it up',
    none: 'Nothing is waiting. A paper that others should read is one look-up away.',
    noneFound: (text: string) => `Broadsheet holds no paper for “${text}”.`,
    fetch: 'Bring it in from arXiv',
    found: (text: string) => `Found for “${text}”`,
    nominate: 'Nominate for the front page',
    nominateTo: 'Nominate to a topic',
    topic: 'Topic',
    ownTopics: 'Of the paper',
    otherTopics: 'Those with the most papers here first',
    endorse: 'Endorse',
    withdraw: 'Withdraw',
    withdrawLabel: 'Withdraw your endorsement',
    tooOld: (days: number) => `More than ${days} days old: for topics only.`,
    /** After some names: how many others, and how far it is to the front page. */
    by: (others: number, of: number, needed: number | undefined) =>
      (others > 0 ? ` and ${count(others)} more` : '') +
      (needed === undefined ? '' : `: ${count(of)} of ${count(needed)} endorsements that count`),
    frontPage: 'For the front page',
    forTopic: (topic: string) => `For ${topic}`,
    picked: 'On the front page',
    pickedOn: (day: string) => `On the front page of ${day}`,
    pickedUnder: (topic: string) => `Picked for ${topic}`,
    someone: 'someone who left',
    log: 'Everything done here stands in the public log',
  },
  desk: {
    heading: 'Arrange the front page',
    intro:
      'Drag a paper by its number, or use the arrows beside it; on the keyboard they are buttons like any other. What you do is on the page at once and in the public log, where it can be taken back.',
    empty: 'Nothing is picked for this day yet. Pick from the nominations below.',
    up: (title: string) => `Move up: ${title}`,
    down: (title: string) => `Move down: ${title}`,
    off: (title: string) => `Take off the page: ${title}`,
    offShort: 'Take off',
    line: 'Your line about it',
    save: 'Save',
    pick: 'Put on the front page',
    pickTopic: 'Pick for the topic',
    waiting: 'Nominated',
    seePage: 'See the page',
    moved: (title: string, place: number) => `${title}: now at place ${place}`,
  },
  log: {
    heading: 'Public log',
    intro:
      'Everything that was done to the pages: nominations, endorsements, picks, their order and their lines, and votes that count less. Whoever did it can take it back, and so can a curator.',
    none: 'Nothing has been done to the pages yet.',
    noAct: 'There is no such act in the log.',
    undo: 'Take back',
    undoLabel: (what: string) => `Take back: ${what}`,
    undone: 'taken back',
    undid: 'by taking back an earlier act',
    house: 'The house',
    gone: 'Someone who left',
    nominated: (where: string) => `nominated for ${where}`,
    endorsed: (where: string) => `endorsed for ${where}`,
    withdrew: (where: string) => `withdrew an endorsement for ${where}`,
    picked: (where: string, endorsements?: number) =>
      endorsements === undefined
        ? `picked for ${where}`
        : `picked for ${where}, after ${count(endorsements)} endorsements`,
    unpicked: (where: string) => `took off ${where}`,
    moved: (from: number, to: number, where: string) =>
      `moved from place ${from} to ${to} of ${where}`,
    wrote: (line: string) => (line ? `wrote “${line}” about` : 'took away the line about'),
    discounted: (votes: number, why: 'new' | 'together') =>
      why === 'new'
        ? `counts ${count(votes)} votes of new accounts as a lift of one place at most for`
        : `counts ${count(votes)} votes of readers who act together as a few for`,
    front: 'the front page',
    frontOf: (day: string) => `the front page of ${day}`,
  },
  trending: {
    heading: 'Trending',
    windows: { day: 'Day', week: 'Week', month: 'Month', all: 'All time' },
    windowsLabel: 'For',
    of: {
      day: (to: string) => `Papers of ${to}`,
      week: (to: string) => `Papers of the seven days to ${to}`,
      month: (to: string) => `Papers of the thirty days to ${to}`,
      all: 'Papers of all time',
    },
    span: (from: string, to: string) => `Papers of ${from} to ${to}`,
    byMail: 'Have it by mail',
    how: 'How papers are ranked',
    none: 'Nobody has voted for a paper of these days yet.',
    noneHelp:
      'A vote says: others should read this. Votes stand beside every paper; the first ones decide what stands here.',
    newest: 'Until then, the latest papers:',
    notDay: (text: string) => `“${text}” is not a day. Days look like 2026-11-20.`,
    score: 'Why it stands here',
  },
  score: {
    heading: 'Score',
    of: 'The score of',
    none: 'This paper has no score yet: nobody has voted for it or nominated it.',
    formula: 'score = log₂(1 + votes that count + start) − how much louder its field is',
    sum: (counted: string, start: string, louder: string, heat: string) =>
      `log₂(1 + ${counted} + ${start}) − ${louder} = ${heat}`,
    votes: 'Votes',
    cast: (n: number) => `${counted(n)} cast`,
    single: (n: number) =>
      n === 1 ? '1 reader by themselves' : `${count(n)} readers, each by themselves`,
    group: (n: number, told: string) => `${count(n)} readers who act together (${told})`,
    signs: {
      network: 'from one part of the network',
      alike: 'who vote for the same papers',
      mutual: 'who vote for what each other nominated',
    },
    fresh: (n: number) =>
      n === 1
        ? '1 reader whose account is new: can lift the paper by one place'
        : `${count(n)} readers whose accounts are new: can together lift the paper by one place`,
    counts: 'counts',
    counted: 'Votes that count',
    start: 'Start',
    startAll: 'every paper begins with',
    byAuthors: (papers: number) =>
      `earlier papers of its authors (${papers === 1 ? '1 result' : `${count(papers)} results`})`,
    author: (name: string, papers: number) =>
      `${name}, ${papers === 1 ? '1 paper' : `${count(papers)} papers`}`,
    byNominator: (name: string, papers: number) =>
      `earlier nominations of ${name} (${papers === 1 ? '1 paper' : `${count(papers)} papers`})`,
    doublings: (n: string) => `${n} doublings`,
    begins: 'it begins with',
    field: 'Field',
    usual: (field: string, papers: number) =>
      `usual in ${field} lately (${papers === 1 ? '1 paper' : `${count(papers)} papers`})`,
    usualAll: 'usual in all fields',
    louder: 'how much louder its field is',
    age: 'Age',
    ageHelp: (day: string) =>
      `Age counts by the day of publication, ${day}, when papers are put in order: in a list of a week a paper must have twice the votes for each 1.75 days it is older, in one of a month for each 7.5. Over all time age does not count.`,
    ageless: 'The day of this paper is not known, so it stands in lists of all time only.',
    at: (when: string) =>
      `Reckoned at ${when} UTC, when somebody last voted for it or nominated it.`,
  },
  paper: {
    heading: 'Readers',
    score: 'Take its score apart',
    nominatedBy: (names: string) => `Nominated by ${names}`,
  },
  topic: { heading: 'Picked' },
}

const counted = (n: number) => (n === 1 ? '1 vote' : `${count(n)} votes`)
