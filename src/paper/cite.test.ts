import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressOf, bibtexOf, cslOf, type Paper, readPaperId, risOf } from '#paper'

const preprint: Paper = {
  id: readPaperId('1706.03762'),
  title: 'Attention Is All You Need & $O(n^2)$ of it',
  abstract: 'We propose\na new network.',
  summary: '',
  authors: ['Ashish Vaswani', 'Guido van Rossum Jr.'],
  categories: ['cs.CL', 'cs.LG'],
  publishedAt: '2017-06-12T17:57:34Z',
  updatedAt: '',
  day: '',
  comments: '',
  journalRef: '',
  doi: '',
  license: '',
  venue: '',
  standing: '',
  origins: {},
}
const article: Paper = {
  ...preprint,
  id: readPaperId('doi:10.1000/182'),
  categories: [],
  venue: 'Acta of Tests',
}

test('a preprint is cited in BibTeX as arXiv cites it', () => {
  assert.equal(
    bibtexOf(preprint, { keywords: 'heads' }),
    `@misc{vaswani2017attentionneedon2,
      title={Attention Is All You Need \\& $O(n^2)$ of it}, 
      author={Ashish Vaswani and Guido van Rossum Jr.},
      year={2017},
      eprint={1706.03762},
      archivePrefix={arXiv},
      primaryClass={cs.CL},
      url={https://arxiv.org/abs/1706.03762}, 
      keywords={heads},
}
`,
  )
  assert.match(bibtexOf(article), /^@article.*journal=\{Acta of Tests\}.*doi=\{10\.1000\/182\}/s)
  assert.match(bibtexOf({ ...preprint, title: 'A } brace' }), /title=\{A brace\}/)
})

test('a paper is cited in RIS and in CSL-JSON', () => {
  assert.deepEqual(
    risOf(preprint, [['KW', 'heads']])
      .split('\r\n')
      .slice(0, 4),
    [
      'TY  - GEN',
      'TI  - Attention Is All You Need & O(n²) of it',
      'AU  - Vaswani, Ashish',
      'AU  - van Rossum Jr., Guido',
    ],
  )
  assert.match(risOf(preprint, [['KW', 'heads']]), /AB {2}- We propose a new network\.\r\n/)
  assert.match(risOf(preprint, [['KW', 'heads']]), /KW {2}- heads\r\nER {2}- \r\n$/)
  assert.deepEqual(cslOf(preprint), {
    id: '1706.03762',
    type: 'article',
    genre: 'preprint',
    publisher: 'arXiv',
    number: 'arXiv:1706.03762',
    title: 'Attention Is All You Need & O(n²) of it',
    author: [
      { family: 'Vaswani', given: 'Ashish' },
      { family: 'van Rossum', given: 'Guido', suffix: 'Jr.' },
    ],
    issued: { 'date-parts': [[2017, 6, 12]] },
    abstract: 'We propose a new network.',
    DOI: '10.48550/arXiv.1706.03762',
    URL: 'https://arxiv.org/abs/1706.03762',
  })
})

test('a paper has an address where it is read', () => {
  assert.equal(addressOf(article), 'https://doi.org/10.1000/182')
})
