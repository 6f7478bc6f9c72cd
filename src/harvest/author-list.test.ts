import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { sharedFile } from '../../test/testing.ts'
import { authorsIn } from './author-list.ts'

const lines: Record<string, string[]> = {
  '': [],
  'Ada Fielding': ['Ada Fielding'],
  Aristotle: ['Aristotle'],
  'Ada Fielding and Emmy Ort': ['Ada Fielding', 'Emmy Ort'],
  'A. Fielding, E. Ort, and S. Platz': ['A. Fielding', 'E. Ort', 'S. Platz'],
  'A. Fielding & E. Ort \\& S. Platz': ['A. Fielding', 'E. Ort', 'S. Platz'],
  'A. Fielding; E. Ort;': ['A. Fielding', 'E. Ort'],
  'Sandy Brand and Andy Sand': ['Sandy Brand', 'Andy Sand'],
  // Two people of one name are two people.
  'Wei Wang, Wei Wang': ['Wei Wang', 'Wei Wang'],
  // Affiliations fall out, however they are nested.
  'A. Fielding (1,2), E. Ort (2) ((1) Here, There, (2) Nowhere)': ['A. Fielding', 'E. Ort'],
  'A. Fielding(1), E. Ort (Univ. of A and B (Paris), C)': ['A. Fielding', 'E. Ort'],
  'A. Fielding (Here, E. Ort (There), S. Platz': ['A. Fielding', 'E. Ort', 'S. Platz'],
  'A. Fielding (Here': ['A. Fielding'],
  'A. Fielding), E. Ort': ['A. Fielding', 'E. Ort'],
  // What belongs to a name stays with it.
  'Tom Reed, Jr., Ann Pole, III and Max Stein Sr.': [
    'Tom Reed Jr.',
    'Ann Pole III',
    'Max Stein Sr.',
  ],
  'R.B.Palm, J.-P. Quay, K.O\\"orn, L.{\\O}re': [
    'R. B. Palm',
    'J.-P. Quay',
    'K. O\\"orn',
    'L. {\\O}re',
  ],
  "Ren{\\'e} Falk, {Mac, Donald} Kay, H.\\,Muster": [
    "Ren{\\'e} Falk",
    '{Mac, Donald} Kay',
    'H. Muster',
  ],
  // Collaborations are authors, and “et al.” is nobody.
  'The LAMP Collaboration, A. Fielding, et al': ['The LAMP Collaboration', 'A. Fielding'],
  'LAMP collaboration: A. Fielding et al.': ['LAMP collaboration', 'A. Fielding'],
  'A. Fielding (for the LAMP Collaboration)': ['A. Fielding', 'LAMP Collaboration'],
  'A. Fielding, on behalf of the LAMP Collaboration': ['A. Fielding', 'LAMP Collaboration'],
  'The LAMP and CANDLE Collaborations: A. Fielding': [
    'The LAMP Collaboration',
    'CANDLE Collaboration',
    'A. Fielding',
  ],
}

for (const [line, names] of Object.entries(lines)) {
  test(`the authors of “${line}”`, () => assert.deepEqual(authorsIn(line), names))
}

test('a line of ten thousand parentheses takes no time', () => {
  const started = performance.now()

  authorsIn('('.repeat(10_000))
  authorsIn('Ada (Here), '.repeat(10_000))

  assert.ok(performance.now() - started < 1000)
})

test('the lines of 1,191 old papers have names in them and nothing else', (t) => {
  const file = sharedFile(t, 'data/protocols/arxiv-abs/abs-parsed.jsonl.gz')
  if (!file) return
  const papers = gunzipSync(readFileSync(file)).toString().trim().split('\n').map(authorsOf)

  for (const line of papers) {
    const names = authorsIn(line)
    assert.equal(names.length > 0, line !== '', line)
    for (const name of names) {
      assert.doesNotMatch(name, /[(),;:]|\d(?!.*([Cc]oll|team))|^and |\bet al|^\P{L}+$/u, line)
      assert.ok(name.length < 60, name)
    }
  }
})

const authorsOf = (line: string): string => JSON.parse(line).authors_raw ?? ''
