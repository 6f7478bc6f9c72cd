import { categoryName, type Day, nameKey, type Paper, plainText } from '#paper'
import { dayInWords, monthInWords } from './words.ts'

/** What feeds are called. */
export const feedWords = {
  byMail: 'by mail',
  latest: 'The latest papers',
  front: 'The front page',
  trending: 'Trending this week',
  topic: (code: string) => `Picked for ${feedWords.category(code)}`,
  day: (day: Day) => dayInWords(day),
  month: (month: string) => monthInWords(month),
  category: (code: string) => {
    const name = categoryName(code)
    return name === code ? code : `${name} (${code})`
  },
  /** The name as it stands on a paper. */
  author: (key: string, papers: readonly Paper[]) =>
    plainText(
      papers.flatMap(({ authors }) => authors).find((name) => nameKey(name) === key) ?? key,
    ),
  notYours:
    'This address of a feed was cut off, or is of somebody who has left. Take the feed from its page again.',
  comments: (title: string) => `Comments on “${title}”`,
  nobody: (key: string) =>
    `There is nobody called ${key} here, or what they do is not for everybody.`,
  person: (name: string) => `What ${name} puts forward and says`,
  onPaper: (name: string, title: string) => `${name} on “${title}”`,
  formats: 'A feed ends in .atom, .rss or .json.',
  follow: 'Follow this page',
  names: { atom: 'Atom', rss: 'RSS', json: 'JSON' },
}
