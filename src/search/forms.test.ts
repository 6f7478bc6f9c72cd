import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aPaper, ids, searchOver } from '../../test/shelf.ts'

/** Pairs of what stands in a title and the ways in which readers look for it. */
const forms: [string, readonly string[]][] = [
  ['Pre-training of oven models', ['pretraining', 'pre-training', 'pre training', 'pretrained']],
  ['Pretraining ovens', ['pretraining', 'pre-training', 'pre training', 'pretrain']],
  ['State-of-the-art ovens', ['state of the art', 'state-of-the-art']],
  ['Semi-supervised ovens', ['semisupervised', 'semi-supervised', 'semi supervised']],
  ['KL divergence of crumbs', ['KL-divergence', 'kl divergence', 'KL divergences']],
  ['k-nearest crumbs', ['k nearest', 'k-nearest', 'knearest']],
  ['Queries of a matrix', ['query', 'queries', 'matrix']],
  ['Matrices in bakeries', ['matrix', 'matrices', 'bakery']],
  ['Vertices and indices of loaves', ['vertex', 'index', 'indices']],
  [
    'Sorting loaves in $O(n \\log n)$ time',
    ['O(n log n)', '$O(n \\log n)$', 'O(n log(n))', 'n log n'],
  ],
  ['Regression with $\\ell_1$ penalties', ['$\\ell_1$', '\\ell_1', 'ℓ1', 'ell_1', 'ℓ₁ penalty']],
  ['The $H_0$ tension', ['H0', 'H_0', '$H_0$', 'H₀']],
  ['Loaves of $\\alpha$-synuclein', ['α-synuclein', 'alpha synuclein', '\\alpha-synuclein']],
  ['Poincaré embeddings of crusts', ['Poincare', 'poincaré', 'POINCARÉ', "Poincar\\'e"]],
  ['Schrödinger ovens', ['Schrodinger', 'schrödinger', 'Schroedinger']],
  ['Erd\\H{o}s numbers of bakers', ['Erdős', 'Erdos']],
  ['Об одной теореме Ляпунова', ['теореме', 'ляпунова']],
  ['深度学习综述', ['深度学习综述']],
  ['C++ and C# for bakers', ['C++', 'C#']],
  ['GPT-4 bakes', ['GPT-4', 'GPT4', 'gpt 4']],
  ['β-VAE for crumbs', ['beta-VAE', 'β-VAE', '$\\beta$-VAE']],
  ['Bayes’ theorem in kitchens', ["Bayes' theorem", 'Bayes theorem', 'bayes’']],
  ['Behaviour of modelling colour', ['behavior', 'color', 'modeling']],
]

test('a paper is found in whatever form its words are looked for', async (context) => {
  const papers = forms.map(([title], i) =>
    aPaper(`2405.${String(i).padStart(5, '0')}`, title, 'Nothing else is said of it.'),
  )
  const { search } = await searchOver(context, papers)
  await search.refresh()
  const missed: string[] = []

  for (const [i, [title, queries]] of forms.entries()) {
    for (const query of queries) {
      const found = await ids(search, query)
      if (!found.includes(String(papers[i]?.id))) missed.push(`${title} ← ${query}`)
    }
  }

  assert.deepEqual(missed, [])
})
