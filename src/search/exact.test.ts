import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aPaper, ids, searchOver, shelf } from '../../test/shelf.ts'

const library = [
  ...shelf,
  aPaper('math.GT/0309136', 'On knots', 'Old knots.', { authors: ['Maryam Mirzakhani'] }),
  aPaper('acl:N19-1001', 'Embeddings: a survey, with $O(n)$ methods', 'All of them.', {
    authors: ['José García-López', 'Łukasz Kaiser'],
  }),
  aPaper('doi:10.1101/2020.01.02.123', 'Cells that bake', 'Warm cells.'),
  // All that could come before what is named, by words or by meaning.
  ...Array.from({ length: 12 }, (_, i) =>
    aPaper(
      `2410.000${String(i).padStart(2, '0')}`,
      `2401.00001 10.1000/recipes.7 Ada Müller García López Kaiser attention weighing ${i}`,
      'Attention is a kind of weighing. Embeddings: a survey with methods. On knots. 2401.00001',
    ),
  ),
]

const pasted: [string, string][] = [
  ['2401.00001', '2401.00001'],
  ['  2401.00001  ', '2401.00001'],
  ['2401.00001v3', '2401.00001'],
  ['arXiv:2401.00001', '2401.00001'],
  ['arxiv:2401.00001v2', '2401.00001'],
  ['https://arxiv.org/abs/2401.00001', '2401.00001'],
  ['https://arxiv.org/pdf/2401.00001v1.pdf', '2401.00001'],
  ['http://www.arxiv.org/html/2401.00001v4', '2401.00001'],
  ['https://huggingface.co/papers/2401.00001', '2401.00001'],
  ['10.48550/arXiv.2401.00001', '2401.00001'],
  ['https://doi.org/10.48550/arXiv.2401.00001', '2401.00001'],
  ['id:2401.00001v2', '2401.00001'],
  ['math.GT/0309136', 'math.GT/0309136'],
  ['math/0309136', 'math.GT/0309136'],
  ['https://arxiv.org/abs/math.GT/0309136v1', 'math.GT/0309136'],
  ['10.1000/recipes.7', '2401.00002'],
  ['doi:10.1000/RECIPES.7', '2401.00002'],
  ['DOI: 10.1000/recipes.7', '2401.00002'],
  ['https://dx.doi.org/10.1000/recipes.7', '2401.00002'],
  ['https://doi.org/10.1000/recipes.7.', '2401.00002'],
  ['10.1101/2020.01.02.123', 'doi:10.1101/2020.01.02.123'],
  ['acl:N19-1001', 'acl:N19-1001'],
  ['https://aclanthology.org/N19-1001/', 'acl:N19-1001'],
  ['https://aclanthology.org/N19-1001.pdf', 'acl:N19-1001'],
  ['Attention is a kind of weighing', '2403.00004'],
  ['attention is a kind of weighing.', '2403.00004'],
  ['“Attention is a kind of weighing”', '2403.00004'],
  ['ATTENTION IS A KIND OF WEIGHING', '2403.00004'],
  ['Embeddings: A Survey, with $O(n)$ methods', 'acl:N19-1001'],
  ['Embeddings, a survey with O(n) methods', 'acl:N19-1001'],
  ['On knots', 'math.GT/0309136'],
  ['Maryam Mirzakhani', 'math.GT/0309136'],
  ['maryam mirzakhani', 'math.GT/0309136'],
  ['Mirzakhani, Maryam', 'math.GT/0309136'],
  ['"Maryam Mirzakhani"', 'math.GT/0309136'],
  ['José García-López', 'acl:N19-1001'],
  ['Jose Garcia Lopez', 'acl:N19-1001'],
  ['Lukasz Kaiser', 'acl:N19-1001'],
  ['Kaiser, Łukasz', 'acl:N19-1001'],
]

test('what is pasted finds what it names before all else, in any form', async (context) => {
  const { search } = await searchOver(context, library)
  await search.refresh()
  const missed: string[] = []

  for (const [text, id] of pasted) {
    const [first] = await ids(search, text)
    if (first !== id) missed.push(`${text} → ${first}, not ${id}`)
  }

  assert.deepEqual(missed, [])
})

test('what is named is found at once, before the index knows of it', async (context) => {
  const { search } = await searchOver(context, library)

  for (const text of ['2401.00001v3', 'On knots', 'Maryam Mirzakhani']) {
    assert.equal((await ids(search, text)).length, 1, text)
  }
})
