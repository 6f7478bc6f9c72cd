import assert from 'node:assert/strict'
import { test } from 'node:test'
import { markdownHtml, mentionsIn } from '#discussion'
import { allAttacks, assertHarmless } from '../../test/attacks.ts'

test('markdown has emphasis, code, quotes, links, formulas and people', () => {
  const html = markdownHtml(
    '**Bold** and `code`, $x^2$ but $5 and $6; see https://example.org and @ada, not @bob.\n\n> quoted\n\n```js\n1 < 2\n```',
    new Set(['ada']),
  )
  assert.match(html, /<strong>Bold<\/strong> and <code>code<\/code>/)
  assert.match(html, /<math[^>]*>.*<\/math> but \$5 and \$6/)
  assert.match(html, /<a href="https:\/\/example.org" rel="nofollow ugc noopener">/)
  assert.match(html, /<a href="\/people\/ada">@ada<\/a>, not @bob/)
  assert.match(html, /<blockquote>\s*<p>quoted<\/p>/)
  assert.match(html, /<pre><code>1 &lt; 2\n<\/code><\/pre>/)
  assert.deepEqual(mentionsIn('@Ada, (@emmy) x@y.org https://a.org/@no @ada'), ['ada', 'emmy'])
})

test('whatever a comment says, the page stays a page', () => {
  for (const attack of allAttacks) {
    for (const body of [
      attack,
      `[x](${attack})`,
      `![x](${attack})`,
      `<${attack}>`,
      `$${attack}$`,
      '```' + attack + '\n1\n```',
      `|a|\n|:-:|\n|${attack}|`,
      `> - **${attack}**`,
      `@ada${attack}`,
    ]) {
      assertHarmless(markdownHtml(body, new Set(['ada'])), body.slice(0, 80))
    }
  }
})

test('no text makes markdown slow', () => {
  for (const unit of [
    '[',
    '*',
    '_',
    '`',
    '>',
    '$',
    '$$',
    '\\',
    '(',
    '![',
    '- ',
    '<a',
    '@',
    '[a](',
    '|',
    '~~',
    '&#',
  ]) {
    const html = markdownHtml(unit.repeat(10_000 / unit.length))
    assert.ok(html.length < 2_000_000, unit)
  }
})
