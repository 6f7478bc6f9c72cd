/**
 * A text with the letters that it had before somebody read its UTF-8 as Latin-1 or Windows-1252, once
 * or twice: “AlzheimerÃ¢Â€Â™s”, “Ã©”. Only stretches that are UTF-8 when read so are touched.
 */
export function unmangled(text: string): string {
  if (!/[ÂÃâ]/.test(text)) return text
  const once = text.replace(mangled, letters)
  return once === text ? text : once.replace(mangled, letters)
}

/** What Windows-1252 has where Latin-1 has control characters. */
const windows = new Map(
  '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'
    .split('')
    .map((sign, i) => [
      sign,
      [
        0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92,
        0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f,
      ][i] ?? 0,
    ]),
)

const signs = [...windows.keys()].join('')

/** The letters that most of such stretches begin with, each with what may follow it. */
const mangled = new RegExp(`(?:[ÂÃ][\\u0080-\\u00bf${signs}]|â[\\u0080-\\u00bf${signs}]{2})+`, 'g')

function letters(stretch: string): string {
  const bytes = Uint8Array.from(stretch, (sign) => windows.get(sign) ?? sign.charCodeAt(0))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return stretch
  }
}
