import temml from 'temml'
import { characterOf } from './latex-characters.ts'
import { escapeHtml } from './latex-escape.ts'
import { withScripts } from './latex-math.ts'

/** No formula of an abstract has more groups inside each other; the renderer recurses on them. */
const deepest = 50

const refused =
  /\\(?:[gex]?def|let|futurelet|global|(?:re|provide)?(?:new|renew)?command|newenvironment|DeclareMathOperator|href|url|includegraphics|require|input|include|rule|catcode|char|csname|expandafter)(?![A-Za-z])/

/**
 * A formula as MathML. What temml cannot render, and what would make it work without end, stays
 * what its author wrote; of a command that nobody knows the name stays. The only classes are temml's
 * `tml-left` and `tml-right`, on the cells of aligned lines.
 */
export function mathMarkup(source: string, display: boolean): string {
  const key = `${display ? '$$' : '$'}${source}`
  const known = remembered.get(key)
  if (known !== undefined) return known
  const markup = markupOf(source, display)
  if (source.length <= 60) {
    if (remembered.size >= 10_000) remembered.clear()
    remembered.set(key, markup)
  }
  return markup
}

/** Short formulas come again and again: `$n$`, `$\mathbb{R}$`. */
const remembered = new Map<string, string>()

function markupOf(source: string, display: boolean): string {
  const asWritten = escapeHtml(display ? `$$${source}$$` : `$${source}$`)
  if (source.length > 3000 || depthOf(source) > deepest || refused.test(source)) return asWritten
  const markup = rendered(prepared(source), display)
  if (markup === undefined || markup.includes('class="temml-error"')) return asWritten
  const plain = markup
    .replace(
      / (?:style|mathcolor|mathbackground|id)="[^"]*"| class="(?!tml-(?:left|right)")[^"]*"/g,
      '',
    )
    .replace(/(?<=<mtext>)\\(?=[A-Za-z]+<)/g, '')
  const whole = withLines(plain)
  return strange.test(whole) ? asWritten : whole
}

/**
 * MathML of today knows no `menclose`: lines over and under formulas become characters that stretch,
 * other enclosures are left out.
 */
function withLines(markup: string): string {
  if (!markup.includes('<menclose')) return markup
  const closing: string[] = []
  return markup.replace(/<menclose(?: notation="(\w+)")?[^>]*>|<\/menclose>/g, (tag, notation) => {
    if (tag.startsWith('</')) return closing.pop() ?? ''
    const line = drawn[notation]
    closing.push(
      line ? `</mrow><mo stretchy="true">${line.mark}</mo></${line.element}>` : '</mrow>',
    )
    return line ? `<${line.element}><mrow>` : '<mrow>'
  })
}

const drawn: Record<string, { element: string; mark: string } | undefined> = {
  top: { element: 'mover', mark: '‾' },
  bottom: { element: 'munder', mark: '_' },
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
  /<(?!\/?(?:math|m[inos]|mtext|mrow|msup|msub|msubsup|mfrac|msqrt|mroot|mover|munder|munderover|mspace|mpadded|mphantom|mstyle|mtable|mtr|mtd|mmultiscripts|mprescripts|none)[\s>])|<[^>]*\s(?:href|src|on\w+)\s*=/i

/** LaTeX as authors write it where no LaTeX ever reads it, as temml knows it. */
const prepared = (source: string): string =>
  environments(withScripts(source))
    .replace(/(?<!\\)[%#]/g, '\\$&')
    .replace(/\\(?:label|tag)\*?\{[^{}]*\}/g, '')
    .replace(/\\unicode\{x([\dA-Fa-f]{2,5})\}/g, (_, code: string) => characterOf(`0x${code}`))
    .replace(/\\([A-Za-z]+)/g, (whole, name: string) => dialect.get(name) ?? whole)

/** What authors commonly write for a command that temml knows, or define without a second thought. */
const dialect = new Map([
  ...['nonumber', 'notag', 'xspace', 'ensuremath', 'hfill'].map((name) => [name, ''] as const),
  ...['mbox', 'hbox', 'textnormal'].map((name) => [name, '\\text'] as const),
  ...['lsim', 'simlt', 'la'].map((name) => [name, '\\lesssim'] as const),
  ...['gsim', 'simgt', 'ga'].map((name) => [name, '\\gtrsim'] as const),
  ...['ra', 'rar', 'rta'].map((name) => [name, '\\rightarrow'] as const),
  ...['eps', 'vepsi', 've'].map((name) => [name, '\\varepsilon'] as const),
  ...['C', 'N', 'P', 'Q', 'R', 'Z'].map((name) => [`${name}${name}`, `\\mathbb{${name}}`] as const),
  ...['C', 'Q'].map((name) => [name, `\\mathbb{${name}}`] as const),
  ...['bold', 'Cal', 'scr', 'Scr'].map(
    (name) => [name, name === 'bold' ? '\\mathbf' : '\\mathcal'] as const,
  ),
])

/** Environments that number their lines, as those that do not. */
function environments(source: string): string {
  if (!source.includes('\\begin')) return source
  return source
    .replace(/\\begin\{eqnarray\*?\}[^]*\\end\{eqnarray\*?\}/, (lines) =>
      lines.replace(/&([^&\\]{1,20})&/g, '&$1').replaceAll('eqnarray', 'align'),
    )
    .replace(/\\(begin|end)\{(?:equation|displaymath|math)\*?\}/g, '')
    .replace(/\\(begin|end)\{(?:align|split)\*?\}/g, '\\$1{aligned}')
    .replace(/\\(begin|end)\{(?:gather|multline)\*?\}/g, '\\$1{gathered}')
}

function depthOf(source: string): number {
  let depth = 0
  let most = 0
  for (const char of source) {
    if (char === '{') most = Math.max(most, ++depth)
    else if (char === '}') depth--
  }
  return most
}
