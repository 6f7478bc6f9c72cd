import { decodeEntities } from './xml.ts'

/**
 * A text with JATS elements in it, as publishers give titles and abstracts, as other texts of ours
 * are: paragraphs apart, `<i>`, `<b>`, `<sub>`, `<sup>` as HTML has them, mathematics in TeX where
 * there is any, and nothing else; the heading “Abstract” says nothing and goes.
 */
export function jats(text: string): string {
  if (!/[<&]/.test(text)) return text.trim()
  // A formula that is there in both ways is taken in TeX.
  const inTex = /tex-math/.test(text)
    ? text.replace(/<mml:math\b[^]*?(?:<\/mml:math>|$)/g, '')
    : text
  const plain = inTex
    .replace(/<(?:\w+:)?title>\s*(?:abstract|summary)\s*[.:]?\s*<\/(?:\w+:)?title>/gi, '')
    .replace(/<(?:\w+:)?tex-math[^<>]*>/g, ' $')
    .replace(/<\/(?:\w+:)?tex-math>/g, '$ ')
    .replace(/<\/?(?:\w+:)?([a-z-]+)(?:\s[^<>]*)?\/?>/gi, (tag: string, name: string) => {
      const as = inHtml[name.toLowerCase()]
      if (as === undefined) return ''
      return as === '' ? '\n\n' : `<${tag.startsWith('</') ? '/' : ''}${as}>`
    })
  return decodeEntities(plain)
    .replace(/\$\$+/g, '$')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n\s*\n\s*/g, '\n\n')
    .trim()
}

/** What becomes of an element; an empty name begins a paragraph. */
const inHtml: Readonly<Record<string, string>> = {
  p: '',
  title: '',
  sec: '',
  italic: 'i',
  i: 'i',
  em: 'i',
  bold: 'b',
  b: 'b',
  sub: 'sub',
  sup: 'sup',
}
