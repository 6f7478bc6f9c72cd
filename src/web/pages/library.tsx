import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import {
  actsOf,
  collect,
  collectionsOf,
  dropCollection,
  type LibraryAct,
  makeCollection,
  makeTopic,
  notesOf,
  publish,
  rate,
  readStates,
  renameCollection,
  setState,
  tag,
  tagsOf,
  uncollect,
  undo,
  unsaveAll,
  untag,
  viewed,
  withdraw,
} from '#library'
import { type PaperId, readPaperId } from '#paper'
import type { ReaderId } from '#store'
import { frameWith } from '../frame.ts'
import { fieldsIn } from '../fields.ts'
import { pageOf, sliceOf, withQuery } from '../parts/pager.tsx'
import { ShelfPage, shelfPageSize } from '../parts/shelf-page.tsx'
import { readView, viewPath } from '../parts/shelf-view.ts'
import { formIn } from '../read-form.ts'
import { onThisSite, signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { shelf } from '../words/library.ts'
import { sendExport } from './library-export.tsx'

/** A reader's library: what is in it, and what can be done to many papers at once. */
export function library(site: Site): Hono {
  const { store, now } = site
  return new Hono()
    .get('/library', (c) => showLibrary(c, site))
    .post('/library/act', (c) => actOnMany(c, site))
    .post('/library/undo', async (c) => {
      const reader = signedIn(c)
      const field = await fieldsIn(c)
      await undo(store, reader.id, field('act'), now())
      const from = onThisSite(field('from') || '/library')
      return c.redirect(from.startsWith('/library') ? withTold(from, 'undone') : from, 303)
    })
    .post('/library/collections', async (c) => {
      const reader = signedIn(c)
      const field = await fieldsIn(c)
      const collection = await makeCollection(store, reader.id, field('name'), now())
      return c.redirect(viewPath({ collection }), 303)
    })
    .post('/library/collections/:id/rename', async (c) => {
      const reader = signedIn(c)
      const id = c.req.param('id')
      await renameCollection(store, reader.id, id, (await fieldsIn(c))('name'))
      return c.redirect(viewPath({ collection: id }), 303)
    })
    .post('/library/collections/:id/public', async (c) => {
      const reader = signedIn(c)
      const id = c.req.param('id')
      const act = (await fieldsIn(c))('act')
      await (act === 'publish' ? publish : withdraw)(store, reader.id, id)
      return c.redirect(viewPath({ collection: id }), 303)
    })
    .post('/library/collections/:id/drop', async (c) => {
      const reader = signedIn(c)
      const done = await dropCollection(store, reader.id, c.req.param('id'), now())
      return c.redirect(withDone('/library', done), 303)
    })
}

async function showLibrary(c: Context, site: Site) {
  const { store } = site
  const { id } = signedIn(c)
  const params = new URL(c.req.url).searchParams
  const view = readView(params)
  const page = pageOf(params.get('page') ?? undefined)
  const [{ shelved, states, saved }, collections, tags, lately, notes] = await Promise.all([
    viewed(site, id, view),
    collectionsOf(store, id),
    tagsOf(store, id),
    actsOf(store, id, 10),
    notesOf(store, id),
  ])
  if (view.collection && !collections.some((one) => one.id === view.collection)) {
    throw new DomainError('missing', shelf.collection.missing)
  }
  const { skip, count } = sliceOf(page, shelfPageSize)
  const shown = shelved.slice(skip, skip + count)
  const papers = await papersOf(
    store,
    shown.map(({ paper }) => paper),
  )
  const byId = new Map(papers.map((paper) => [paper.id, paper]))
  const noted = Map.groupBy(notes, ({ paper }) => paper)
  c.header('Cache-Control', 'private, no-cache')
  return c.render(
    <ShelfPage
      frame={await frameWith(c, store, papers, { others: [] })}
      {...{ view, page, states, saved, collections, tags, lately }}
      rows={shown.flatMap(({ paper, stand }) => {
        const found = byId.get(paper)
        return found ? [{ paper: found, stand, notes: noted.get(paper)?.length ?? 0 }] : []
      })}
      total={shelved.length}
      done={lately.find((act) => act.id === params.get('done'))}
      told={toldOf(params.get('told'))}
      ticked={params.get('tick') === 'all'}
    />,
  )
}

const toldOf = (told: string | null) =>
  told === 'undone' ? shelf.undone : told === 'nothing' ? shelf.nothingDone : undefined

const several = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((some) => [some].flat())

const Act = z.object({
  from: z.string().default('/library'),
  do: z.string().default(''),
  /** A button that acts on one paper: `reading 2611.00001`. */
  one: z.string().default(''),
  paper: several,
  whole: z.literal('yes').optional(),
  tag: z.string().default(''),
  topic: z.string().default(''),
  collection: z.string().default(''),
  interest: z.coerce.number().default(0),
  format: z.string().default(''),
})

type Act = z.infer<typeof Act>

async function actOnMany(c: Context, site: Site) {
  const reader = signedIn(c)
  const act = await formIn(c, Act)
  const from = onThisSite(act.from)
  const [one, only] = act.one.split(' ')
  const wanted = one ?? ''
  const papers = only ? [readPaperId(only)] : await papersIn(site, reader.id, act, from)
  if (papers.length === 0) throw new DomainError('invalid', shelf.noneTicked)
  if (!only && act.do === 'export') return sendExport(c, site, papers, act.format)
  if (!only && act.do === 'topic') {
    const wish = { name: act.topic, examples: papers }
    const made = await makeTopic(site.store, reader.id, wish, site.now())
    return c.redirect(`/library/topics/${made.id}?done=${made.act?.id ?? ''}`, 303)
  }
  const done = await perform(site, reader.id, papers, { ...act, do: only ? wanted : act.do }, from)
  return c.redirect(from.startsWith('/library') ? withDone(from, done) : from, 303)
}

/** The papers that were ticked, or all of the view. */
async function papersIn(site: Site, reader: ReaderId, act: Act, from: string): Promise<PaperId[]> {
  if (!act.whole) return act.paper.map(readPaperId)
  const view = readView(new URL(from, 'http://here.invalid').searchParams)
  return (await viewed(site, reader, view)).shelved.map(({ paper }) => paper)
}

function perform(
  { store, now }: Site,
  reader: ReaderId,
  papers: readonly PaperId[],
  act: Act,
  from: string,
): Promise<LibraryAct | undefined> {
  const state = readStates.find((one) => one === act.do)
  if (state) return setState(store, reader, papers, state, now())
  switch (act.do) {
    case 'tag':
      return tag(store, reader, papers, act.tag, now())
    case 'untag':
      return untag(store, reader, papers, act.tag, now())
    case 'collect':
      return collect(store, reader, papers, { name: act.collection }, now())
    case 'uncollect': {
      const view = readView(new URL(from, 'http://here.invalid').searchParams)
      return uncollect(store, reader, papers, act.collection || (view.collection ?? ''), now())
    }
    case 'rate':
      return rate(store, reader, papers, act.interest, now())
    case 'unsave':
      return unsaveAll(store, reader, papers, now())
    default:
      throw new DomainError('invalid', shelf.noneTicked)
  }
}

const withDone = (path: string, done: LibraryAct | undefined) =>
  withQuery(path, done ? { done: done.id, told: '' } : { told: 'nothing', done: '' })

const withTold = (path: string, told: string) => withQuery(path, { told, done: '' })
