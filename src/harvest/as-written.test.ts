import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainText } from '#paper'
import { readCorpusRecord } from './corpus-record.ts'

/** Titles as sources have them, and as a person would write them. */
const titles: [given: string, written: string][] = [
  [
    'Order $\\hbar$ Corrections to the Classical Dynamics',
    'Order ħ Corrections to the Classical Dynamics',
  ],
  ['$1/f^\\alpha$ fluctuation', '1/f^α fluctuation'],
  ["Comment on `Avalanche Dynamics'", 'Comment on ‘Avalanche Dynamics’'],
  ["L\\'evy-Stable Intermittent Fluctuations", 'Lévy-Stable Intermittent Fluctuations'],
  ['Reductive group actions on K\\"ahler manifolds', 'Reductive group actions on Kähler manifolds'],
  ["fibr\\'es vectoriels", 'fibrés vectoriels'],
  ["Pr\\'{e}diction de Performances", 'Prédiction de Performances'],
  ['M{\\"o}ssbauer characterization', 'Mössbauer characterization'],
  [
    'Symbolic Powers of Ideals Defining General Points of $P^2$',
    'Symbolic Powers of Ideals Defining General Points of P²',
  ],
  ['Resonant Formation of $d\\mu t$ Molecules', 'Resonant Formation of dμt Molecules'],
  [
    'a Shastry-Sutherland compound SrCu$_2$(BO$_3$)$_2$',
    'a Shastry-Sutherland compound SrCu₂(BO₃)₂',
  ],
  ['Rowman &amp; Littlefield', 'Rowman & Littlefield'],
  [
    'On the Schr\\"odinger   operator\n  in two dimensions',
    'On the Schrödinger operator in two dimensions',
  ],
  [
    'mouse model of Alzheimer\u00c3\u00a2\u00c2\u0080\u00c2\u0099s disease',
    'mouse model of Alzheimer’s disease',
  ],
  ['PoincarÃ© maps', 'Poincaré maps'],
  ['the â€œedgeâ€\u009d of chaos', 'the “edge” of chaos'],
  ['Sur la théorie de l’âge', 'Sur la théorie de l’âge'],
  ['ÂNGULO and Ângulo', 'ÂNGULO and Ângulo'],
]

for (const [given, written] of titles) {
  test(`the title “${written}” is written so`, () => {
    assert.equal(plainText(readCorpusRecord({ title: given }).title), written)
  })
}

/** Entries of lists of authors, and the people in them. */
const authors: [given: string, written: string[]][] = [
  ['E. Drakopoulou7', ['E. Drakopoulou']],
  ['Krishnamurthy (Dj) Dvijotham*', ['Krishnamurthy (Dj) Dvijotham']],
  ['Ze Liu(†)', ['Ze Liu']],
  ['Lihua Xie ()', ['Lihua Xie']],
  ['Zhenhui (Jessie) Li', ['Zhenhui (Jessie) Li']],
  ['XENON100 Collaboration', ['XENON100 Collaboration']],
  ['the RD42 collaboration', ['the RD42 collaboration']],
  ['VEPP-5 Team', ['VEPP-5 Team']],
  ['Nguy\\~ên', ['Nguyễn']],
  ['Yu (Hugo) Chen, Lingfei Wu, Mohammed Zaki', ['Yu (Hugo) Chen', 'Lingfei Wu', 'Mohammed Zaki']],
  ['Emmy Ort, Wen Li', ['Emmy Ort', 'Wen Li']],
  ['Martin Luther King, Jr.', ['Martin Luther King, Jr.']],
  ['  Ada   Fielding ', ['Ada Fielding']],
  ['JosÃ© Platz', ['José Platz']],
]

for (const [given, written] of authors) {
  test(`“${given}” is ${written.join(' and ')}`, () => {
    const { authors: people = [] } = readCorpusRecord({ title: 'Any', authors: [given] })

    assert.deepEqual(people.map(plainText), written)
  })
}
