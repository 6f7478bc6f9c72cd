import { papersOf, type Stamp } from '#catalog'
import { countComments } from '#discussion'
import { type Paper, type PaperId, understand } from '#paper'
import { talliesOf } from '#votes'
import { tag, type Xml } from '#xml'
import type { Site } from '../site.ts'
import type { Format, Told } from './formats.ts'
import { specOf } from './sets.ts'

/** What a header says of a paper beside when it changed. */
type Places = { readonly categories: readonly string[]; readonly specs: readonly string[] }

/** The name of a paper among all repositories: `oai:papers.example.org:2401.00001`. */
export const identifierOf = (id: PaperId, origin: string): string =>
  `oai:${new URL(origin).hostname}:${id}`

/** The paper that an identifier of ours names; arXiv's own names of its papers are understood too. */
export function idIn(identifier: string, origin: string): PaperId | undefined {
  const [scheme, host = '', ...rest] = identifier.split(':')
  if (scheme !== 'oai' || ![new URL(origin).hostname, 'arXiv.org'].includes(host)) return undefined
  const name = rest.join(':')
  const id = understand(name)
  // A version is no record of its own.
  return id === name ? id : undefined
}

/** Headers alone, of records that changed then. */
export async function headers(
  { store }: Site,
  stamps: readonly Stamp[],
  origin: string,
): Promise<Xml[]> {
  const places = await placesOf(
    store,
    stamps.map(({ id }) => id),
  )
  return stamps.map((one) => header(one, places.get(one.id), origin))
}

/** Records that changed then, in a format; those that are gone have but a header, which says so. */
export async function records(
  site: Site,
  stamps: readonly Stamp[],
  format: Format,
  origin: string,
): Promise<Xml[]> {
  const ids = stamps.map(({ id }) => id)
  const standing = stamps.filter(({ gone }) => !gone).map(({ id }) => id)
  const [places, told] = await Promise.all([
    placesOf(site.store, ids),
    tellings(site, standing, { curation: format.prefix === 'curation' }),
  ])
  return stamps.flatMap((one) => {
    const of = told.get(one.id)
    const head = header(one, places.get(one.id), origin)
    if (one.gone) return tag('record', {}, head)
    if (!of || !format.fits(of.paper)) return []
    return tag('record', {}, head, tag('metadata', {}, format.write(of, origin)))
  })
}

function header({ id, at, gone }: Stamp, places: Places | undefined, origin: string): Xml {
  const specs = new Set([
    ...(places?.categories.map((category) => specOf(category)) ?? []),
    ...(places?.specs ?? []),
  ])
  return tag(
    'header',
    { status: gone ? 'deleted' : undefined },
    tag('identifier', {}, identifierOf(id, origin)),
    tag('datestamp', {}, `${at.slice(0, 19)}Z`),
    ...[...specs].map((spec) => tag('setSpec', {}, spec)),
  )
}

/** In which sets papers are. */
async function placesOf(
  store: Site['store'],
  ids: readonly PaperId[],
): Promise<ReadonlyMap<PaperId, Places>> {
  if (ids.length === 0) return new Map()
  const [rows, picks] = await Promise.all([
    store.selectFrom('papers').select(['id', 'categories', 'day']).where('id', 'in', ids).execute(),
    store.selectFrom('picks').select(['paper', 'topic']).where('paper', 'in', ids).execute(),
  ])
  const byPaper = Map.groupBy(picks, ({ paper }) => paper)
  return new Map(
    rows.map(({ id, categories, day }) => [
      id,
      {
        categories: JSON.parse(categories),
        specs: [
          ...(day ? [`day:${day}`] : []),
          ...(byPaper.get(id) ?? []).map(({ topic }) => (topic ? `topic:${topic}` : 'front')),
        ],
      },
    ]),
  )
}

/** All that a format may tell of papers. */
export async function tellings(
  { store }: Site,
  ids: readonly PaperId[],
  { curation }: { readonly curation: boolean },
): Promise<ReadonlyMap<PaperId, Told>> {
  const papers = await papersOf(store, ids)
  const versions = Map.groupBy(await versionsOf(store, ids), ({ paper }) => paper)
  const around = curation ? await curationOf(store, ids) : undefined
  return new Map(
    papers.map((paper: Paper) => [
      paper.id,
      {
        paper,
        versions: versions.get(paper.id) ?? [],
        votes: around?.tallies.get(paper.id)?.votes ?? 0,
        comments: around?.comments.get(paper.id) ?? 0,
        picks: around?.picks.get(paper.id) ?? [],
        editions: around?.editions.get(paper.id) ?? [],
      },
    ]),
  )
}

async function versionsOf(store: Site['store'], ids: readonly PaperId[]) {
  if (ids.length === 0) return []
  return store
    .selectFrom('versions')
    .select(['paper', 'number', 'at', 'standing'])
    .where('paper', 'in', ids)
    .orderBy('paper')
    .orderBy('number')
    .execute()
}

async function curationOf(store: Site['store'], ids: readonly PaperId[]) {
  if (ids.length === 0) return undefined
  const [tallies, comments, picks, editions] = await Promise.all([
    talliesOf(store, ids),
    countComments(store, ids),
    store
      .selectFrom('picks')
      .select(['paper', 'topic', 'day', 'position', 'line', 'pickedAt'])
      .where('paper', 'in', ids)
      .orderBy('day')
      .orderBy('topic')
      .execute(),
    store
      .selectFrom('editionEntries')
      .innerJoin('editions', 'editions.id', 'editionEntries.edition')
      .select(['editionEntries.paper', 'editions.id', 'editions.name', 'editions.day'])
      .distinct()
      .where('editionEntries.paper', 'in', ids)
      .orderBy('editions.day')
      .execute(),
  ])
  return {
    tallies,
    comments,
    picks: Map.groupBy(picks, ({ paper }) => paper),
    editions: Map.groupBy(editions, ({ paper }) => paper),
  }
}
