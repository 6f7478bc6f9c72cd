import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import { readPaperId } from '#paper'
import {
  lean,
  renewFeed,
  replay,
  setTaste,
  type Settings,
  tasteOf,
  unlean,
  weighInterest,
} from '#recommend'
import type { ReaderId } from '#store'
import { frameOf } from '../frame.ts'
import { formIn } from '../read-form.ts'
import { signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { taste as words } from '../words/taste.ts'
import { TastePage } from './taste-page.tsx'

const part = z.coerce.number().min(0).max(100)
const sliders = z.object({ fresh: part, wide: part, people: part })

/** What the model believes of a reader, who may change it. */
export function taste(site: Site): Hono {
  const { store, now } = site
  const interestIn = async (reader: ReaderId, id: string) => {
    const { interests } = await tasteOf(site, reader, now())
    const paper = readPaperId(id)
    const found = interests.find(({ members }) => members.includes(paper))
    if (!found) throw new DomainError('missing', words.page.noInterests)
    return found
  }
  return new Hono()
    .get('/taste', async (c) => {
      const reader = signedIn(c)
      const asked = settingsIn(c)
      const known = await tasteOf(site, reader.id, now())
      const settings = asked ?? known.settings
      const tried = asked && (await replay(site, reader.id, { settings, now: now() }))
      const ids = [
        ...known.interests.flatMap(({ members }) => members.slice(0, 40)),
        ...known.evidence.unwanted.map(({ paper }) => paper).slice(0, 40),
        ...(tried?.missed.slice(0, 5) ?? []),
      ]
      const papers = await papersOf(store, [...new Set(ids)].slice(0, 500))
      return c.render(
        <TastePage
          frame={frameOf(c)}
          {...{ known, settings, tried }}
          papers={new Map(papers.map((paper) => [paper.id, paper]))}
          said={saidIn(c)}
        />,
      )
    })
    .post('/taste', async (c) => {
      const reader = signedIn(c)
      const given = await formIn(c, sliders)
      await setTaste(store, reader.id, inParts(given))
      return c.redirect('/taste?said=saved#settings', 303)
    })
    .post('/taste/interest', async (c) => {
      const reader = signedIn(c)
      const given = await formIn(
        c,
        z.object({ paper: z.string(), weight: z.coerce.number().min(0).max(3).optional() }),
      )
      const interest = await interestIn(reader.id, given.paper)
      if (given.weight !== undefined) {
        await weighInterest(store, reader.id, interest, given.weight, now())
        return c.redirect(`/taste#interests`, 303)
      }
      await lean(store, reader.id, interest.members, 'forget', now())
      const gone = interest.members.slice(0, 200).join(' ')
      return c.redirect(`/taste?${new URLSearchParams({ forgot: gone }).toString()}`, 303)
    })
    .post('/taste/remember', async (c) => {
      const reader = signedIn(c)
      const { papers } = await formIn(c, z.object({ papers: z.string().max(20_000) }))
      await unlean(store, reader.id, papers.split(' ').filter(Boolean).map(readPaperId), 'forget')
      return c.redirect('/taste#interests', 303)
    })
    .post('/taste/back', async (c) => {
      const reader = signedIn(c)
      const { paper } = await formIn(c, z.object({ paper: z.string() }))
      await unlean(store, reader.id, [readPaperId(paper)])
      return c.redirect('/taste#unwanted', 303)
    })
    .post('/taste/choices', async (c) => {
      const reader = signedIn(c)
      const given = await formIn(
        c,
        z.object({
          questions: z.coerce.number().int().min(0).max(50).optional(),
          share: z.enum(['yes', 'no']).optional(),
          feed: z.enum(['new', 'end']).optional(),
        }),
      )
      const { questions, share, feed } = given
      if (questions !== undefined) await setTaste(store, reader.id, { questions })
      if (share) {
        const sharesAt = share === 'yes' ? now().toISOString() : null
        await setTaste(store, reader.id, { sharesAt })
      }
      if (feed === 'new') await renewFeed(store, reader.id)
      if (feed === 'end') await setTaste(store, reader.id, { feedKey: '' })
      return c.redirect(`/taste?said=saved#${share ? 'sharing' : feed ? 'feed' : 'settings'}`, 303)
    })
}

/** What the page says was just done. */
export type Said = { readonly kind: 'saved' } | { readonly kind: 'forgot'; readonly papers: string }

function saidIn(c: Context): Said | undefined {
  const forgot = c.req.query('forgot')
  if (forgot) return { kind: 'forgot', papers: forgot }
  return c.req.query('said') === 'saved' ? { kind: 'saved' } : undefined
}

/** The settings that somebody wants to try, from 0 to 100 in the address. */
function settingsIn(c: Context): Settings | undefined {
  const read = sliders.safeParse(c.req.query())
  return read.success ? inParts(read.data) : undefined
}

const inParts = ({ fresh, wide, people }: z.infer<typeof sliders>): Settings => ({
  fresh: fresh / 100,
  wide: wide / 100,
  people: people / 100,
})
