import temml from 'temml'
import { escapeHtml } from './latex-escape.ts'

/** No formula of an abstract has more groups inside each other; the renderer recurses on them. */
const deepest = 50

const refused =
  /\\(?:[gex]?def|let|futurelet|global|(?:re|provide)?(?:new|renew)?command|newenvironment|DeclareMathOperator|href|url|includegraphics|require|input|include|rule|catcode|char|csname|expandafter)(?![A-Za-z])/

/**
 * A formula as MathML. What temml cannot render, and what would make it work without end, stays
 * what its author wrote.
 */
export function mathMarkup(source: string, display: boolean): string {
  const asWritten = escapeHtml(display ? `$$${source}$$` : `$${source}$`)
  if (source.length > 3000 || depthOf(source) > deepest || refused.test(source)) return asWritten
  const markup = rendered(prepared(source), display)
  if (markup === undefined || markup.includes('class="temml-error"')) return asWritten
  const plain = markup.replace(/ (?:style|class|mathcolor|mathbackground|id)="[^"]*"/g, '')
  return strange.test(plain) ? asWritten : plain
}

function rendered(source: string, displayMode: boolean): string | undefined {
  try {
    return temml.renderToString(source, {
      displayMode,
      throwOnError: false,
      maxExpand: 100,
      maxSize: [10, 100],
      trust: false,
    })
  } catch {
    // Told not to throw, temml still trips over some formulas of real abstracts (`x_\left`). That
    // is no fault of ours, and no reason to show a reader no page.
    return undefined
  }
}

/** Anything but MathML's own elements, without attributes that lead elsewhere. */
const strange =
  /<(?!\/?(?:math|m[inos]|mtext|mrow|msup|msub|msubsup|mfrac|msqrt|mroot|mover|munder|munderover|mspace|mpadded|mphantom|mstyle|mtable|mtr|mtd|menclose|mmultiscripts|mprescripts|none)[\s>])|<[^>]*\s(?:href|src|on\w+)\s*=/i

/** LaTeX as it is written where no LaTeX ever reads it. */
const prepared = (source: string): string =>
  source
    .replace(/(?<!\\)[%#]/g, '\\$&')
    .replace(/\\(?:label|tag)\{[^{}]*\}|\\(?:nonumber|notag|xspace|ensuremath)(?![A-Za-z])/g, '')

function depthOf(source: string): number {
  let depth = 0
  let most = 0
  for (const char of source) {
    if (char === '{') most = Math.max(most, ++depth)
    else if (char === '}') depth--
  }
  return most
}
