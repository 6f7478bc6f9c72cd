import { entities, operators, signs } from './latex-signs.ts'

/**
 * What two spellings of one title have in common: letters and digits of any script, without case,
 * accents, markup and punctuation; a sign goes by its name in LaTeX. “Na\"ive {B}ayes in $\ell_1$”,
 * “Naïve Bayes in ℓ₁” and “Naive Bayes in ell_1”, where the backslash got lost, have the same key.
 */
export function titleKey(title: string): string {
  const ascii = /^[ -~]*$/.test(title) ? title : signsByName(title.normalize('NFC'))
  const words = /[\\&<]|math/.test(ascii) ? withoutMarkup(ascii) : ascii
  const key = words
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
  return key === '' ? title.trim() : key
}

const withoutMarkup = (title: string): string =>
  title
    .replace(/&(#\d{1,7}|\w{2,8});/g, (_, name: string) => entityByName(name))
    .replace(/<\/?(?:i|em|b|strong|sub|sup|tt|p|br)\s*\/?>/gi, '')
    .replace(fonts, '')
    .replace(/\\[`'^"~=.]|\\[uvHtcdbkr](?![a-zA-Z])/g, '')
    .replace(/\\([a-zA-Z]+)/g, (_, name: string) => {
      const sign = signs.get(name) ?? operators.get(name)
      return sign === undefined ? name : signsByName(sign)
    })

/** Changes of font. What lost its backslash still has its brace. */
const fonts =
  /\\(?:text(?:it|bf|sc|rm|tt|sf|up|sl|normal)?|emph|mbox|hbox|it|em|bf|rm|sf|sc|sl|tt|cal|frak|Bbb|bm|boldsymbol|ensuremath|operatorname|protect|left|right)(?![a-zA-Z])|\\?math(?:rm|bf|cal|bb|sf|it|frak|scr|tt)(?![a-zA-Z])/g

const entityByName = (name: string): string =>
  name.startsWith('#')
    ? signsByName(String.fromCodePoint(Math.min(Number(name.slice(1)), 0x10ffff)))
    : (entities.get(name) ?? name.replace(/(acute|grave|circ|uml|tilde|cedil|caron)$/, ''))

const signsByName = (text: string): string =>
  text.replace(/[^\0-~]/gu, (sign) => names.get(sign === 'µ' ? 'μ' : sign) ?? sign)

/** The name of each sign beyond ASCII, its first; letters of words by the letters they resemble. */
const names = new Map([
  ...[...operators, ...signs]
    .filter(([name, sign]) => /^[^\0-~]$/u.test(sign) && !name.startsWith('text'))
    .toReversed()
    .map(([name, sign]): [string, string] => [sign, name]),
  ...[...'åa ÅA ðd ÐD þt ÞT đd ĐD ŋn ŊN ıi ȷj'.matchAll(/(\S)(\S)/g)].map(
    ([, letter = '', plain = '']): [string, string] => [letter, plain],
  ),
])
