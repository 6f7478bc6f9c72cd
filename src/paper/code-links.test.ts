import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeLinks } from '#paper'

const raw = String.raw

const table: [text: string, links: string[]][] = [
  ['Code: https://github.com/owner/repo.', ['https://github.com/owner/repo']],
  ['(github.com/owner/repo.git), www.GitHub.com/Owner/Repo/', ['https://github.com/owner/repo']],
  [raw`\url{https://github.com/a\_b/c-d_e}`, ['https://github.com/a_b/c-d_e']],
  [
    'https://github.com/big/lab/tree/master/one_paper and https://github.com/a/b/issues/3',
    ['https://github.com/big/lab/tree/master/one_paper', 'https://github.com/a/b'],
  ],
  [
    'https://huggingface.co/org/model-7B, hf.co/datasets/org/set; https://huggingface.co/spaces/org/demo?x=1',
    [
      'https://huggingface.co/org/model-7B',
      'https://huggingface.co/datasets/org/set',
      'https://huggingface.co/spaces/org/demo',
    ],
  ],
  ['https://huggingface.co/org', ['https://huggingface.co/org']],
  ['https://huggingface.co/papers/2401.00001', []],
  [
    'gitlab.com/a/b codeberg.org/c/d bitbucket.org/e/f',
    ['https://gitlab.com/a/b', 'https://codeberg.org/c/d', 'https://bitbucket.org/e/f'],
  ],
  ['https://gitlab.com/group/sub/project', ['https://gitlab.com/group/sub/project']],
  ['https://github.com/someone and https://someone.github.io/page, notgithub.com/a/b', []],
  ['no link at all', []],
]

test('the links to code in an abstract are found, each once, in one form', () => {
  for (const [text, links] of table) assert.deepEqual(codeLinks(text), links, text)
})
