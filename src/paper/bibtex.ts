import { fieldsOf, texText } from './cite.ts'
import { isArxivId } from './id.ts'
import { plainText } from './latex.ts'
import { nameParts } from './name-parts.ts'
import type { Paper } from './paper.ts'

/**
 * A paper as an entry of BibTeX: one of arXiv's line by line as arXiv prints it (`formatting/cite.py`
 * of arxiv-browse), so that nobody's bibliography changes by being made here. The differences: signs
 * that TeX would take for its own are made harmless, and “au2”, which arXiv writes after “Jr.”, is
 * left out. `more` are further fields, which must not hold lone braces.
 */
export function bibtexOf(paper: Paper, more: Readonly<Record<string, string>> = {}): string {
  const { year, url, journal, doi } = fieldsOf(paper)
  const arxiv = isArxivId(paper.id)
  const names = paper.authors.map(texText).join(' and ')
  const fields: (readonly [name: string, value: string, after?: string])[] = [
    ['title', texText(paper.title), ' '],
    ['author', names],
    ['year', year || 'unknown'],
    ...(arxiv
      ? ([
          ['eprint', paper.id],
          ['archivePrefix', 'arXiv'],
          ['primaryClass', paper.categories[0] ?? 'unknown'],
          ['doi', paper.doi && `https://doi.org/${paper.doi}`],
        ] as const)
      : ([
          ['journal', texText(journal)],
          ['doi', doi],
        ] as const)),
    ['url', url, ' '],
    ...Object.entries(more),
  ]
  const lines = fields
    .filter(([, value]) => value !== '')
    .map(([name, value, after = '']) => `      ${name}={${value}},${after}\n`)
  const kind = arxiv || !journal ? 'misc' : 'article'
  return `@${kind}{${citationKey(paper)},\n${lines.join('')}}\n`
}

/** The key that arXiv gives: family name, year, and the first four words of the title that say anything. */
function citationKey(paper: Paper): string {
  const { title, year } = fieldsOf(paper)
  const first = nameParts(plainText(paper.authors[0] ?? 'unknown')).family
  const words = title.split(' ').filter((word) => !stopWords.has(word.toLowerCase()))
  return `${first}${year || 'unknown'}${words.slice(0, 4).join('')}`
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
}

/** The words that arXiv leaves out of its keys. */
const stopWords = new Set(
  (
    'a about above across after afterwards again against all almost alone along already also ' +
    'although always am among amongst amoungst amount an and another any anyhow anyone anything ' +
    'anyway anywhere are around as at back be became because become becomes becoming been before ' +
    'beforehand behind being below beside besides between beyond bill both bottom but by call can ' +
    'cannot cant co con could couldnt cry de describe detail do done down due during each eg ' +
    'eight either eleven else elsewhere empty enough etc even ever every everyone everything ' +
    'everywhere except few fifteen fify fill find fire first five for former formerly forty found ' +
    'four from front full further get give go had has hasnt have he hence her here hereafter ' +
    'hereby herein hereupon hers herself him himself his how however hundred ie if in inc indeed ' +
    'interest into is it its itself keep last latter latterly least less ltd made many may me ' +
    'meanwhile might mill mine more moreover most mostly move much must my myself name namely ' +
    'neither never nevertheless next nine no nobody none noone nor not nothing now nowhere of off ' +
    'often on once one only onto or other others otherwise our ours ourselves out over own part ' +
    'per perhaps please put rather re same see seem seemed seeming seems serious several she ' +
    'should show side since sincere six sixty so some somehow someone something sometime ' +
    'sometimes somewhere still such system take ten than that the their them themselves then ' +
    'thence there thereafter thereby therefore therein thereupon these they thickv thin third ' +
    'this those though three through throughout thru thus to together too top toward towards ' +
    'twelve twenty two un under until up upon us very via was we well were what whatever when ' +
    'whence whenever where whereafter whereas whereby wherein whereupon wherever whether which ' +
    'while whither who whoever whole whom whose why will with within without would yet you your ' +
    'yours yourself yourselves '
  )
    .trim()
    .split(' '),
)
