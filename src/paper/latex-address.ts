/**
 * The web address that begins at a place of a text, without the punctuation of the sentence around
 * it, or `undefined` where none does. Only http and https are addresses.
 */
export function addressAt(text: string, at: number): string | undefined {
  shape.lastIndex = at
  const [found] = shape.exec(text) ?? []
  return found && trimmed(found)
}

const shape = /https?:\/\/(?:\\[_%#&~]|[^\s<>"“”`{}|^\\\u2029$]){1,2000}/iy

/** An address without LaTeX's escapes. */
export const unescaped = (address: string): string =>
  address
    .replace(/\\(?:textasciitilde|sim)(?:\{\})?|\\~(?:\{\})?/g, '~')
    .replace(/\\([_%#&$-])/g, '$1')
    .replace(/\\\/|\\-|\s+/g, '')

/** Whether a browser may be sent there. */
export const isAddress = (text: string): boolean => /^https?:\/\/[^\s"<>]+$/i.test(text)

function trimmed(found: string): string {
  let unopened = count(found, ')') - count(found, '(')
  let end = found.length
  while (end > 0) {
    const last = found[end - 1] ?? ''
    if (last === ')' && unopened > 0) unopened--
    else if (!/[.,;:!?'"’*\]~]/.test(last)) break
    end--
  }
  return found.slice(0, end)
}

const count = (text: string, char: string) => text.split(char).length - 1
