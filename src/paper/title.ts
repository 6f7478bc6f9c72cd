/**
 * What two spellings of one title have in common: letters and digits of any script, without case,
 * accents, LaTeX commands and punctuation. “Na\"ive {B}ayes” and “Naïve Bayes” have the same key.
 */
export function titleKey(title: string): string {
  return title
    .replace(/\\(text(?:it|bf|sc|rm|tt)|emph|mathrm|mathbf|mathcal|mbox)(?![a-zA-Z])/g, '')
    .replace(/\\[`'^"~=.]|\\[uvHtcdbkr](?![a-zA-Z])/g, '')
    .replace(/\\([a-zA-Z]+)/g, '$1')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
