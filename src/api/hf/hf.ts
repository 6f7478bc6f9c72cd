import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { claim } from '#claims'
import { bringIn } from '#harvest'
import { DomainError } from '#domain-error'
import { isArxivId, understand } from '#paper'
import { readJson } from '../body.ts'
import { json, keptAnswers, type Made, nextPage } from '../kept.ts'
import { writer } from '../manners.ts'
import { restOf, wantedType } from '../negotiate.ts'
import type { Site } from '../site.ts'
import { withAround } from './around.ts'
import { daysIn, numberIn } from './asked.ts'
import { dailyList, longestList } from './daily-list.ts'
import { allPapers, foundPapers } from './many-papers.ts'
import { markdown, onePaper, paperAt } from './one-paper.ts'
import { avatar, thumbnail } from './pictures.ts'
import { itemOf, objectId } from './shapes.ts'

/**
 * The papers API of Hugging Face, as its clients use it: point HF_ENDPOINT here and `hf papers`
 * reads this site. docs/wire.md tells what stands for what.
 */
export function huggingFace(site: Site, polite: MiddlewareHandler): Hono {
  const answer = keptAnswers(site)
  const nothing = { models: [], datasets: [], spaces: [] }
  return new Hono()
    .get('/api/daily_papers', (c) => answer(c, () => dailyPapers(site, c)))
    .get('/api/papers', (c) => answer(c, () => allPapers(site, c)))
    .get('/api/papers/search', (c) => answer(c, () => foundPapers(site, c)))
    .get('/api/papers/:id{.+}', (c) => answer(c, () => onePaper(site, c)))
    .post('/api/papers/index', async (c) => {
      writer(c)
      const { arxivId } = await readJson(c, Indexed)
      const id = understand(arxivId)
      if (!id || !isArxivId(id)) {
        throw new DomainError('invalid', '“arxivId” must be like 2301.00001.')
      }
      await bringIn(site.store, id, { base: site.arxivQuery, now: site.now() })
      return c.json({})
    })
    .post('/api/settings/papers/claim', async (c) => {
      const reader = writer(c)
      const { paperId, claimAuthorId, targetUserId } = await readJson(c, Claimed)
      const paper = await paperAt(site, paperId)
      const own = [reader.handle, objectId('reader', reader.id)]
      if (targetUserId && !own.includes(targetUserId)) {
        throw new DomainError('forbidden', 'Only whoever wrote a paper can say so, for themselves.')
      }
      const name = paper.authors.find(
        (one, i) => objectId('author', paper.id, String(i), one) === claimAuthorId,
      )
      const state = await claim(
        site.store,
        reader,
        { paper: paper.id, said: name ? `as ${name}` : '' },
        site.now(),
      )
      return c.json({ status: state === 'stands' ? 'claimed_verified' : 'extracted_pending' })
    })
    .get('/api/arxiv/:repos{.+/repos}', (c) =>
      answer(c, async () => {
        await paperAt(site, restOf(c, '/api/arxiv/').replace(/\/repos$/, ''))
        return json(nothing)
      }),
    )
    .get('/api/:kind{models|datasets|spaces}', (c) => answer(c, async () => json([])))
    .get('/api/avatars/:name{.+\\.svg}', (c) => answer(c, async () => avatar(c.req.param('name'))))
    .get('/api/thumbnails/:id{.+\\.svg}', (c) =>
      answer(c, async () => {
        const name = restOf(c, '/api/thumbnails/').replace(/\.svg$/, '')
        return thumbnail(await paperAt(site, name))
      }),
    )
    .get('/papers/*', async (c, next) => {
      const name = restOf(c, '/papers/')
      if (!name.endsWith('.md') && wantedType(c, ['text/markdown']) === undefined) return next()
      return polite(c, async () => {
        c.res = await answer(c, () => markdown(site, name.replace(/\.md$/, '')), 'markdown')
      })
    })
}

const Claimed = z.object({
  paperId: z.string().max(200),
  claimAuthorId: z.string().max(60).optional(),
  targetUserId: z.string().max(60).optional(),
})

const Indexed = z.object({ arxivId: z.string().max(100) })

async function dailyPapers(site: Site, c: Context): Promise<Made> {
  const limit = numberIn(c, 'limit', { from: 1, to: 100, usual: 50 })
  const p = numberIn(c, 'p', { from: 0, to: 999_999_999, usual: 0 })
  const sort = c.req.query('sort') || 'publishedAt'
  if (sort !== 'publishedAt' && sort !== 'trending') {
    throw new DomainError('invalid', '“sort” must be publishedAt or trending.')
  }
  const from = p * limit
  const list =
    from >= longestList
      ? []
      : await dailyList(site, {
          days: daysIn(c, site.now()),
          submitter: c.req.query('submitter'),
          sort,
          upTo: from + limit + 1,
        })
  const shown = await withAround(site, list.slice(from, from + limit))
  return json(
    shown.map(({ paper, around }) => itemOf(paper, around, c.get('origin'))),
    list.length > from + limit ? nextPage(c, { p: String(p + 1) }) : {},
  )
}
