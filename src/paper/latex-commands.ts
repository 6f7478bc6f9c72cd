import { isAddress, unescaped } from './latex-address.ts'
import { paragraphMark } from './latex-characters.ts'
import { mathText } from './latex-math.ts'
import {
  closeGroup,
  declareStyle,
  endRun,
  entersBrace,
  openGroup,
  rawGroup,
  type Reader,
  skipOptions,
  type Style,
} from './latex-reader.ts'
import { accents, mathAccents, operators, signs } from './latex-signs.ts'

/**
 * Reads the command at the reader's place, outside mathematics. One that nobody knows leaves its
 * argument behind, or, where it has none, its name.
 */
export function readCommand(reader: Reader): void {
  commandName.lastIndex = reader.at + 1
  const [found = ''] = commandName.exec(reader.text) ?? []
  const start = reader.at
  reader.at += 1 + found.length
  const name = found.length > 1 ? found.replace('*', '') : found

  const mark = accents.get(name)
  if (mark) return accent(reader, mark, name)
  if (/^[^A-Za-z]?$/.test(name)) return punctuation(reader, name)
  const sign = signs.get(name) ?? operators.get(name)
  if (sign !== undefined) {
    reader.words += sign
    if (letters.has(name)) return endName(reader)
    return skipEmptyGroup(reader)
  }
  const style = styles.get(name)
  if (style) {
    if (entersBrace(reader)) openGroup(reader, { style })
    return
  }
  const declared = declarations.get(name)
  if (declared) {
    declareStyle(reader, declared)
    return endName(reader)
  }
  if (mathAccents.has(name) || mathematical.has(name)) return inlineMathematics(reader, start, name)
  if (/cite[a-z]*$|^(eq|auto|page|name|[cC])?ref$/.test(name)) return citation(reader)
  if (/^(url|href|path|nolinkurl)$/.test(name)) return link(reader, name)
  if (/^(footnote|footnotetext)$/.test(name)) return footnote(reader)
  if (/^(re|provide)?newcommand$|^renewcommand$|^[gex]?def$/.test(name)) return definition(reader)
  const count = dropped.get(name)
  if (count !== undefined) return drop(reader, count)
  if (name === 'item' || name === 'par') {
    reader.words += name === 'par' ? paragraphMark : ' • '
    return skipOptions(reader)
  }
  if (silent.has(name) || reader.text[reader.at] === '{') {
    // `\ours{}` is a name; `\red{word}` is a word.
    if (!silent.has(name) && reader.text[reader.at + 1] === '}') reader.words += name
    return skipEmptyGroup(reader)
  }
  reader.words += name
}

const commandName = /[A-Za-z]+\*?|[^]/y

const styles = new Map<string, Style>([
  ['textit', 'em'],
  ['textsl', 'em'],
  ['emph', 'em'],
  ['textbf', 'strong'],
  ['texttt', 'code'],
  ['textsuperscript', 'sup'],
  ['textsubscript', 'sub'],
])

const declarations = new Map<string, Style>([
  ['it', 'em'],
  ['em', 'em'],
  ['sl', 'em'],
  ['itshape', 'em'],
  ['slshape', 'em'],
  ['bf', 'strong'],
  ['bfseries', 'strong'],
  ['tt', 'code'],
  ['ttfamily', 'code'],
])

/** Commands of mathematics that authors also write outside dollars. */
const mathematical = new Set('frac dfrac tfrac sqrt mathbb Bbb binom'.split(' '))

/** Letters of words and opening quotes, so that a blank after the command is part of the command. */
const letters = new Set(
  `ss ae AE oe OE o O l L aa AA i j dh DH th TH dj DJ ng NG lq textquotedblleft textquoteleft
  guillemotleft`.split(/\s+/),
)

/** Commands that say nothing to a reader, with the number of arguments that go with them. */
const dropped = new Map([
  ...'label vspace hspace includegraphics color textcolor colorbox scalebox raisebox rotatebox begin'
    .split(' ')
    .map((name): [string, number] => [name, 1]),
  ...'end bibliography bibliographystyle input thanks vskip hskip pagestyle thispagestyle index'
    .split(' ')
    .map((name): [string, number] => [name, 1]),
  ...'fcolorbox resizebox fontsize setlength setcounter addtocounter'
    .split(' ')
    .map((name): [string, number] => [name, 2]),
])

