import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bibtexNames } from './bibtex-names.ts'

const lines: Record<string, string[]> = {
  '': [],
  'Ada Fielding': ['Ada Fielding'],
  'Fielding, Ada': ['Ada Fielding'],
  'Fielding, Ada and Ort, Emmy AND  Sofia Platz': ['Ada Fielding', 'Emmy Ort', 'Sofia Platz'],
  'van der Ort, Emmy': ['Emmy van der Ort'],
  '{van der Ort}, Emmy': ['Emmy van der Ort'],
  'Reed, Jr., Tom and Stein, III, Max': ['Tom Reed Jr.', 'Max Stein III'],
  '{Lamp and Candle Company} and Ort, Emmy': ['Lamp and Candle Company', 'Emmy Ort'],
  '{The {LAMP} Collaboration}': ['The LAMP Collaboration'],
  // Braces of LaTeX are no braces of BibTeX.
  "{\\O}re, Ren{\\'e} and Fran{\\c{c}}ois, \\'{E}mile": [
    "Ren{\\'e} {\\O}re",
    "\\'{E}mile Fran{\\c{c}}ois",
  ],
  // Nobody.
  'Fielding, Ada and others': ['Ada Fielding'],
  'Fielding, Ada and et al.': ['Ada Fielding'],
  ' and Fielding, Ada and ': ['Ada Fielding'],
  // Commas where “and” was meant.
  'Ada Fielding, Emmy Ort, Sofia Platz': ['Ada Fielding', 'Emmy Ort', 'Sofia Platz'],
  'Anderson, Sandy and Brand, Andy': ['Sandy Anderson', 'Andy Brand'],
}

for (const [line, names] of Object.entries(lines)) {
  test(`the authors of “${line}” in BibTeX`, () => assert.deepEqual(bibtexNames(line), names))
}
