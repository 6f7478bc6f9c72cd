import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DomainError } from '#domain-error'
import { isArxivId, isProvisional, paperPath, provisionalId, readPaperId } from '#paper'

const pasted = [
  ['2401.00001', '2401.00001'],
  [' arXiv:2401.00001v3 ', '2401.00001'],
  ['https://arxiv.org/pdf/2401.00001v2.pdf', '2401.00001'],
  ['https://arxiv.org/abs/2401.00001?context=cs', '2401.00001'],
  ['https://arxiv.org/html/2401.00001v1#S2', '2401.00001'],
  ['https://export.arxiv.org/abs/2401.00001', '2401.00001'],
  ['https://huggingface.co/papers/2309.17453', '2309.17453'],
  ['https://www.alphaxiv.org/abs/2309.17453v4', '2309.17453'],
  ['oai:arXiv.org:0801.3931', '0801.3931'],
  ['http://arxiv.org/abs/math.GT/0309136', 'math.GT/0309136'],
  ['MATH.gt/0309136v1', 'math.GT/0309136'],
  ['hep-th/9901001', 'hep-th/9901001'],
  ['https://doi.org/10.48550/arXiv.2309.17453', '2309.17453'],
  ['doi:10.1016/J.CELL.2020.01.001', 'doi:10.1016/j.cell.2020.01.001'],
  ['https://doi.org/10.1000/182', 'doi:10.1000/182'],
  ['https://doi.org/10.18653/v1/n19-1001', 'acl:N19-1001'],
  ['doi:10.18653/v1/2020.ACL-main.1', 'acl:2020.acl-main.1'],
  ['https://aclanthology.org/N19-1423.pdf', 'acl:N19-1423'],
  ['https://aclanthology.org/2020.acl-main.1/', 'acl:2020.acl-main.1'],
  ['https://openreview.net/forum?id=Hk_eF-x9Y7', 'openreview:Hk_eF-x9Y7'],
] as const

for (const [text, id] of pasted) {
  test(`reads ${text} as ${id}`, () => assert.equal(readPaperId(text), id))
}

test('refuses what is not an identifier, and says so', () => {
  for (const text of [
    'attention is all you need',
    '',
    '24.01',
    'doi:11.1/x',
    `1234.${'5'.repeat(9)}`,
  ]) {
    assert.throws(() => readPaperId(text), DomainError, text)
  }
})

test('an identifier that was read is read as itself', () => {
  for (const [, id] of pasted) assert.equal(readPaperId(id), id)
})

test('the same title has the same provisional identifier, however it is spelt', () => {
  const id = provisionalId('Na\\"ive Bayes, revisited')

  assert.equal(provisionalId('Naïve Bayes: Revisited'), id)
  assert.equal(readPaperId(id), id)
  assert.ok(isProvisional(id))
  assert.ok(!isArxivId(id))
})

test('the address of a paper survives a browser', () => {
  for (const id of ['math.GT/0309136', 'doi:10.1000/a?b#c d%é', 'title:00ff']) {
    const path = paperPath(readPaperIdUnlessOdd(id))
    const back = decodeURIComponent(
      new URL(path, 'http://localhost').pathname.slice('/papers/'.length),
    )
    assert.equal(back, id)
  }
})

// A blank is in no DOI that readPaperId takes, but the path must bear it all the same.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
const readPaperIdUnlessOdd = (text: string) => text as ReturnType<typeof readPaperId>
