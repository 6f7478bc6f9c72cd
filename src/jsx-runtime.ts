/**
 * What JSX becomes: elements that turn into text in one go. Hono renders JSX in such a way that parts
 * of a page may still be to come; ours never are, and without that a page takes half the time. The
 * types are Hono's, as is what its `raw` makes.
 */
import type { Child } from 'hono/jsx'
import type { HtmlEscapedString } from 'hono/utils/html'

type Props = Readonly<Record<string, unknown>>

type Component = (props: Props) => unknown

/** An element, or a component with its properties. Rendered when it is read as text. */
class Element {
  readonly isEscaped = true
  readonly tag: string | Component
  readonly props: Props
  constructor(tag: string | Component, props: Props) {
    this.tag = tag
    this.props = props
  }
  toString(): string {
    const { tag, props } = this
    if (typeof tag === 'function') return htmlOf(tag(props))
    let html = `<${tag}`
    for (const name in props) {
      if (name !== 'children') html += attribute(name, props[name])
    }
    if (empty.has(tag)) return `${html}/>`
    return `${html}>${htmlOf(props['children'])}</${tag}>`
  }
}

export const jsx = (tag: string | Component, props: Props): Element => new Element(tag, props)

export { jsx as jsxs }

export const Fragment = ({ children }: Props): unknown => children

/** A value for all that stands within its provider, however deep. */
export type Context<T> = {
  readonly values: T[]
  readonly Provider: (props: { value: T; children?: Child }) => HtmlEscapedString
}

export function createContext<T>(otherwise: T): Context<T> {
  const values = [otherwise]
  return {
    values,
    Provider({ value, children }) {
      values.push(value)
      try {
        return made(htmlOf(children))
      } finally {
        values.pop()
      }
    },
  }
}

export function useContext<T>({ values }: Context<T>): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the first is never taken away
  return values.at(-1) as T
}

/** Text that is HTML already, as an element. */
const made = (html: string) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is asked of an element
  ({ isEscaped: true, toString: () => html }) as HtmlEscapedString

/** What stands between tags. Text is escaped; of a condition that does not hold nothing stands. */
function htmlOf(child: unknown): string {
  if (typeof child === 'string') return escaped(child)
  if (child instanceof Element) return child.toString()
  if (child === undefined || child === null || typeof child === 'boolean') return ''
  if (typeof child === 'number') return String(child)
  if (Array.isArray(child)) {
    let html = ''
    for (const one of child) html += htmlOf(one)
    return html
  }
  // oxlint-disable-next-line typescript/no-base-to-string -- what `raw` makes, and `made`
  if (typeof child === 'object' && 'isEscaped' in child) return child.toString()
  throw new TypeError('a page is made of text and elements, and of nothing that is still to come')
}

function attribute(name: string, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return ` ${name}="${escaped(value)}"`
  if (typeof value === 'boolean' && !isSpelledOut(name)) return value ? ` ${name}=""` : ''
  if (typeof value === 'number' || typeof value === 'boolean') return ` ${name}="${value}"`
  throw new TypeError(`the attribute ${name} is neither text nor number`)
}

/** These say “true” or “false”; any other flag is there or not. */
const isSpelledOut = (name: string) =>
  name.startsWith('aria-') || name.startsWith('data-') || named.has(name)

const named = new Set(['contenteditable', 'draggable', 'spellcheck'])

const empty = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
)

function escaped(text: string): string {
  const first = text.search(special)
  if (first < 0) return text
  return text.slice(0, first) + text.slice(first).replace(eachSpecial, (sign) => entities[sign]!)
}

const special = /[&<>"']/
const eachSpecial = /[&<>"']/g

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
