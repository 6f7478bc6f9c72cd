import { raw } from 'hono/html'
import { richText } from '#paper'
import { marked } from './mark.ts'

type Options = {
  /** Whether addresses become links; not within what is a link itself. */
  readonly links?: boolean
  /** Words to highlight. */
  readonly marks?: readonly string[]
}

/** The text of a source as it is set on a page: accents, emphasis, mathematics. */
export function rich(latex: string, { links = true, marks = [] }: Options = {}) {
  return raw(marked(tied(richText(latex, { links })), marks))
}

/** A formula stays on the line of what touches it: no break before the comma, or in “α-fair”. */
const tied = (html: string) =>
  html.includes('<math')
    ? html
        .replace(/<\/math>(?=[^\s<])/g, `</math>${joiner}`)
        .replace(/(?<=[^\s>])<math/g, `${joiner}<math`)
    : html

const joiner = '\u2060'