/** Commands that change looks alone. */
const silent = new Set(
  `rm sf sc up md cal frak rmfamily sffamily scshape upshape mdseries normalfont selectfont tiny
  scriptsize footnotesize small normalsize large Large LARGE huge Huge noindent indent xspace protect
  displaystyle textstyle left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr middle limits
  nolimits newline linebreak nobreak break smallskip medskip bigskip hfill hfil vfill vfil centering
  newpage clearpage quad qquad relax boldmath unboldmath ensuremath leavevmode allowbreak text mathrm
  sloppy raggedright maketitle nonumber displaylines looseness nobreakspace thinspace`.split(/\s+/),
)

/** `\'e`, `\'{e}`, `\'\i`, `\' e`, `\c{c}`, `\c c`. */
const accentArgument =
  /\s*(?:\{\s*(?:\\([ij])\s*|(\p{L}))\s*\}|\\([ij])(?![A-Za-z]) ?|\{?\\(ae|AE|oe|OE|o|O|aa|AA)(?![A-Za-z])\}? ?|(\p{L}))/uy

function accent(reader: Reader, mark: string, name: string): void {
  accentArgument.lastIndex = reader.at
  const [whole, ...found] = accentArgument.exec(reader.text) ?? []
  const given = found.find((letter) => letter !== undefined) ?? ''
  if (whole !== undefined) {
    reader.at += whole.length
    reader.words += ((given.length > 1 ? signs.get(given) : given) + mark).normalize()
    return
  }
  const before = reader.at
  skipEmptyGroup(reader)
  // An accent over nothing is a character of its own: `\~{}`, `3\"`.
  if (before !== reader.at || !/[=.]/.test(name)) reader.words += name
}

function punctuation(reader: Reader, name: string): void {
  if (name === '\\') {
    const next = reader.text[reader.at] ?? ''
    if (/[%&#_$]/.test(next)) {
      // Somebody escaped twice: `30\\%`.
      reader.words += next
      reader.at++
      return
    }
    reader.words += ' '
    skipOptions(reader)
  } else if (/^[,;:\s]?$/.test(name)) reader.words += ' '
  else if (name === '|') reader.words += '‖'
  else if (!/^[-/!@()[\]>*+]$/.test(name)) reader.words += name
}

/** A blank after the name of a command only ends the name. */
function endName(reader: Reader): void {
  const before = reader.at
  skipEmptyGroup(reader)
  if (before === reader.at && reader.text[reader.at] === ' ') reader.at++
}

function skipEmptyGroup(reader: Reader): void {
  if (reader.text.startsWith('{}', reader.at)) reader.at += 2
}

function inlineMathematics(reader: Reader, start: number, name: string): void {
  skipOptions(reader)
  const before = reader.at
  for (let groups = 0; groups < 2 && rawGroup(reader) !== undefined; groups++);
  const formula = reader.text.slice(start, reader.at)
  reader.words += before === reader.at ? name : mathText(formula)
}

/** What is cited stands in brackets by its key: the list of references is not with us. */
function citation(reader: Reader): void {
  skipOptions(reader)
  const key = rawGroup(reader)?.trim()
  if (key) reader.words += `[${key.replace(/\s*,\s*/g, ', ')}]`
}

function link(reader: Reader, name: string): void {
  if (reader.text[reader.at] === ' ') reader.at++
  const raw = rawGroup(reader)
  if (raw === undefined) return
  const address = unescaped(raw)
  const href = isAddress(address) ? address : ''
  if (name === 'href' && entersBrace(reader)) return openGroup(reader, { href })
  openGroup(reader, { href, closedBy: 'link' })
  reader.words += address
  closeGroup(reader, 'link')
}

function footnote(reader: Reader): void {
  skipOptions(reader)
  if (!entersBrace(reader)) return
  reader.words = `${reader.words.trimEnd()} (`
  endRun(reader)
  openGroup(reader, { tail: ')' })
}

/** Authors' own commands are not carried out: their definitions are left out. */
function definition(reader: Reader): void {
  const defined = /\\[A-Za-z]+[#\d]*/y
  defined.lastIndex = reader.at
  if (defined.test(reader.text)) reader.at = defined.lastIndex
  else rawGroup(reader)
  skipOptions(reader)
  rawGroup(reader)
}

function drop(reader: Reader, count: number): void {
  skipOptions(reader)
  for (let i = 0; i < count && rawGroup(reader) !== undefined; i++);
  skipOptions(reader)
  reader.words += reader.words.endsWith(' ') ? '' : ' '
}
