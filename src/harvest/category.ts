/** Every archive that arXiv has or had; a category is one of them, or one with a subject class. */
const archives = new Set(
  `acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas
  cond-mat cs dg-ga econ eess funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin
  nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio q-fin quant-ph solv-int stat supr-con`.split(
    /\s+/,
  ),
)

/** Whether a text names a category of arXiv's: `cs.LG`, `cond-mat.stat-mech`, `hep-th`. */
export function isCategory(text: string): boolean {
  const [archive = '', subject, ...rest] = text.split('.')
  if (rest.length > 0 || !archives.has(archive)) return false
  return subject === undefined || /^([A-Z]{2}|[a-z]+(-[a-z]+)*)$/.test(subject)
}

/** The categories among some words, each once, in their order; classes of other schemes fall out. */
export const categoriesAmong = (words: readonly string[]): string[] => [
  ...new Set(words.filter(isCategory)),
]
