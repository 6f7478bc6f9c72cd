/** What a browser calls itself, in words that its reader knows it by: “Firefox on Linux”. */
export function browserInWords(userAgent: string): string {
  const browser = firstOf(userAgent, [
    [/Edg\//, 'Edge'],
    [/OPR\//, 'Opera'],
    [/Firefox\/|FxiOS/, 'Firefox'],
    [/Chrome\/|CriOS/, 'Chrome'],
    [/Safari\//, 'Safari'],
  ])
  const system = firstOf(userAgent, [
    [/iPhone|iPad/, 'iOS'],
    [/Android/, 'Android'],
    [/Windows/, 'Windows'],
    [/Mac OS X|Macintosh/, 'macOS'],
    [/CrOS/, 'ChromeOS'],
    [/Linux/, 'Linux'],
  ])
  if (!browser) return 'A browser'
  return system ? `${browser} on ${system}` : browser
}

const firstOf = (text: string, shapes: readonly [RegExp, string][]) =>
  shapes.find(([shape]) => shape.test(text))?.[1]
