import { understand } from '#paper'
import type { Candidate } from './candidates.ts'
import { dayNumber } from './index-rows.ts'
import type { Field, Node } from './language.ts'
import { sourceOf } from './sources.ts'
import { standIn, type TermText, textOfNumbers } from './term-text.ts'
import { nameTerms, termsOf } from './words.ts'

/** Whether a paper fulfils a query, word by word. What counts for its meaning holds for every paper. */
export function holds(node: Node, paper: Candidate): boolean {
  switch (node.kind) {
    case 'and':
      return node.of.every((part) => holds(part, paper))
    case 'or':
      return node.of.some((part) => holds(part, paper))
    case 'not':
      return !holds(node.of, paper)
    case 'word':
      return fieldsOf(node.field).some((field) => has(paper, field, node.text, node.phrase))
    case 'category':
      return paper.categories.some((name) => name.toLowerCase() === node.text.toLowerCase())
    case 'id':
      return paper.id === understand(node.text)
    case 'doi':
      return paper.doi === node.text.toLowerCase() || paper.id === `doi:${node.text.toLowerCase()}`
    case 'days':
      return (
        paper.day > 0 &&
        (node.from === '' || paper.day >= dayNumber(node.from)) &&
        (node.to === '' || paper.day <= dayNumber(node.to))
      )
    case 'source':
      return sourceOf(paper.id) === node.name
    case 'among':
      return node.papers.has(paper.id)
    case 'has':
      return node.what === 'code' ? paper.hasCode : node.what === 'abstract' && paper.hasAbstract
    case 'meaning':
      break
  }
  return true
}

const fieldsOf = (field: Field): readonly Field[] =>
  field === 'any' ? ['title', 'abstract', 'names'] : [field]

function has(paper: Candidate, field: Field, text: string, phrase: boolean): boolean {
  const sought = field === 'names' ? nameTerms(text) : termsOf(text)
  const terms = textIn(paper, field)
  if (sought.length === 0) return false
  if (phrase) return standIn(terms, ...sought)
  if (sought.every((term) => standIn(terms, term))) return true
  // “pre-training” is its parts and the whole; either will do.
  const whole = sought.at(-1)
  return text.includes('-') && field !== 'names' && whole !== undefined && standIn(terms, whole)
}

function textIn(paper: Candidate, field: Field): TermText {
  switch (field) {
    case 'abstract':
      return textOfNumbers(paper.words.subarray(paper.title.length))
    case 'title':
    case 'names':
    case 'comments':
    case 'journal':
      return paper[field]
    case 'any':
      break
  }
  return paper.words
}
