import { plainText, type Paper } from '#paper'
import { document, tag } from '#xml'
import type { Made } from '../kept.ts'

/** The title of a paper as a card of 1200 by 648, which is the size that clients there expect. */
export function thumbnail({ title, authors }: Pick<Paper, 'title' | 'authors'>): Made {
  const lines = broken(plainText(title), 34).slice(0, 7)
  const by =
    authors.length > 3 ? `${plainText(authors[0] ?? '')} et al.` : plainText(authors.join(', '))
  return picture(1200, 648, [
    tag('rect', { width: '1200', height: '648', fill: '#fbf9f4' }),
    tag('rect', { x: '72', y: '64', width: '1056', height: '4', fill: '#1b1b1b' }),
    ...lines.map((line, i) => text(line, { x: '72', y: String(140 + i * 62), size: 52 })),
    text(by.slice(0, 70), { x: '72', y: '590', size: 30 }),
  ])
}

/** The first letter of a name, for whoever has no picture; nobody here has one. */
export const avatar = (name: string): Made =>
  picture(96, 96, [
    tag('rect', { width: '96', height: '96', fill: '#e8e2d4' }),
    text((name[0] ?? '?').toUpperCase(), { x: '34', y: '64', size: 44 }),
  ])

type Place = { readonly x: string; readonly y: string; readonly size: number }

const text = (words: string, { x, y, size }: Place) =>
  tag(
    'text',
    { x, y, 'font-family': 'Georgia, serif', 'font-size': String(size), fill: '#1b1b1b' },
    words,
  )

function picture(width: number, height: number, parts: readonly ReturnType<typeof tag>[]): Made {
  const size = { width: String(width), height: String(height), viewBox: `0 0 ${width} ${height}` }
  const body = document(tag('svg', { xmlns: 'http://www.w3.org/2000/svg', ...size }, parts))
  return { body, type: 'image/svg+xml' }
}

/** Words in lines of about so many letters. */
function broken(words: string, length: number): string[] {
  const lines: string[] = []
  for (const word of words.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < length) {
      lines[lines.length - 1] = `${last} ${word}`
    } else lines.push(word.slice(0, length + 6))
  }
  return lines
}
