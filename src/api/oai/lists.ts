import { countStamped, type Stamp, type Stamped, stampedPapers } from '#catalog'
import { tag, type Xml } from '#xml'
import type { Site } from '../site.ts'
import { countCurated, curatedPapers } from './curated.ts'
import { OaiFault } from './fault.ts'
import { type Format, formatsAt } from './formats.ts'
import { headers, records } from './records.ts'
import { type OaiRequest, stretchIn } from './request.ts'
import { daySets, namedSets, papersIn } from './sets.ts'
import { type Place, placeIn, tokenOf } from './token.ts'

/** How many a page has. */
export const pageSizes = { ListRecords: 500, ListIdentifiers: 2000 } as const

/** The format of a prefix, or the fault that the protocol has for another. */
export function formatOf(prefix: string, origin: string): Format {
  const formats = formatsAt(origin)
  const format = formats.find((one) => one.prefix === prefix)
  if (format) return format
  throw new OaiFault(
    'cannotDisseminateFormat',
    `There is no format “${prefix.slice(0, 60)}”, but ${formats.map((one) => one.prefix).join(', ')}.`,
  )
}

/** A page of headers or records, and how to go on. */
export async function listPage(
  site: Site,
  verb: keyof typeof pageSizes,
  asked: OaiRequest['arguments'],
  origin: string,
): Promise<Xml> {
  const before = asked.resumptionToken === undefined ? undefined : placeIn(asked.resumptionToken)
  const format = formatOf(before?.p ?? asked.metadataPrefix ?? '', origin)
  const { from, until, set } = before
    ? { from: before.f, until: before.u, set: before.s }
    : { ...stretchIn(asked), set: asked.set }
  const wanted: Stamped = {
    from,
    until,
    ...(set !== undefined && (await papersIn(site.store, set))),
    ofArxiv: format.prefix.startsWith('arXiv'),
  }
  const size = pageSizes[verb]
  const after = before && { at: before.a, id: before.i }
  const stamps = await stampsIn(site, format, { ...wanted, after }, size + 1)
  if (stamps.length === 0 && !before) {
    throw new OaiFault('noRecordsMatch', 'Nothing changed then that you ask for.')
  }
  const shown = stamps.slice(0, size)
  const start = before?.c ?? 0
  const last = stamps.length > size ? shown.at(-1) : undefined
  const total = async () => before?.n ?? (await countIn(site, format, wanted))
  const parts =
    verb === 'ListRecords'
      ? await records(site, shown, format, origin)
      : await headers(site, shown, origin)
  if (!last && !before) return tag(verb, {}, parts)
  const place: Place | undefined = last && {
    p: format.prefix,
    f: from,
    u: until,
    s: set,
    a: last.at,
    i: last.id,
    c: start + size,
    n: await total(),
  }
  return tag(
    verb,
    {},
    parts,
    tag(
      'resumptionToken',
      { completeListSize: String(place?.n ?? before?.n ?? 0), cursor: String(start) },
      place ? tokenOf(place) : '',
    ),
  )
}

const stampsIn = (
  { store }: Site,
  { prefix }: Format,
  wanted: Stamped,
  count: number,
): Promise<Stamp[]> =>
  prefix === 'curation' ? curatedPapers(store, wanted, count) : stampedPapers(store, wanted, count)

const countIn = ({ store }: Site, { prefix }: Format, wanted: Stamped): Promise<number> =>
  prefix === 'curation' ? countCurated(store, wanted) : countStamped(store, wanted)

/** The sets that have names, then those of the days, a year on a page. */
export async function setsPage({ store, now }: Site, token: string | undefined): Promise<Xml> {
  const year = token === undefined ? undefined : yearIn(token)
  const { sets, next } =
    year === undefined
      ? { sets: await namedSets(store), next: now().getUTCFullYear() }
      : await daySets(store, year).then(({ sets: days, before }) => ({ sets: days, next: before }))
  const parts = sets.map(({ spec, name }) =>
    tag('set', {}, tag('setSpec', {}, spec), tag('setName', {}, name)),
  )
  return tag('ListSets', {}, parts, tag('resumptionToken', {}, next ? `days-${next}` : ''))
}

function yearIn(token: string): number {
  const [, year] = token.match(/^days-(\d{4})$/) ?? []
  if (year === undefined) {
    throw new OaiFault('badResumptionToken', 'This is no token of ours. Begin the list again.')
  }
  return Number(year)
}
