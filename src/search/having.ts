import type { Paper } from '#paper'
import type { Candidate } from './candidates.ts'
import { holds } from './holds.ts'
import { dayNumber, namesCode, textOf, withArchives } from './index-rows.ts'
import type { Node } from './language.ts'
import { type TermText, textOfTerms } from './term-text.ts'
import { treeOf } from './tree.ts'
import { nameTerms, termsOf } from './words.ts'

/**
 * Tells whether a paper has every word of one of these queries, whatever their meaning: for the few
 * papers of a page, without an index. Of a paper no more is read than the queries ask for.
 */
export function havingAny(queries: readonly string[]): (paper: Paper) => boolean {
  const trees = queries.flatMap((text) => treeOf(text) ?? [])
  return (paper) => {
    const read = new Read(paper)
    return trees.some((tree) => holds(tree, read))
  }
}

/** Whether a query demands something of a paper, so that of all papers some do not have it. */
export function demands(text: string): boolean {
  const tree = treeOf(text)
  return tree !== undefined && demandsWords(tree)
}

const demandsWords = (node: Node): boolean =>
  node.kind === 'and'
    ? node.of.some(demandsWords)
    : node.kind === 'or'
      ? node.of.every(demandsWords)
      : node.kind !== 'meaning' && (node.kind !== 'not' || node.of.kind !== 'meaning')

/** A paper as `holds` wants it, each part read when it is first asked for. */
class Read implements Candidate {
  readonly id
  readonly vector = new Float32Array()
  readonly #paper: Paper
  #title?: readonly string[]
  #words?: TermText
  #names?: TermText

  constructor(paper: Paper) {
    this.id = paper.id
    this.#paper = paper
  }

  get words(): TermText {
    this.#words ??= textOfTerms([...this.#titleTerms, ...termsOf(textOf(this.#paper).body)])
    return this.#words
  }

  get title(): TermText {
    return textOfTerms(this.#titleTerms)
  }

  get #titleTerms(): readonly string[] {
    this.#title ??= termsOf(textOf(this.#paper).title)
    return this.#title
  }

  get names(): TermText {
    this.#names ??= textOfTerms(this.#paper.authors.flatMap(nameTerms))
    return this.#names
  }

  get comments(): TermText {
    return textOfTerms(termsOf(this.#paper.comments))
  }

  get journal(): TermText {
    return textOfTerms(termsOf(`${this.#paper.journalRef} ${this.#paper.venue}`))
  }

  get doi(): string {
    return this.#paper.doi.toLowerCase()
  }

  get day(): number {
    return dayNumber(this.#paper.day || this.#paper.publishedAt.slice(0, 10))
  }

  get categories(): readonly string[] {
    return withArchives(this.#paper.categories)
  }

  get hasCode(): boolean {
    return namesCode(this.#paper)
  }

  get hasAbstract(): boolean {
    return this.#paper.abstract !== ''
  }
}
