import { Hono } from 'hono'
import {
  countsByDay,
  dayWithPapers,
  papersBy,
  papersIn,
  papersOf,
  papersOfDay,
  papersUnder,
  type Slice,
} from '#catalog'
import { picksUnder } from '#curation'
import { DomainError } from '#domain-error'
import { daysIn, trending } from '#trending'
import {
  addDays,
  dayOf,
  daysOfMonth,
  daysOfWeek,
  isCategory,
  isDay,
  nameKey,
  type Paper,
  type Span,
} from '#paper'
import {
  authorPath,
  categoryPath,
  dayPath,
  monthPath,
  searchPath,
  weekPath,
} from '../parts/paths.ts'
import { readSearch } from '../read-search.ts'
import type { Site } from '../site.ts'
import { feedWords } from '../words/feeds.ts'
import { words } from '../words/words.ts'
import { bare, feedAnswer } from './answer.ts'

/** Whoever asks twice a day misses nothing: a feed that goes on holds all of the last days. */
const days = 4
const fewest = 50
const most = 500

/** Feeds of what the pages show. Each has the address of its page behind `/feeds`, and a format. */
export function feeds(site: Site): Hono {
  const { store, search, now } = site
  const answer = feedAnswer(site)

  return new Hono()
    .get('/feeds/:name{latest\\.\\w+}', (c) =>
      answer(c, c.req.param('name'), async (page) => {
        const { span, count } = await recently(site)
        const papers = await papersIn(store, span, slice(page, count))
        const { latest: title } = feedWords
        return { title, page: '/', name: ['latest'], papers, more: papers.length === count }
      }),
    )
    .get('/feeds/:name{front\\.\\w+}', (c) =>
      answer(c, c.req.param('name'), async () => ({
        title: feedWords.front,
        page: '/',
        name: ['front'],
        papers: await pickedUnder(site, ''),
        more: false,
      })),
    )
    .get('/feeds/topics/:name', (c) =>
      answer(c, c.req.param('name'), async () => {
        const code = bare(c.req.param('name'))
        if (!isCategory(code)) throw new DomainError('missing', words.category.missing(code))
        return {
          title: feedWords.topic(code),
          page: categoryPath(code),
          name: ['topic', code],
          papers: await pickedUnder(site, code),
          more: false,
        }
      }),
    )
    .get('/feeds/:name{trending\\.\\w+}', (c) =>
      answer(c, c.req.param('name'), async () => {
        const ranked = await trending(store, { span: await daysIn(store, 'week', now()) })
        const ids = ranked.slice(0, fewest).map(({ paper }) => paper)
        return {
          title: feedWords.trending,
          page: '/trending',
          name: ['trending'],
          papers: await papersOf(store, ids),
          more: false,
        }
      }),
    )
    .get('/feeds/day/:name', (c) =>
      answer(c, c.req.param('name'), async (page) => {
        const day = bare(c.req.param('name'))
        if (!isDay(day)) throw new DomainError('invalid', words.day.notADay(day))
        const papers = await papersOfDay(store, day, slice(page))
        return {
          title: feedWords.day(day),
          page: dayPath(day),
          name: ['day', day],
          papers,
          more: papers.length === most,
        }
      }),
    )
    .get('/feeds/:kind{week|month}/:name', (c) =>
      answer(c, c.req.param('name'), async (page) => {
        const { kind } = c.req.param()
        const name = bare(c.req.param('name'))
        const span = kind === 'week' ? daysOfWeek(name) : daysOfMonth(name)
        if (!span)
          throw new DomainError('invalid', words[kind === 'week' ? 'week' : 'month'].not(name))
        const papers = await papersIn(store, span, slice(page))
        return {
          title: kind === 'week' ? words.week.title(name) : feedWords.month(name),
          page: kind === 'week' ? weekPath(name) : monthPath(name),
          name: [kind, name],
          papers,
          more: papers.length === most,
        }
      }),
    )
    .get('/feeds/categories/:name', (c) =>
      answer(c, c.req.param('name'), async (page) => {
        const code = bare(c.req.param('name'))
        const { count } = await recently(site, code)
        const papers = await papersUnder(store, code, slice(page, count))
        if (papers.length === 0 && page === 1) {
          throw new DomainError('missing', words.category.missing(code))
        }
        return {
          title: feedWords.category(code),
          page: categoryPath(code),
          name: ['category', code],
          papers,
          more: papers.length === count,
        }
      }),
    )
    .get('/feeds/authors/:name', (c) =>
      answer(c, c.req.param('name'), async (page) => {
        const key = nameKey(bare(c.req.param('name')))
        const papers = await papersBy(store, key, slice(page, fewest))
        if (papers.length === 0 && page === 1) {
          throw new DomainError('missing', words.author.missing(key))
        }
        return {
          title: feedWords.author(key, papers),
          page: authorPath(key),
          name: ['author', key],
          papers,
          more: papers.length === fewest,
        }
      }),
    )
    .get('/feeds/:name{search\\.\\w+}', (c) =>
      answer(c, c.req.param('name'), async (page) => {
        const { text } = readSearch(new URL(c.req.url).searchParams)
        const found = await search.find({ text, sort: 'date', ...slice(page, 100) })
        const ids = found.hits.map(({ id }) => id)
        return {
          title: words.search.asked(text),
          page: searchPath(text),
          name: ['search', found.canonical],
          papers: await papersOf(store, ids),
          more: found.total > page * 100,
        }
      }),
    )
}

/** The latest papers that were picked, for the front page or a topic. */
async function pickedUnder({ store }: Site, topic: string): Promise<Paper[]> {
  const picks = await picksUnder(store, topic, fewest)
  return papersOf(
    store,
    picks.map(({ paper }) => paper),
  )
}

/** The last days that have papers, and how many a feed that goes on shows of them. */
async function recently(
  { store, now }: Site,
  category?: string,
): Promise<{ span: Span; count: number }> {
  const today = dayOf(now())
  const latest = (await dayWithPapers(store, { upTo: today })) ?? today
  const span = { from: addDays(latest, 1 - days), to: today }
  const counts = await countsByDay(store, span, category)
  const papers = counts.reduce((so, day) => so + day.papers, 0)
  // A hundred years: as far as there are papers.
  const older = addDays(latest, -36_525)
  const count = Math.min(most, Math.max(fewest, papers))
  return { span: papers < fewest ? { from: older, to: today } : span, count }
}

const slice = (page: number, count = most): Slice => ({ skip: (page - 1) * count, count })
