import { categoryName, type Day, weekday } from '#paper'
import { account } from './account.ts'
import { count } from './count.ts'
import { searchWords } from './search.ts'

export { count } from './count.ts'

/**
 * Every sentence of the pages. A sentence with something in it is a function, so that plurals and
 * order are the translator's.
 */
export const words = {
  name: 'Broadsheet',
  motto: 'The daily paper of research',
  skip: 'Skip to the papers',

  nav: {
    label: 'Sections',
    today: 'Today',
    trending: 'Trending',
    week: 'Week',
    month: 'Month',
    categories: 'Categories',
    editions: 'Editions',
    about: 'About',
  },
  search: searchWords,
  theme: {
    label: 'Colours',
    auto: 'As the system',
    light: 'Light',
    dark: 'Dark',
  },
  keys: {
    open: 'Keyboard',
    heading: 'Reading with the keyboard',
    list: [
      ['j', 'next paper'],
      ['k', 'previous paper'],
      ['o or Enter', 'open the paper'],
      ['x', 'unfold or fold its abstract'],
      ['s', 'save the paper, or take it out of the library'],
      ['/', 'search'],
      ['[', 'the day before'],
      [']', 'the day after'],
      ['?', 'this help'],
    ] as const,
    use: 'Use these keys',
    close: 'Close',
  },
  footer: {
    colophon: 'Titles and abstracts are their authors’ words.',
    top: 'Back to the top',
    ledger: 'Is it all here?',
    digest: 'The paper by mail',
    programs: 'For programs',
    privacy: 'Privacy',
  },

  authors: (n: number) => (n === 1 ? '1 author' : `${count(n)} authors`),
  comments: (n: number) => (n === 1 ? '1 comment' : `${count(n)} comments`),
  papers: (n: number) => (n === 1 ? '1 paper' : `${count(n)} papers`),
  others: (n: number) => (n === 1 ? 'and\u00a01\u00a0other' : `and\u00a0${count(n)}\u00a0others`),
  names: (names: readonly string[], others: number) =>
    others > 0 ? names.join(', ') : andList(names),
  noAuthors: 'Authors not known',
  noAbstract: 'No abstract is known yet.',
  more: 'Read on',
  less: 'Fold',

  day: {
    before: 'Day before',
    after: 'Day after',
    goTo: 'Go to a day',
    go: 'Go',
    none: (day: string) => `No papers of ${day}`,
    future: (day: string) => `${day} is yet to come.`,
    futureHelp: 'New papers appear here once they are announced and harvested.',
    emptyHelp:
      'Broadsheet holds no papers of this day. It may lie before the first harvest, or in a gap between two. Bring them in with',
    ledHere: (asked: string, why: 'weekend' | 'holiday') =>
      why === 'weekend'
        ? `arXiv announces nothing for ${asked}, a weekend. These are the latest papers before it.`
        : `arXiv announced nothing for ${asked}, a holiday. These are the latest papers before it.`,
    notADay: (text: string) => `“${text}” is not a day. Days look like 2026-11-20.`,
    nearestBefore: (day: string) => `The last day before it that has papers: ${day}`,
    nearestAfter: (day: string) => `The first day after it that has papers: ${day}`,
    inThisIssue: 'In this issue',
    all: 'All papers',
    crossListed: 'A paper counts in each of its categories.',
    allCategories: (n: number) => `All ${count(n)} categories`,
    further: 'Further fields',
    other: 'Without category',
    noneIn: (category: string) => `No paper of this day is listed in ${category}.`,
    week: (week: string) => `Week ${Number(week.slice(-2))}`,
  },
  week: {
    title: (week: string) => `Week ${Number(week.slice(-2))} of ${week.slice(0, 4)}`,
    before: 'Week before',
    after: 'Week after',
    not: (text: string) => `“${text}” is not a week. Weeks look like 2026-W47.`,
    none: 'Broadsheet holds no papers of this week.',
  },
  month: {
    before: 'Month before',
    after: 'Month after',
    calendar: 'Papers by day',
    papers: ' papers',
    not: (text: string) => `“${text}” is not a month. Months look like 2026-11.`,
    none: 'Broadsheet holds no papers of this month.',
  },
  start: {
    line: 'This is the starter edition. Bring in today’s papers with',
    after: 'and this page becomes the daily paper.',
    blank: 'No papers yet',
    blankHelp: 'Bring in the papers of arXiv with',
    blankOr: 'or a file of papers with',
    contents: 'Sections',
    allSections: (n: number) => `All ${count(n)} sections`,
  },

  paper: {
    abstract: 'Abstract',
    summary: 'Summary',
    summaryNote: 'Our own summary; the abstract is at the source.',
    fromSource: (source: string) => `As given by ${source}.`,
    published: 'Published',
    updated: 'Revised',
    listed: 'Listed',
    categories: 'Categories',
    comments: 'Comments',
    journal: 'Journal',
    venue: 'Venue',
    doi: 'DOI',
    id: 'Id',
    license: 'Licence',
    arxivLicense: 'arXiv may distribute it',
    read: 'Read',
    abs: 'Abstract page',
    pdf: 'PDF',
    html: 'HTML',
    atDoi: 'At the publisher',
    atAcl: 'ACL Anthology',
    atReview: 'OpenReview',
    code: 'Code',
    cite: 'Cite',
    similar: 'Similar papers',
    noSimilar: 'None found yet.',
    listedIn: 'Listed in',
    provisional:
      'Only the title of this paper is known so far. It gets its own id and address once a source names it.',
    allAuthors: (n: number) => `All ${count(n)} authors`,
    missing: (id: string) => `Broadsheet does not hold ${id}.`,
    missingHelp: 'It may be there once its day is harvested.',
  },
  author: {
    missing: (name: string) => `No paper of an author “${name}” is here.`,
    sameName: 'People who share a name share this page.',
    intro: 'Find an author by name, as it is written on a paper.',
    heading: 'Authors',
    field: 'Name',
  },
  category: {
    heading: 'Categories',
    missing: (code: string) => `No paper is listed under “${code}”.`,
    none: 'No paper has a category yet.',
    count: (n: number) => `${count(n)} categories`,
  },
  editions: {
    heading: 'Editions',
    intro: 'Pages of papers that somebody put together, kept as they stood, in their order.',
    none: 'No edition is kept yet. Import a saved result page with',
    missing: (id: string) => `There is no edition “${id}”.`,
    note: 'To know',
  },
  pages: {
    label: 'Pages',
    before: 'Previous page',
    after: 'Next page',
    of: (page: number, pages: number) => `Page ${count(page)} of ${count(pages)}`,
    beyond: (pages: number) => `There are only ${words.pages.many(pages)}.`,
    many: (n: number) => (n === 1 ? '1 page' : `${count(n)} pages`),
  },
  account,
  trouble: {
    missing: 'This page is not here',
    missingHelp: (path: string) => `Nothing stands at ${path}.`,
    lookFor: 'Look for it instead',
    invalid: 'That cannot be read',
    refused: 'That is not allowed',
    tooMany: 'Too much at once',
    fault: 'Something broke on our side',
    faultHelp:
      'We are sorry. The fault has been noted with the number below. Trying again may help; the front page should work.',
    tooLarge: 'That is more than this site takes at once. Send less, or in parts.',
    notJson: 'That is not JSON.',
    field: (name: string) =>
      name ? `The field “${name}” cannot be read.` : 'What was sent cannot be read.',
    home: 'To the front page',
  },
}

