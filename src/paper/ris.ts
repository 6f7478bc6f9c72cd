import { fieldsOf } from './cite.ts'
import { isArxivId } from './id.ts'
import { plainText } from './latex.ts'
import { lastFirst } from './name-parts.ts'
import type { Paper } from './paper.ts'

/**
 * A paper as a record of RIS. RIS has no preprint: those of arXiv are `GEN` with arXiv as publisher,
 * as reference managers take them. `more` are further lines, each a tag and its value.
 */
export function risOf(paper: Paper, more: readonly (readonly [string, string])[] = []): string {
  const { date, year, names, doi, url, journal } = fieldsOf(paper)
  const arxiv = isArxivId(paper.id)
  const lines: (readonly [string, string])[] = [
    ['TY', arxiv || !journal ? 'GEN' : 'JOUR'],
    ['TI', plainText(paper.title)],
    ...names.map((name): [string, string] => ['AU', lastFirst(name)]),
    ['PY', year],
    ['DA', date.replaceAll('-', '/')],
    ['JO', arxiv ? '' : journal],
    ['PB', arxiv ? 'arXiv' : ''],
    ['M1', arxiv ? `arXiv:${paper.id}` : ''],
    ['AB', plainText(paper.abstract || paper.summary)],
    ...paper.categories.map((code): [string, string] => ['KW', code]),
    ['DO', doi],
    ['UR', url],
    ...more,
  ]
  const told = lines.filter(([, value]) => value !== '')
  return [...told.map(([tag, value]) => `${tag}  - ${oneLine(value)}`), 'ER  - ', ''].join('\r\n')
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
