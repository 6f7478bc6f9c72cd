/** A note that Zotero wrote in HTML, as markdown: its paragraphs, lists, emphasis, links and formulas. */
export function noteInMarkdown(html: string): string {
  return decoded(
    html
      .slice(0, 500_000)
      .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
      .replace(/<a\s[^>]*href="(https?:[^"]*)"[^>]*>([^<]*)<\/a>/gi, '[$2]($1)')
      .replace(/<pre[^>]*class="math"[^>]*>\s*([^<]*?)\s*<\/pre>/gi, '\n\n$1\n\n')
      .replace(/<\/?(strong|b)(\s[^>]*)?>/gi, '**')
      .replace(/<\/?(em|i)(\s[^>]*)?>/gi, '*')
      .replace(/<\/?code(\s[^>]*)?>/gi, '`')
      .replace(/<li(\s[^>]*)?>\s*(<p(\s[^>]*)?>)?/gi, '\n- ')
      .replace(/<blockquote(\s[^>]*)?>\s*(<p(\s[^>]*)?>)?/gi, '\n\n> ')
      .replace(/<h\d(\s[^>]*)?>([^<]*)<\/h\d>/gi, '\n\n**$2**\n\n')
      .replace(/<br\s*\/?>/gi, '\n')
      .replace(/<\/(p|div|ul|ol|blockquote|table|tr)>/gi, '\n\n')
      .replace(/<[a-z/!][^>]*>/gi, ''),
  )
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const decoded = (text: string) =>
  text.replace(
    /&(?:(lt|gt|amp|quot|apos|nbsp)|#(\d{1,7}));/g,
    (whole, name?: string, code?: string) =>
      name
        ? (named[name] ?? whole)
        : Number(code) <= 0x10ffff
          ? String.fromCodePoint(Number(code))
          : whole,
  )

const named: Record<string, string> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}