/** “Ada, Emmy and Sofia”. */
const andList = (names: readonly string[]) =>
  names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`

const formats = {
  full: new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' }),
  long: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }),
  brief: new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }),
  short: new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' }),
  month: new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }),
  weekday: new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' }),
}

/** A day in words: “Friday, 20 November 2026”, or shorter. */
export function dayInWords(day: Day, length: 'full' | 'long' | 'brief' = 'full'): string {
  return formats[length]
    .format(new Date(day))
    .replace(/^(\w+) /, length === 'full' ? '$1, ' : '$1 ')
}

/** A month in words: “November 2026”. */
export const monthInWords = (month: string): string => formats.month.format(new Date(`${month}-01`))

/** “Mon” to “Sun” of a day. */
export const weekdayInWords = (day: Day): string => formats.weekday.format(new Date(day))

/** Monday first, as the calendar of a month has them. */
export const isWeekend = (day: Day): boolean => weekday(day) > 5

/** As much of a day as is known, in words: “May 26, 2021”, “January 2009”, “1999”. */
export function dateInWords(date: string): string {
  if (/^\d{4}-\d{2}-\d{2}/.test(date)) return formats.short.format(new Date(date.slice(0, 10)))
  if (/^\d{4}-\d{2}$/.test(date)) return monthInWords(date)
  return date
}

/** “Machine Learning (cs.LG)”. */
export function categoryInWords(code: string): string {
  const name = categoryName(code)
  return name === code ? code : `${name} (${code})`
}

/** Who told us a field of a paper, in words. */
export function sourceInWords(origin: string | undefined): string {
  return (origin && sources[origin]) ?? 'its source'
}

const sources: Readonly<Record<string, string>> = {
  arxiv: 'arXiv',
  snapshot: 'the arXiv metadata snapshot',
  corpus: 'an imported file',
  starter: 'the starter catalogue',
  'saved-page': 'a saved page, whose text has lost some of its mathematics',
}
