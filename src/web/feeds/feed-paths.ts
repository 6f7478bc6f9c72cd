import { type Day, type PaperId, paperPath } from '#paper'
import { formats, type Format, mediaTypes } from './feed.ts'

/** The addresses of feeds, to which the format is still to be added: `formatted(path, 'atom')`. */
export const feedPaths = {
  latest: '/feeds/latest',
  front: '/feeds/front',
  trending: '/feeds/trending',
  topic: (code: string) => `/feeds/topics/${encodeURIComponent(code)}`,
  day: (day: Day) => `/feeds/day/${day}`,
  week: (week: string) => `/feeds/week/${week}`,
  month: (month: string) => `/feeds/month/${month}`,
  category: (code: string) => `/feeds/categories/${encodeURIComponent(code)}`,
  author: (key: string) => `/feeds/authors/${encodeURIComponent(key)}`,
  /** What is said under a paper. */
  comments: (paper: PaperId) => paperPath(paper).replace(/^\/papers/, '/feeds/comments'),
  person: (handle: string) => `/feeds/people/${handle}`,
  /** What a search finds, the newest first. */
  search: (text: string) => `/feeds/search?${new URLSearchParams({ q: text }).toString()}`,
}

/** The address of a feed in a format: the format stands behind the path, before the query. */
export const formatted = (path: string, format: Format): string =>
  path.replace(/(?=\?|$)/, `.${format}`)

/** A feed in each format, with the name of the format for machines. */
export const alternates = (path: string) =>
  formats.map((format) => ({
    format,
    type: mediaTypes[format],
    href: formatted(path, format),
  }))
