import { understand } from '#paper'
import type { Item, List, Unread } from './item.ts'

/** A line is a title at most, not a page that somebody pasted. */
const longestLine = 300

/**
 * The papers of a text in which ids and links stand: one to a line, among words, in a table, in a
 * page of bookmarks. A line with none may be a title.
 */
export function idItems(text: string): List {
  const items: (Item | Unread)[] = []
  const known = new Set<string>()
  const lines = text.split(/\r?\n/)
  for (const [i, line] of lines.entries()) {
    const spot = `line ${i + 1}`
    const ids = idsIn(line).filter((id) => !known.has(id))
    for (const id of ids) {
      known.add(id)
      items.push({ spot, title: '', id, authors: [], marks: {} })
    }
    const words = line.trim()
    if (ids.length > 0 || idsIn(line).length > 0 || !/\p{L}{3}/u.test(words)) continue
    if (words.length <= longestLine && !/[<>{}]/.test(words)) {
      items.push({ spot, title: words, authors: [], marks: {} })
    }
  }
  return { kind: 'list of ids and links', cameFrom: 'list', items }
}

/** Every id and link of a paper in a line, in order. */
function idsIn(line: string) {
  return line
    .slice(0, 20_000)
    .split(/[\s"'<>|,;()[\]{}]+/)
    .map((word) => word.replace(/[.:!?*]+$/, ''))
    .flatMap((word) => (/\d/.test(word) || word.includes('/') ? (understand(word) ?? []) : []))
}
