import { pick, type Rng, shuffled } from '../rng.ts'
import { type Example, type Task, writer } from './task.ts'
import { coinedName, figure } from './words.ts'

const fields = ['retrieval', 'translation', 'parsing', 'speech', 'vision', 'planning', 'search']
const adjectives = [
  'sparse',
  'recurrent',
  'linear',
  'causal',
  'shared',
  'frozen',
  'nested',
  'local',
]
const nouns = ['attention', 'memory', 'routing', 'decoding', 'caching', 'pruning', 'pooling']
const verbs = ['reads', 'stores', 'drops', 'merges', 'ranks', 'splits', 'copies', 'masks']
const objects = ['keys', 'states', 'tokens', 'heads', 'blocks', 'layers', 'gates', 'spans']
const reasons = [
  'because it is cheap',
  'since the budget is small',
  'as earlier work suggests',
  'although it costs memory',
  'so that training stays stable',
]

/** Everything a made-up paper is about: named once, and referred to ever after. */
type Subject = {
  method: string
  /** The words that the method's name stands for, and their initials. */
  long: string
  short: string
  rival: string
  data: string
  score: string
  rivalScore: string
  parts: string[]
}

/**
 * Abstracts of papers that do not exist. Names, figures and lists are made up once and come again, often
 * hundreds of bytes later, where they can be known: those are asked for. What lies between is grammar.
 */
export const paperGrammar: Task<{ readonly sentences: number }> = {
  name: 'paper-grammar',
  grid: [4, 12].map((sentences) => ({ sentences })),
  sample({ sentences }, chance) {
    const subject = subjectOf(chance)
    const { say, ask, done } = writer('language')
    say(`${opening(subject, chance)} `)
    for (let i = 0; i < sentences; i++) {
      const [before, known, after] = pick(sayings, chance)(subject, chance)
      say(before)
      ask(known)
      say(`${after} `)
    }
    const { method, data, score } = subject
    say(`In short, on ${data} ${method} reaches `)
    ask(`${score}.`)
    return done()
  },
  oracle(prompt) {
    const text = new TextDecoder().decode(prompt)
    const known = knownAt(text)
    return Uint8Array.from(known, (c) => c.charCodeAt(0))
  },
  floor: () => 1 / 900,
}

function subjectOf(chance: Rng): Subject {
  const words = [pick(adjectives, chance), pick(adjectives, chance), pick(nouns, chance)]
  const [method, rival, data] = [coinedName(chance), coinedName(chance), coinedName(chance)]
  const order = shuffled(objects.length, chance)
  return {
    method,
    rival,
    data,
    long: words.join(' '),
    short: words.map((word) => word.charAt(0).toUpperCase()).join(''),
    score: figure(chance),
    rivalScore: figure(chance),
    parts: [0, 1, 2].map((i) => objects[order[i]]),
  }
}

function opening(s: Subject, chance: Rng): string {
  return (
    `We present ${s.method}, a method of ${s.long} (${s.short}) for ${pick(fields, chance)}. ` +
    `It has three parts: ${s.parts.join(', ')}. ` +
    `On ${s.data} it reaches ${s.score}, where ${s.rival} has ${s.rivalScore}.`
  )
}

/** Sentences as what stands before, what can be known by now, and what follows. */
type Saying = (s: Subject, chance: Rng) => readonly [before: string, known: string, after: string]

const plain = (chance: Rng) => `${pick(verbs, chance)} ${pick(objects, chance)}`

const sayings: readonly Saying[] = [
  (s, c) => [`Unlike ${s.rival}, our `, s.method, ` ${plain(c)} ${pick(reasons, c)}.`],
  (s, c) => ['Recall that ', s.short, ` stands for ${s.long}, which ${plain(c)}.`],
  (s, c) => [`By ${s.short} we mean `, s.long, `, ${pick(reasons, c)}.`],
  (s, c) => [`The ${s.rivalScore} of `, s.rival, ` on ${s.data} fall when it ${plain(c)}.`],
  (s, c) => [`As said, ${s.rival} has `, s.rivalScore, ` there, ${pick(reasons, c)}.`],
  (s, c) => ['Its parts are again ', s.parts.join(', '), `, and each ${plain(c)}.`],
  (s, c) => [`Of the parts, the one after ${s.parts[0]} is `, s.parts[1], `; it ${plain(c)}.`],
]

/** What is asked for at the end of a text, from what the opening said. */
function knownAt(text: string): string {
  const [, method = '', long = '', short = ''] =
    text.match(/We present (\w+), a method of ([\w ]+) \((\w+)\)/) ?? []
  const [, parts = ''] = text.match(/three parts: ([\w, ]+)\./) ?? []
  const [, score = '', rival = '', rivalScore = ''] =
    text.match(/it reaches ([\d.]+), where (\w+) has ([\d.]+)\./) ?? []
  const answers: [RegExp, string][] = [
    [/Unlike \w+, our $/, method],
    [/Recall that $/, short],
    [/By \w+ we mean $/, long],
    [/The [\d.]+ of $/, rival],
    [/As said, \w+ has $/, rivalScore],
    [/Its parts are again $/, parts],
    [/the one after \w+ is $/, parts.split(', ')[1] ?? ''],
    [/In short, on \w+ \w+ reaches $/, `${score}.`],
  ]
  return answers.find(([shape]) => shape.test(text))?.[1] ?? ''
}

/** A made-up abstract of a length drawn from short to long, for training. */
export const drawPaper = (chance: Rng): Example =>
  paperGrammar.sample({ sentences: 2 + chance.below(12) }, chance)
