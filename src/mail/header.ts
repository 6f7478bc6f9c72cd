/**
 * A text of others as one line that means what it shows: no line breaks or other control characters,
 * none that turn the direction of what follows, and an end.
 */
export function sentence(text: string, longest = 200): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C\uFEFF]/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim()
  const letters = Array.from(line)
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : line
}

/**
 * The text of a header (RFC 2047): as it is where it is plain, else in encoded words. What looks like
 * an encoded word already is encoded again, so that it is read as it was written.
 */
export function headerText(text: string): string {
  const line = sentence(text, 900)
  if (/^[\x20-\x7e]*$/.test(line) && !line.includes('=?') && !/\S{60}/.test(line)) return line
  return chunks(line, 42)
    .map((chunk) => `=?UTF-8?B?${Buffer.from(chunk).toString('base64')}?=`)
    .join(' ')
}

/** Pieces of at most so many bytes, none of which splits a character. */
function chunks(text: string, bytes: number): string[] {
  const all: string[] = []
  let chunk = ''
  for (const letter of text) {
    if (Buffer.byteLength(chunk + letter) > bytes) {
      all.push(chunk)
      chunk = ''
    }
    chunk += letter
  }
  return [...all, chunk]
}
