import { count } from './count.ts'

/** The sentences of the search page. */
export const searchWords = {
  label: 'Search papers',
  hint: 'Title, words, author, id…',
  button: 'Search',
  title: (text: string) => (text ? `${text} — search` : 'Search'),
  heading: 'Search',
  found: (n: number, complete: boolean) =>
    n === 1 ? '1 paper' : complete ? `${count(n)} papers` : `The best ${count(n)} papers`,
  asked: (text: string) => `“${text}”`,
  from: 'From',
  to: 'To',
  category: 'Category',
  anyCategory: 'All categories',
  sort: 'Order',
  relevance: 'Best match first',
  newest: 'Newest first',
  trending: 'Trending first',
  narrow: 'Narrow',
  narrowedBy: 'Narrowed by',
  without: (demand: string) => `Search without ${demand}`,
  why: 'Why here?',
  elsewhere: (n: number) => (n === 1 ? 'Also here as' : `And ${n} versions elsewhere:`),
  score: 'In all',
  /** What each part of a score stands for. */
  reasons: {
    words: 'Its words, against the best paper’s',
    meaning: 'Its meaning is near',
    coverage: 'It has the words of the query',
    title: 'They stand in its title',
    names: 'They name an author',
    company: 'It is like the best papers',
    freshness: 'It is new',
    picks: 'It was picked',
  },
  facets: {
    category: 'Categories',
    year: 'Years',
    source: 'Sources',
    code: 'With',
  },
  /** What facets are called that are no category. */
  facetNames: {
    arxiv: 'arXiv',
    acl: 'ACL Anthology',
    openreview: 'OpenReview',
    doi: 'Journals and preprints',
    title: 'Known by title',
    code: 'Code',
  },
  countedAmong: (n: number) => `Counted among the best ${count(n)}.`,
  apply: 'Apply',
  nothing: (text: string) => `Nothing found for “${text}”.`,
  nothingHelp: [
    'Use fewer or more general words: every one of them narrows the search.',
    'Look for the spelling: names are found with or without accents.',
    'Paste an arXiv id, a DOI or a link to go straight to a paper.',
  ],
  widen: 'Search all days and categories',
  beyond: 'There are no more papers on this page of the results.',
  notReady: 'The index is still being built, so some papers cannot be found yet.',
  empty: 'Search what Broadsheet holds, by words and by meaning.',
  examples: 'For example',
  notDay: (text: string) =>
    `“${text}” is not a day, so it was left out. Days look like 2026-11-20.`,
  notCategory: 'That category is not one of arXiv’s, so it was left out.',
  notHeld: (id: string) => `${id} is the id of a paper that is not here.`,
  atArxiv: 'Read it at arXiv',
  tooLong: (limit: number) =>
    `Only the first ${limit} characters were searched for. Use a few words, not a page.`,
  backwards: 'The first day lay after the last one; they were exchanged.',
}
