import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { provisionalId, titleKey } from '#paper'
import { sharedFile } from '../../test/testing.ts'

const raw = String.raw

/** Spellings of one title, as arXiv, ACL, a saved page or a reader may write it. */
const sameTitles: string[][] = [
  ['Attention Is All You Need', 'ATTENTION is all you need!', ' Attention  is\n all you need. '],
  [raw`Na\"ive {B}ayes`, raw`Na\"{\i}ve Bayes`, 'Naïve Bayes', 'Naive Bayes', 'Na&iuml;ve Bayes'],
  [raw`S\o ren Stra\ss e, {\L}ukasz \AA s`, 'Søren Straße, Łukasz Ås', 'Soren Strasse, Lukasz As'],
  [raw`Search in $\ell_1$`, 'Search in ℓ₁', 'Search in ℓ1', 'Search in ell_1'],
  [
    raw`$8\times$ faster, $\leq 2$\%`,
    '8× faster, ≤ 2%',
    '8times faster, leq 2%',
    raw`8$\times$ faster, $\le 2$%`,
  ],
  [raw`$\alpha$-fair $\mathcal{O}(n\log n)$`, 'α-fair O(n log n)', 'alpha-fair mathcal{O}(nlog n)'],
  [raw`\textit{Deep} {\bf Nets} for \texttt{C++}`, 'Deep Nets for C', 'Deep <i>Nets</i> for C++'],
  ['Ask & Tell', 'Ask &amp; Tell', raw`Ask \& Tell`, 'Ask Tell'],
  ['PC²: H₂O', 'PC$^2$: H$_2$O', 'PC<sup>2</sup>: H<sub>2</sub>O', 'PC2 - H2O'],
  ['The “Big-O” – part 1', "The ``Big-O'' -- part 1", 'The "Big O" part 1'],
  ['Ｆｕｌｌ width', 'Full width'],
  ['深度学习', ' 深度学习。'],
]

test('spellings of one title have one key', () => {
  for (const [first = '', ...others] of sameTitles) {
    for (const other of others) assert.equal(titleKey(other), titleKey(first), other)
  }
})

test('different titles have different keys', () => {
  const firsts = sameTitles.map(([first = '']) => first)
  const others = ['Attention Is All We Need', 'PC3: H2O', '深度学', '???', '!!!', 'C', 'C2']

  const keys = new Set([...firsts, ...others].map(titleKey))

  assert.equal(keys.size, firsts.length + others.length)
})

test('the same title in another spelling gets the same provisional id', () => {
  assert.equal(provisionalId(raw`Na\"ive Bayes`), provisionalId('Naïve  Bayes'))
  assert.notEqual(provisionalId('Naïve Bayes'), provisionalId('Naïve Bayes 2'))
})

test('the titles of the saved pages are those of the catalogue', (context) => {
  const catalogue = sharedFile(context, 'seeds/papers.json')
  const pages = sharedFile(context, 'seeds/pages')
  if (!catalogue || !pages) return
  const papers: { title: string }[] = JSON.parse(readFileSync(catalogue, 'utf8'))

  const known = new Set(papers.map(({ title }) => titleKey(title)))
  const entries = readdirSync(pages)
    .flatMap((page) => readFileSync(join(pages, page), 'utf8').split('\n'))
    .map(titleKey)
    .filter((key) => known.has(key))

  assert.equal(known.size, 194)
  assert.equal(entries.length, 217)
  assert.equal(new Set(entries).size, 194)
})
