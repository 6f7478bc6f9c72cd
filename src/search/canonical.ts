import { daysOfMonth } from '#paper'
import type { Field, Node } from './language.ts'

/**
 * The one way to write a query, so that a page, a feed and a watch of it are the same: operators in
 * capitals, AND left out, brackets only where they are needed. Reading and writing it again changes
 * nothing.
 */
export function written(tree: Node | undefined): string {
  return tree ? write(tree, 'or') : ''
}

/** Writes a part that stands within AND or OR. */
function write(node: Node, within: 'and' | 'or' | 'not'): string {
  switch (node.kind) {
    case 'word':
      return (
        labels[node.field] +
        (node.phrase || !isPlain(node.text) ? quoted(node.text) : lower(node.text))
      )
    case 'meaning':
      return `~${isPlain(bare(node.text)) ? lower(bare(node.text)) : quoted(node.text)}`
    case 'category':
      return `cat:${node.text}`
    case 'id':
      return `id:${node.text}`
    case 'doi':
      return `doi:${node.text.toLowerCase()}`
    case 'source':
      return `source:${node.name}`
    case 'among':
      return 'is:picked'
    case 'has':
      return node.what === 'pick' ? 'is:picked' : `has:${node.what}`
    case 'days':
      return days(node.from, node.to)
    case 'not':
      return node.of.kind === 'not' ? write(node.of.of, within) : withoutIt(write(node.of, 'not'))
    case 'and':
    case 'or':
      break
  }
  return several(node.kind, node.of, within)
}

/** A minus reads as one before letters, digits, quotes and brackets alone: “-_a” is a word. */
const withoutIt = (text: string) => (/^[\p{L}\p{N}"~(]/u.test(text) ? `-${text}` : `-(${text})`)

function several(kind: 'and' | 'or', of: readonly Node[], within: 'and' | 'or' | 'not'): string {
  const [first, ...rest] = new Map(of.map((part) => [write(part, kind), part]))
  if (!first) return ''
  if (rest.length === 0) return write(first[1], within)
  const text = [first, ...rest].map(([part]) => part).join(kind === 'or' ? ' OR ' : ' ')
  return within === 'not' || (within === 'and' && kind === 'or')
    ? `(${text}${swallowing.test(text) ? ' ' : ''})`
    : text
}

/** The end of what would take a bracket behind it for its own: DOIs have brackets. */
const swallowing = /(?:\b(?:id|doi):|~)[^\s"]+$/

const labels: Record<Field, string> = {
  any: '',
  title: 'ti:',
  names: 'au:',
  abstract: 'abs:',
  comments: 'co:',
  journal: 'jr:',
}

const quoted = (text: string) => `"${bare(text)}"`

const bare = (text: string) => text.replace(/["“”]/g, '').replace(/\s+/g, ' ').trim()

const lower = (text: string) => text.toLowerCase()

/** Whether a word reads as itself, and not as an operator, a field or a mark. */
const isPlain = (text: string) =>
  !/^(and|or|not|andnot)$/i.test(text) && !/^[-−~]|[:()"“”]/.test(text) && !/[\s,;]/.test(text)

function days(from: string, to: string): string {
  if (from !== '' && from === to) return `on:${from}`
  const [year, month] = [from.slice(0, 4), from.slice(0, 7)]
  if (from === `${year}-01-01` && to === `${year}-12-31`) return `on:${year}`
  if (from !== '' && daysOfMonth(month)?.from === from && daysOfMonth(month)?.to === to) {
    return `on:${month}`
  }
  return `submittedDate:[${from || '*'} TO ${to || '*'}]`
}
