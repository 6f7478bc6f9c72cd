import { paragraphMark } from './latex-characters.ts'
import { escapeHtml } from './latex-escape.ts'
import { mathText } from './latex-math.ts'
import { mathMarkup } from './latex-mathml.ts'
import type { Run } from './latex-reader.ts'
import { scan } from './latex-scan.ts'

/**
 * Title or abstract as clean text in one line, for page titles, the index, mails and feeds: LaTeX's
 * accents and commands, HTML's entities and mathematics in Unicode. What the source has lost before
 * is left as it is. Holds no control characters, and never throws.
 */
export function plainText(source: string): string {
  if (source.length < 300 && /^(?:[\w .,;:!?()+*=/[\]|]|-(?!-))*$/.test(source))
    return oneLine(source)
  return oneLine(scan(source).map(plain).join(''))
}

const plain = (run: Run): string => (run.kind === 'formula' ? mathText(run.source) : run.text)

const oneLine = (text: string) =>
  text
    .replace(/[\s\u2029]+/g, ' ')
    .trim()
    .normalize()

/**
 * Title or abstract as safe HTML of words in one paragraph: mathematics as MathML, emphasis and links
 * as their elements, everything else escaped. Only web addresses become links, and none do where
 * `links` is false, for text that is itself a link. Time and size are bounded; never throws.
 */
export function richText(source: string, { links = true } = {}): string {
  let formulas = 0
  const html = scan(source).map((run) => {
    if (run.kind === 'words') return words(run, links)
    return ++formulas > mostFormulas
      ? escapeHtml(mathText(run.source))
      : mathMarkup(run.source, run.display)
  })
  return html.join('').trim()
}

/** A text with more formulas than this has the others as plain text. */
const mostFormulas = 500

function words({ text, styles, href }: Run & { kind: 'words' }, links: boolean): string {
  const inner = escapeHtml(text.replace(/ {2,}/g, ' ')).replaceAll(paragraphMark, '<br>')
  const styled = styles.reduceRight((html, style) => `<${style}>${html}</${style}>`, inner)
  return links && href
    ? `<a href="${escapeHtml(href)}" rel="nofollow noopener">${styled}</a>`
    : styled
}
