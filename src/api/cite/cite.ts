import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { paperOf, papersOf } from '#catalog'
import { styled, styleNames } from '#citations'
import { DomainError } from '#domain-error'
import { bibtexOf, type Paper, understand } from '#paper'
import { readJson } from '../body.ts'
import { json, keptAnswers, type Made } from '../kept.ts'
import { restOf, wantedType } from '../negotiate.ts'
import type { Site } from '../site.ts'
import { formats, made } from './formats.ts'
import { unapi } from './unapi.ts'

/** Nobody cites more at once. */
const most = 200

/**
 * Citations: of one paper or several, in the formats that programs read and in any style of CSL.
 * `/bibtex/{id}` is arXiv's own address for it; under the address of a paper it is had by its media
 * type, as from doi.org.
 */
export function citations(site: Site, polite: MiddlewareHandler): Hono {
  const answer = keptAnswers(site)
  const folder = site.styles ?? ''
  return new Hono()
    .get('/bibtex/:id{.+}', (c) =>
      answer(c, async () => {
        const paper = await find(site, restOf(c, '/bibtex/'))
        if (!paper) return c.json({ reason: 'not_found' }, 404)
        return { body: bibtexOf(paper), type: 'text/plain; charset=utf-8' }
      }),
    )
    .get('/unapi', (c) => unapi(c, answer, (id) => find(site, id)))
    .get('/cite/styles', (c) => answer(c, async () => json(styleNames(folder))))
    .get('/cite', (c) =>
      answer(c, async () => cited(site, c, await several(site, c.req.query('ids') ?? ''))),
    )
    .post('/cite', async (c) => {
      const { ids, style, csl: xml, format } = await readJson(c, Wanted)
      const papers = await several(site, ids.join(','))
      const body = await styled(papers, { name: style, ...(xml && { xml }) }, { folder, format })
      return c.body(body, 200, { 'Content-Type': typeOf(format) })
    })
    .get('/cite/:id{.+}', (c) =>
      answer(c, async () => {
        const name = restOf(c, '/cite/')
        const format = formats.find(({ ending }) => name.endsWith(`.${ending}`))
        const id = format ? name.slice(0, -format.ending.length - 1) : name
        const paper = await find(site, id)
        if (!paper) throw missing(id)
        return format ? made(format, [paper], c.get('origin')) : cited(site, c, [paper])
      }),
    )
    .get('/papers/*', async (c, next) => {
      const type = wantedType(
        c,
        formats.map((format) => format.type),
      )
      const format = formats.find((one) => one.type === type)
      if (!format) return next()
      return polite(c, async () => {
        c.res = await answer(
          c,
          async () => {
            const id = restOf(c, '/papers/')
            const paper = await find(site, id)
            if (!paper) throw missing(id)
            return made(format, [paper], c.get('origin'))
          },
          format.name,
        )
      })
    })
}

const Wanted = z.object({
  ids: z.array(z.string().max(200)).min(1).max(most),
  style: z.string().max(100).default('apa'),
  /** A style that the asker brings. */
  csl: z.string().optional(),
  format: z.enum(['text', 'html']).default('text'),
})

const missing = (id: string) =>
  new DomainError('missing', `Broadsheet does not hold “${id.slice(0, 100)}”.`)

async function find({ store }: Site, name: string): Promise<Paper | undefined> {
  const id = understand(name)
  return id && paperOf(store, id)
}

async function several({ store }: Site, list: string): Promise<Paper[]> {
  const names = list.split(',').filter(Boolean)
  if (names.length === 0)
    throw new DomainError('invalid', 'Name papers: ?ids=2401.00001,2401.00002')
  if (names.length > most) throw new DomainError('invalid', `No more than ${most} papers at once.`)
  const ids = names.map((name) => understand(name))
  const unknown = names.find((_, i) => !ids[i])
  if (unknown !== undefined) throw missing(unknown)
  const papers = await papersOf(
    store,
    ids.filter((id) => id !== undefined),
  )
  if (papers.length === 0) throw missing(list)
  return papers
}

/** In the format that the query names, or else in a style. */
async function cited(site: Site, c: Context, papers: readonly Paper[]): Promise<Made> {
  const { format = 'text', style = 'apa' } = c.req.query()
  const known = formats.find(({ name, ending }) => [name, ending].includes(format))
  if (known) return made(known, papers, c.get('origin'))
  if (format !== 'text' && format !== 'html') {
    throw new DomainError(
      'invalid',
      `“format” must be text, html, ${formats.map(({ name }) => name).join(' or ')}.`,
    )
  }
  const body = await styled(papers, { name: style }, { folder: site.styles ?? '', format })
  return { body, type: typeOf(format) }
}

const typeOf = (format: 'text' | 'html') =>
  format === 'html' ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8'
