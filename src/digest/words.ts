import type { Day, PaperId } from '#paper'
import type { Reason } from '#recommend'
import type { Deed } from '#watches'
import type { Content, Section } from './choose.ts'

/** Every sentence of a digest. */
export const digestWords = {
  name: 'Broadsheet',
  subject: (day: Day, papers: number) =>
    papers === 0 ? `${inWords(day)}: no papers` : `${inWords(day)}: ${count(papers)}`,
  heading: (day: Day) => inWords(day),
  lead: ({ came, days }: Content, papers: number) => {
    // Some of them may be older: what is trending, and what people put forward.
    const of = days.length === 0 ? '' : `, listed ${daysInWords(days)}`
    return papers === 0 ? '' : `${count(papers)}. ${count(came)} came in${of}.`
  },
  section: ({ kind, name }: Section) =>
    kind === 'watch' ? name : kind === 'followed' ? `From ${name}` : sectionNames[kind],
  more: (n: number) => (n === 1 ? 'and 1 more' : `and ${n.toLocaleString('en')} more`),
  why: ({ kind }: Section, why: string) =>
    kind === 'pins' ? `Never to be missed: ${why}` : kind === 'watch' ? `You watch ${why}` : why,
  deed: (kind: Deed['kind'], said: string) => (said ? `${deeds[kind]}: ${said}` : deeds[kind]),
  reason: (reason: Reason, titles: ReadonlyMap<PaperId, string>) => {
    switch (reason.kind) {
      case 'like':
        return `Like ${andList(reason.papers.map((id) => `“${titles.get(id) ?? id}”`))}`
      case 'authors':
        return `You like other papers of ${andList(reason.names)}`
      case 'words':
        return `It speaks of ${andList(reason.words)}, as your papers do`
      case 'together':
        return `${reason.readers} readers keep it with papers that you keep`
      case 'votes':
        return digestWords.votes(reason.votes)
      case 'new':
        break
    }
    return 'New'
  },
  votes: (n: number): string =>
    n === 0 ? '' : n === 1 ? '1 vote' : `${n.toLocaleString('en')} votes`,
  authors: (names: readonly string[]) =>
    names.length === 0
      ? ''
      : names.length > 4
        ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} others`
        : names.length === 1
          ? (names[0] ?? '')
          : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`,
  vote: 'Vote',
  save: 'Save',
  none: 'No papers today',
  links: { abs: 'arXiv', pdf: 'PDF', code: 'Code' },
  ledger: 'Ledger',
  foot: {
    web: 'This digest on the web',
    choices: 'Change what comes, and when',
    leave: 'Unsubscribe',
    why: (address: string) =>
      `You get this because somebody confirmed that ${address} wants it. It loads no picture and tells nobody that you opened it.`,
  },
}

const deeds: Record<Deed['kind'], string> = {
  nominated: 'Nominated',
  picked: 'Picked for the front page',
  commented: 'Commented',
  'put in': 'Put into the list',
}

const sectionNames: Record<Exclude<Section['kind'], 'watch' | 'followed'>, string> = {
  pins: 'Never miss',
  picks: 'The front page',
  front: 'The day’s papers',
  trending: 'Trending',
  forYou: 'For you',
}

const andList = (names: readonly string[]) =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '')

const count = (papers: number) =>
  papers === 1 ? '1 paper' : `${papers.toLocaleString('en')} papers`

const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' })
const brief = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** “Friday, 20 November 2026”. */
const inWords = (day: Day) => full.format(new Date(day)).replace(/^(\w+) /, '$1, ')

const one = (day: string) => brief.format(new Date(day))

function daysInWords(days: readonly Day[]): string {
  const [to = '', from = ''] = [days[0], days.at(-1)]
  return from === to ? one(to) : `${one(from)} to ${one(to)}`
}
