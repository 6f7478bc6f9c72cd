import MarkdownIt, { type StateInline } from 'markdown-it'
import { mathMarkup } from '#paper'

/** Text is cut short beyond this before it is read, so that no comment costs a page its time. */
export const longestBody = 10_000

/**
 * Markdown of a reader as safe HTML: paragraphs, emphasis, lists, quotes, tables, code, links, and
 * formulas between `$` or `$$`. No HTML of its own, no pictures, no headings; links lead away without
 * our recommendation. `people` are the handles that become links where they are mentioned.
 */
export function markdownHtml(
  body: string,
  people: ReadonlySet<string> = new Set(),
  longest = longestBody,
): string {
  return reader.render(body.slice(0, longest), { people })
}

const reader = new MarkdownIt('default', {
  html: false,
  linkify: true,
  breaks: true,
  maxNesting: 20,
}).disable(['image', 'heading', 'lheading', 'reference', 'html_block', 'html_inline'])

reader.validateLink = (address) => /^(?:https?:\/\/|mailto:)/i.test(address.trim())
reader.inline.ruler.before('escape', 'formula', formula)
reader.renderer.rules['formula'] = (tokens, at) => {
  const token = tokens[at]
  return token ? mathMarkup(token.content, token.markup === '$$') : ''
}
reader.inline.ruler.push('mention', mention)
reader.renderer.rules['mention'] = (tokens, at) => {
  const handle = tokens[at]?.content ?? ''
  return `<a href="/people/${handle}">@${handle}</a>`
}
reader.renderer.rules['link_open'] = (tokens, at, options, _env, self) => {
  tokens[at]?.attrSet('rel', 'nofollow ugc noopener')
  return self.renderToken(tokens, at, options)
}
// Columns are aligned by a style attribute, which our pages forbid.
for (const cell of ['th_open', 'td_open'] as const) {
  reader.renderer.rules[cell] = () => (cell === 'th_open' ? '<th>' : '<td>')
}
// A fence's language becomes a class, which is of no use without colours.
reader.renderer.rules['fence'] = (tokens, at) =>
  `<pre><code>${reader.utils.escapeHtml(tokens[at]?.content ?? '')}</code></pre>\n`

/** `$x^2$` and `$$x^2$$`, but not “$5 and $6”: no blank inside the marks, no digit behind them. */
function formula(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state
  if (src[pos] !== '$') return false
  const mark = src.startsWith('$$', pos) ? '$$' : '$'
  const from = pos + mark.length
  const to = src.indexOf(mark, from)
  if (to <= from) return false
  const content = src.slice(from, to)
  if (mark === '$' && (/^\s|\s$|\n/.test(content) || /\d/.test(src[to + 1] ?? ''))) return false
  if (!silent) {
    const token = state.push('formula', 'math', 0)
    token.content = content.trim()
    token.markup = mark
  }
  state.pos = to + mark.length
  return true
}

function mention(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state
  if (src[pos] !== '@' || /[\w@]/.test(src[pos - 1] ?? '')) return false
  const [, handle = ''] = src.slice(pos, pos + 40).match(mentioned) ?? []
  const { people } = state.env
  if (!handle || !(people instanceof Set) || !people.has(handle.toLowerCase())) return false
  if (!silent) state.push('mention', 'a', 0).content = handle.toLowerCase()
  state.pos = pos + 1 + handle.length
  return true
}

const mentioned = /^@([a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?)/i

/** The handles that a text mentions, lower case, each once. At most twenty are told. */
export function mentionsIn(body: string): string[] {
  const all = body
    .slice(0, longestBody)
    .matchAll(/(?<![\w@/])@([a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?)/gi)
  return [...new Set([...all].map(([, handle = '']) => handle.toLowerCase()))].slice(0, 20)
}
