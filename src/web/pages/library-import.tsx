import { type Context, Hono } from 'hono'
import { DomainError } from '#domain-error'
import {
  askZotero,
  beginImport,
  beginWithList,
  goOnWith,
  type Import,
  importedItems,
  importOf,
  importsOf,
  textIn,
} from '#library'
import type { ReaderId } from '#store'
import { frameOf } from '../frame.ts'
import { ImportPage, ImportsPage } from '../parts/import-pages.tsx'
import { signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { imports as words } from '../words/imports.ts'

/** Longer lists than this, in characters, are read behind the page, with a view of how far they are. */
const atOnce = 1_500_000

/** How much of a report stands on its page. */
const shown = 200

/** Brings a reader's list from elsewhere into the library, and tells what became of it. */
export function libraryImport(site: Site): Hono {
  const { store } = site
  return new Hono()
    .get('/library/import', async (c) => {
      const { id } = signedIn(c)
      const past = await importsOf(store, id)
      c.header('Cache-Control', 'private, no-cache')
      return c.render(
        <ImportsPage frame={frameOf(c)} past={past} alone={site.accounts.signIn === 'off'} />,
      )
    })
    .post('/library/import', async (c) => {
      const { id } = signedIn(c)
      const begun = await begin(c, site, id)
      return c.redirect(`/library/imports/${begun}`, 303)
    })
    .get('/library/imports/:id', async (c) => {
      const { id } = signedIn(c)
      const found = await importOf(store, id, c.req.param('id'))
      const [aside, brought, held] = await Promise.all(
        (['aside', 'brought', 'held'] as const).map((outcome) =>
          importedItems(store, id, found.id, outcome, shown),
        ),
      )
      c.header('Cache-Control', 'private, no-store')
      if (isAtWork(found)) c.header('Refresh', '3')
      return c.render(
        <ImportPage
          frame={frameOf(c)}
          of={found}
          aside={aside ?? []}
          brought={brought ?? []}
          held={held ?? []}
        />,
      )
    })
}

const isAtWork = ({ state }: Import) => state !== 'done' && state !== 'refused'

async function begin(c: Context, site: Site, reader: ReaderId): Promise<string> {
  const { store, now, accounts } = site
  const form = await c.req.parseBody()
  const alone = accounts.signIn === 'off'
  const beyond = alone && form['beyond'] !== 'leave' ? 'take' : 'leave'
  if (form['zotero']) {
    // Whoever sits elsewhere would ask the machine of the server.
    if (!alone) throw new DomainError('forbidden', words.zoteroElsewhere)
    const list = await askZotero(site.zotero)
    const id = await beginWithList(store, reader, { name: 'Zotero', list, beyond }, now())
    if (list.items.length < 2000) await goOnWith(store, id, now())
    return id
  }
  const file = form['file']
  const pasted = typeof form['text'] === 'string' ? form['text'] : ''
  const isFile = file instanceof File && file.size > 0
  const text = isFile ? textIn(new Uint8Array(await file.arrayBuffer())) : pasted
  if (!text.trim()) throw new DomainError('invalid', words.nothing)
  const name = isFile ? file.name : words.pasted
  const id = await beginImport(store, reader, { name, text, beyond }, now())
  if (text.length <= atOnce) await goOnWith(store, id, now())
  return id
}
