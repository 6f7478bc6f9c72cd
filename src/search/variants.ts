import type { Lexicon } from './lexicon.ts'
import { plain, termsOf } from './words.ts'

/** In which other forms the words of a query may stand in a paper. */
export type Variants = {
  /** Other terms of the same word, by term: “matrices” of “matrix”, “color” of “colour”. */
  readonly alike: ReadonlyMap<string, readonly string[]>
  /** Words that may be written as one or apart: “pretraining”, “pre-training”, “pre training”. */
  readonly compounds: readonly Compound[]
}

type Compound = { readonly whole: string; readonly parts: readonly string[] }

export const noVariants: Variants = { alike: new Map(), compounds: [] }

/** The variants of the words of a query that some paper of the library has. */
export function variantsOf(words: readonly string[], lexicon: Lexicon): Variants {
  const alike = new Map<string, string[]>()
  const compounds: Compound[] = []
  const papersWith = (term: string) => lexicon.papersWith(term)
  const spelled = words.map(plain).flatMap((word) => word.match(/[\p{L}\p{N}'-]+/gu) ?? [])
  for (const word of spelled) {
    if (word.includes('-')) {
      const parts = termsOf(word)
      const whole = parts.pop()
      if (whole !== undefined && parts.length > 1) compounds.push({ whole, parts })
      continue
    }
    const [term] = termsOf(word)
    if (term === undefined) continue
    const others = new Set(
      [...otherForms(word), ...withoutUmlauts(word, papersWith)].flatMap(termsOf),
    )
    others.delete(term)
    const had = [...others].filter((other) => papersWith(other) > 0)
    if (had.length > 0) alike.set(term, had)
  }
  for (let i = 1; i < spelled.length; i++) {
    const [whole, ...more] = termsOf(`${spelled[i - 1]}${spelled[i]}`)
    const parts = [spelled[i - 1]!, spelled[i]!].flatMap(termsOf)
    if (whole === undefined || more.length > 0 || parts.length !== 2) continue
    if (papersWith(whole) > 0) compounds.push({ whole, parts })
  }
  return { alike, compounds }
}

/** The other ways to write an English word, British and American, and plurals that keep no rule. */
function otherForms(word: string): string[] {
  const forms = new Set<string>()
  for (const [one, other] of pairs) {
    if (word === one) forms.add(other)
    else if (word === other) forms.add(one)
  }
  for (const [shape, instead] of rules) {
    const other = word.replace(shape, instead)
    if (other !== word) forms.add(other)
  }
  return [...forms]
}

const pairs = (
  'matrix matrices, vertex vertices, index indices, vortex vortices, simplex simplices, ' +
  'complex complices, appendix appendices, helix helices, apex apices, codex codices, ' +
  'analysis analyses, hypothesis hypotheses, basis bases, axis axes, thesis theses, ' +
  'crisis crises, synthesis syntheses, parenthesis parentheses, phenomenon phenomena, ' +
  'criterion criteria, automaton automata, polyhedron polyhedra, spectrum spectra, ' +
  'maximum maxima, minimum minima, optimum optima, momentum momenta, quantum quanta, ' +
  'stratum strata, bacterium bacteria, medium media, datum data, corpus corpora, ' +
  'genus genera, opus opera, radius radii, nucleus nuclei, locus loci, focus foci, ' +
  'torus tori, modulus moduli, stimulus stimuli, calculus calculi, formula formulae, ' +
  'nebula nebulae, antenna antennae, supernova supernovae, lemma lemmata, schema schemata, ' +
  'mouse mice, child children, foot feet, leaf leaves, half halves, wolf wolves, ' +
  'centre center, centres centers, fibre fiber, fibres fibers, metre meter, metres meters, ' +
  'grey gray, artefact artifact, artefacts artifacts, catalogue catalog, programme program, ' +
  'programmes programs, defence defense, licence license, sulphur sulfur, aluminium aluminum, ' +
  'mould mold, tyre tire, sceptical skeptical, ageing aging, analogue analog, dialogue dialog, ' +
  'analyse analyze, analysed analyzed, analysing analyzing, catalyse catalyze'
)
  .split(', ')
  .map((pair) => pair.split(' '))
  .map(([one = '', other = '']) => [one, other] as const)

const rules = [
  [/isation(s?)$/, 'ization$1'],
  [/ization(s?)$/, 'isation$1'],
  [/(?<=.{3})is(e|es|ed|er|ers|ing)$/, 'iz$1'],
  [/(?<=.{3})iz(e|es|ed|er|ers|ing)$/, 'is$1'],
  [/(?<=behavi|col|neighb|fav|lab|flav|hon|tum|vap|harb|vig|rum|endeav|arm|hum)our/, 'or'],
  [/(?<=behavi|col|neighb|fav|lab|flav|hon|tum|vap|harb|vig|rum|endeav|arm|hum)or/, 'our'],
] as const

/** “schroedinger” is mostly written “Schrödinger”, which is found as “schrodinger”. */
function withoutUmlauts(word: string, papersWith: (term: string) => number): string[] {
  const other = word.replace(/([aou])e/g, '$1')
  if (other === word) return []
  const [now = '', then = ''] = [word, other].map((form) => termsOf(form)[0])
  return papersWith(then) > 20 * papersWith(now) ? [other] : []
}
