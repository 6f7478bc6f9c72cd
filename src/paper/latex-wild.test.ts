import assert from 'node:assert/strict'
import { test } from 'node:test'
import { opening, plainText, richText } from '#paper'

const tags =
  /<(?!\/?(?:em|strong|code|sup|sub|br|a|math|m[inos]|mtext|mrow|msup|msub|msubsup|mfrac|msqrt|mroot|mover|munder|munderover|mspace|mpadded|mphantom|mstyle|mtable|mtr|mtd)[\s>])/
const links = /<a (?!href="https?:\/\/[^"<>\s]+" rel="nofollow noopener">)/
const attributes = /<[^>]*\s(?:on\w+|src|style|xlink:href|formaction)\s*=/i
// oxlint-disable-next-line no-control-regex -- these are what must not come out
const controls = /[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]|\p{Cs}/u

/** What wild input is made of: everything that means something to a reader of LaTeX or HTML. */
const pieces = [
  ..."$ $$ { } \\ \\\\ ~ ` '' -- --- _ ^ & % # < > \" ' [ ] ( ) | a B 1 é ü 中 😀".split(' '),
  ...'\\( \\) \\[ \\] \\{ \\} \\$ \\% \\" \\\' \\c \\v \\i \\begin{align} \\end{align}'.split(' '),
  ...'\\textit{ \\emph \\textbf{ \\texttt \\it \\bf \\url{ \\href{ \\cite{ \\footnote{'.split(' '),
  ...'\\frac \\sqrt{ \\sqrt[ \\left( \\right) \\left \\right. \\over \\hat \\overline{ \\cancel \\mathbb \\def \\x'.split(
    ' ',
  ),
  ...'\\newcommand{\\x}{\\x\\x} \\text{ \\mbox{ \\label{ \\unicode{x3c} \\limits \\alpha'.split(
    ' ',
  ),
  ...'<script> </script> <i> </i> <sub> </p> <img/src=x/onerror=alert(1)> <!-- ]]>'.split(' '),
  ...'javascript:alert(1) https://a.org/b http://x data:text/html, onclick="x"'.split(' '),
  ...'&lt; &#60;script&#62; &#0; &#x202E; &#xD800; &nbsp; &amp;lt;'.split(' '),
  ' ',
  '\n',
  '\n  ',
  '\t',
  '\u0000',
  '\u202E',
  '\uD800',
  '\uFEFF',
  '\u2029',
  '\u0301',
]

/** Chance that repeats itself: the same seed gives the same numbers. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return (state >>> 8) / 2 ** 24
  }
}

function wild(random: () => number): string {
  const length = Math.floor(random() * 60)
  const pick = () => pieces[Math.floor(random() * pieces.length)] ?? ''
  return Array.from({ length }, pick).join(random() < 0.2 ? ' ' : '')
}

test('whatever comes, rich text holds only harmless elements and plain text no controls', () => {
  const random = chance(20261120)
  for (let i = 0; i < 4000; i++) {
    const source = wild(random)

    const html = richText(source)
    const text = plainText(source)

    const said = JSON.stringify(source)
    assert.doesNotMatch(html, tags, said)
    assert.doesNotMatch(html, links, said)
    assert.doesNotMatch(html, attributes, said)
    assert.doesNotMatch(html, controls, said)
    assert.doesNotMatch(text, controls, said)
    assert.equal(nestingFault(html), undefined, said)
    assert.doesNotMatch(richText(source, { links: false }), /<a\s/, said)
  }
})

test('whatever comes, an opening and its rest hold every word of it', () => {
  const random = chance(7)
  for (let i = 0; i < 1000; i++) {
    const source = `${wild(random)}. A sentence. ${wild(random)}`

    const parts = opening(source, 30)

    assert.equal(
      (parts.opening + parts.rest).replace(/\s/g, ''),
      source.replace(/\s/g, ''),
      JSON.stringify(source),
    )
  }
})

const floods: Record<string, string> = {
  'two megabytes of dollars': '$'.repeat(2e6),
  'dollars that each open': '$a '.repeat(1e5),
  'braces that open': '{'.repeat(1e5),
  'styles that open': '\\textit{'.repeat(20_000),
  'formulas that open': '\\('.repeat(50_000),
  'environments that open': '\\begin{align}'.repeat(7000),
  'deep groups in a formula': `$${'{'.repeat(1400)}${'}'.repeat(1400)}$`,
  'deep fractions': `$${'\\frac{'.repeat(400)}$`,
  'deep roots': `$${'\\sqrt'.repeat(500)}$`,
  'deep brackets': `$${'\\left('.repeat(400)}$`,
  'scripts that open': '_{a'.repeat(30_000),
  'tags that open': `${'<i>'.repeat(30_000)}</i>`,
  'an address of brackets': `http://${')'.repeat(99_000)}`,
  'ten thousand formulas': '$x^{y^{z}}$'.repeat(10_000),
  backslashes: '\\'.repeat(2e6),
  backquotes: '`a '.repeat(30_000),
  blanks: `x${' '.repeat(2e6)}y`,
  lines: '\n '.repeat(1e5),
  entities: '&#60;'.repeat(1e5),
  'a macro bomb': '$\\def\\x{\\x\\x}\\x$',
}

for (const [name, source] of Object.entries(floods)) {
  test(`a flood of ${name} is over soon and does not swell`, () => {
    const start = performance.now()

    const size = richText(source).length + plainText(source).length

    assert.ok(performance.now() - start < 3000, `${performance.now() - start} ms`)
    assert.ok(size < 2_000_000, `${size} characters`)
  })
}

/** The first element of some HTML that is not closed in its place. */
function nestingFault(html: string): string | undefined {
  const open: string[] = []
  for (const [whole, slash, name = ''] of html.matchAll(/<(\/?)([a-z]+)[^>]*>/g)) {
    if (name === 'br') continue
    if (!slash) open.push(name)
    else if (open.pop() !== name) return whole
  }
  return open.at(-1)
}
