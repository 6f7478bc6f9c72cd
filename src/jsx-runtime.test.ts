import assert from 'node:assert/strict'
import { test } from 'node:test'
import { raw } from 'hono/html'
import { createContext, Fragment, jsx, useContext } from '#jsx'

const html = (...args: Parameters<typeof jsx>) => jsx(...args).toString()

test('what a page says is escaped, once', () => {
  const inner = jsx('em', { children: 'a < b & "c"' })

  assert.equal(
    html('p', { title: `"it's"`, children: ['<i>', inner, raw('<b>bold</b>')] }),
    '<p title="&quot;it&#39;s&quot;">&lt;i&gt;<em>a &lt; b &amp; &quot;c&quot;</em><b>bold</b></p>',
  )
})

test('what is not there leaves nothing behind', () => {
  assert.equal(html('p', { class: undefined, children: [false, null, undefined, 0] }), '<p>0</p>')
  assert.equal(html(Fragment, { children: [] }), '')
  assert.equal(
    html(() => null, {}),
    '',
  )
})

test('a flag is there or not; one of ARIA says which', () => {
  assert.equal(
    html('input', { hidden: true, checked: false, 'aria-pressed': false, maxlength: 3 }),
    '<input hidden="" aria-pressed="false" maxlength="3"/>',
  )
})

test('what is no text is refused rather than shown as an object', () => {
  assert.throws(() => html('p', { children: Promise.resolve('later') }), /still to come/)
  assert.throws(() => html('p', { style: { color: 'red' } }), /attribute style/)
})

test('what a provider gives holds for all that stands within it, and for nothing else', () => {
  const Colour = createContext('grey')
  const Shown = () => useContext(Colour)
  const give = (value: string, ...children: unknown[]) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as JSX calls it
    jsx(Colour.Provider as never, { value, children })

  const page = [
    give('red', jsx('b', { children: jsx(Shown, {}) }), give('blue', jsx(Shown, {}))),
    jsx(Shown, {}),
  ]

  assert.equal(html('p', { children: page }), '<p><b>red</b>bluegrey</p>')
  assert.throws(() => give('red', jsx(Breaks, {})).toString(), /broken/)
  assert.equal(html(Shown, {}), 'grey')
})

function Breaks(): never {
  throw new Error('broken')
}
