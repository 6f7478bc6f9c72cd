import assert from 'node:assert/strict'
import { test } from 'node:test'
import { opening } from '#paper'

const sentence = 'This is a sentence of forty characters. '

test('a long abstract is divided after the sentence that ends nearest to a length', () => {
  const abstract = sentence.repeat(10).trim()

  const { opening: first, rest } = opening(abstract, 100)

  assert.equal(first, sentence.repeat(3).trim())
  assert.equal(rest, sentence.repeat(7).trim())
})

test('a text that is little longer than asked stays whole', () => {
  const abstract = sentence.repeat(3).trim()

  assert.deepEqual(opening(abstract, 100), { opening: abstract, rest: '' })
})

test('an abstract is divided neither inside mathematics or braces nor after an abbreviation', () => {
  for (const part of [
    'We prove that $x. Y$ is small',
    'We prove that \\(x. Y\\) is small',
    'We prove \\textit{this. That} is small',
    'We prove, e.g. Lemma 3, that vs. Others, Smith et al. Have shown, by Fig. 3 and J. Doe, it is',
    'It has 3.5 M parameters and the file v1.2 Beta',
  ]) {
    const abstract = `${part}. ${sentence.repeat(10)}`

    const first = opening(abstract, 30).opening

    assert.ok(first.startsWith(`${part}.`), first)
  }
})

test('nothing is lost or doubled by the division', () => {
  const abstract = `${'Does it end? It does! "So it ends." (And here.) '.repeat(20)}End.`

  const parts = opening(abstract, 300)

  assert.equal(`${parts.opening} ${parts.rest}`, abstract)
})

test('an abstract without an end of a sentence stays whole', () => {
  const abstract = 'word '.repeat(500)

  assert.equal(opening(abstract, 100).rest, '')
})
