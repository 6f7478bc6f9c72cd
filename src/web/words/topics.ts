import { count } from './count.ts'

const papers = (n: number) => (n === 1 ? '1 paper' : `${count(n)} papers`)

/** The sentences about topics that readers draw from examples. */
export const topics = {
  heading: 'Topics',
  intro:
    'Name a topic and give it three to five papers: from then on it fills itself with papers like them.',
  none: 'You have drawn no topic yet.',
  make: 'A new topic',
  name: 'Name',
  examples: 'Examples: ids, links or titles, one to a line',
  examplesHelp: 'Or tick papers in your library and make a topic of them there.',
  button: 'Make the topic',
  made: (examples: number) =>
    `from ${examples === 1 ? '1 example' : `${count(examples)} examples`}`,
  madeNow: 'The topic is made.',
  undo: 'Undo',
  papers,
  of: 'Drawn from',
  not: 'And not like',
  takeAway: 'Take away',
  threshold: 'How like the examples',
  loose: 'loosely',
  close: 'closely',
  try: 'Show',
  keep: 'Keep this threshold',
  ladder: (n: number) => papers(n),
  lets: 'What each threshold lets in',
  inside: 'In the topic',
  insideNone:
    'No paper is as like the examples as that. Lower the threshold, or give other examples.',
  below: 'Just below: what a lower threshold would let in',
  more: 'Like this',
  less: 'Not this',
  score: (score: number) => `${Math.round(100 * score)} % like the examples`,
  watch: 'Tell me of new ones',
  unwatch: 'Stop telling me of new ones',
  watchHelp:
    'A watch stands in your digest, with papers that the search finds to be most like these examples.',
  drop: 'Delete the topic',
}
