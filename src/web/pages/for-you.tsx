import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { paperOf, papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import { type Paper, type PaperId, paperPath, plainText, readPaperId } from '#paper'
import {
  choicesOf,
  forYou as recommended,
  lean,
  questionFor,
  readerOfFeed,
  setTaste,
  standingOf,
  unlean,
} from '#recommend'
import { personalFeed } from '../feeds/personal-feed.ts'
import { frameOf, frameWith } from '../frame.ts'
import { namedIn, titlesOf } from '../parts/reasons.tsx'
import { onThisSite, signedIn } from '../reader.ts'
import { formIn } from '../read-form.ts'
import type { Site } from '../site.ts'
import { taste as words } from '../words/taste.ts'
import { ForYouPage, StandingPage } from './for-you-page.tsx'
import { seedsIn } from './seeds.ts'

const acts = ['more', 'less', 'dismiss', 'skip'] as const
const deeds = [...acts, 'seed'] as const

const steering = z.object({
  more: z.string().optional(),
  less: z.string().optional(),
  dismiss: z.string().optional(),
  skip: z.string().optional(),
  undo: z.string().optional(),
  stop: z.string().optional(),
  question: z.string().optional(),
  from: z.string().optional(),
})

/** What a reader may like, why, and how to say that it is not so. */
export function forYou(site: Site): Hono {
  const { store, now } = site
  return new Hono()
    .get('/for-you', async (c) => {
      const reader = signedIn(c)
      const found = await recommended(site, reader.id, { now: now() })
      const papers = found.papers.map(({ paper }) => paper)
      const [question, titles, did] = await Promise.all([
        questionFor(site, found.taste, now()),
        papersOf(store, namedIn(found.papers)),
        didIn(c, site),
      ])
      return c.render(
        <ForYouPage
          frame={await frameWith(c, store, papers)}
          found={found}
          question={question}
          titles={titlesOf(titles)}
          did={did}
          seeds={c.req.query('seeds')}
        />,
      )
    })
    .post('/for-you', async (c) => {
      const reader = signedIn(c)
      const given = await formIn(c, steering)
      const home = onThisSite(given.from ?? '/for-you')
      if (given.stop !== undefined) {
        await setTaste(store, reader.id, { questions: 0 })
        return c.redirect(home, 303)
      }
      if (given.undo) {
        await unlean(store, reader.id, [readPaperId(given.undo)])
        return c.redirect(home, 303)
      }
      const act = acts.find((one) => given[one])
      if (!act) throw new DomainError('invalid', words.forYou.none)
      const paper = readPaperId(given[act] ?? '')
      await lean(store, reader.id, [paper], act, now())
      if (given.question !== undefined) {
        const { questions } = await choicesOf(store, reader.id)
        await setTaste(store, reader.id, { questions: questions - 1 })
      }
      return c.redirect(withDid(home, act, paper), 303)
    })
    .post('/for-you/seeds', async (c) => {
      const reader = signedIn(c)
      const { seeds } = await formIn(c, z.object({ seeds: z.string().max(20_000) }))
      const papers = await seedsIn(site, seeds)
      if (papers.length > 0) await lean(store, reader.id, papers, 'seed', now())
      return c.redirect(`/for-you?seeds=${papers.length}`, 303)
    })
    .get('/for-you/why', async (c) => {
      const reader = signedIn(c)
      const paper = await paperOf(store, readPaperId(c.req.query('paper') ?? ''))
      if (!paper) throw new DomainError('missing', words.standing.none)
      const standing = await standingOf(site, reader.id, paper.id, now())
      const like = await papersOf(store, [...(standing?.like ?? [])])
      const frame = await frameWith(c, store, [paper, ...like], { others: [] })
      return c.render(<StandingPage {...{ frame, paper, standing, like }} />)
    })
    .get('/feeds/for-you/:name', async (c) => {
      c.header('Cache-Control', 'private, no-store')
      c.header('X-Robots-Tag', 'noindex')
      c.header('Referrer-Policy', 'no-referrer')
      const key = c.req.param('name').replace(/\.atom$/, '')
      const reader = await readerOfFeed(store, key)
      if (!reader) throw new DomainError('missing', 'There is no such feed, or it was ended.')
      const { origin } = frameOf(c)
      const text = await personalFeed(site, reader, { origin, key, now: now() })
      return c.body(text, 200, { 'Content-Type': 'application/atom+xml; charset=utf-8' })
    })
}

/** What was just done, told in the address, to be undone. */
export type Did = { readonly act: (typeof deeds)[number]; readonly paper: Paper }

async function didIn(c: Context, { store }: Site): Promise<Did | undefined> {
  const act = deeds.find((one) => one === c.req.query('did'))
  const id = c.req.query('paper')
  if (!act || !id) return undefined
  const paper = await paperOf(store, readPaperId(id))
  return paper && { act, paper }
}

function withDid(home: string, act: string, paper: PaperId): string {
  const url = new URL(home, 'http://here.invalid')
  url.searchParams.delete('seeds')
  url.searchParams.set('did', act)
  url.searchParams.set('paper', paper)
  return url.pathname + url.search
}

export const linkTo = (paper: Paper) => ({
  href: paperPath(paper.id),
  text: plainText(paper.title),
})
