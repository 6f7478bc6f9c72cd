import { type Context, Hono } from 'hono'
import { collectionsOf, exportFormats, exportShelf, readFormat, viewed } from '#library'
import type { PaperId } from '#paper'
import { frameOf } from '../frame.ts'
import { type Frame, Layout } from '../parts/layout.tsx'
import { ShelfNav } from '../parts/shelf-page.tsx'
import { readView } from '../parts/shelf-view.ts'
import { signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { shelf } from '../words/library.ts'

/** A reader's library, or a part of it, as files for other programs. */
export function libraryExport(site: Site): Hono {
  return new Hono()
    .get('/library/export', async (c) => {
      const reader = signedIn(c)
      const collections = await collectionsOf(site.store, reader.id)
      c.header('Cache-Control', 'private, no-cache')
      return c.render(<ExportPage frame={frameOf(c)} collections={collections} />)
    })
    .get('/library/export/:format', async (c) => {
      const reader = signedIn(c)
      const format = readFormat(c.req.param('format'))
      const params = new URL(c.req.url).searchParams
      const view = readView(params)
      if (params.size === 0) return sendFile(c, await exportShelf(site.store, reader.id, format))
      const { shelved } = await viewed(site, reader.id, view)
      return sendExport(
        c,
        site,
        shelved.map(({ paper }) => paper),
        format,
      )
    })
}

/** Sends some papers of a reader's library as a file. */
export async function sendExport(
  c: Context,
  { store }: Pick<Site, 'store'>,
  papers: readonly PaperId[],
  format: string,
): Promise<Response> {
  const reader = signedIn(c)
  return sendFile(c, await exportShelf(store, reader.id, readFormat(format), { papers }))
}

function sendFile(c: Context, file: Awaited<ReturnType<typeof exportShelf>>): Response {
  return c.body(file.text, 200, {
    'Content-Type': `${file.type}; charset=utf-8`,
    'Content-Disposition': `attachment; filename="${file.name}"`,
    'Cache-Control': 'private, no-store',
  })
}

function ExportPage(props: {
  frame: Frame
  collections: readonly { readonly id: string; readonly name: string }[]
}) {
  const { frame, collections } = props
  const words = shelf.exportPage
  return (
    <Layout frame={frame} title={words.heading} unlisted>
      <header class="results shelf-head">
        <h1>{words.heading}</h1>
        <p>{words.intro}</p>
        <ShelfNav at="/library/export" />
      </header>
      <div class="own">
        <table class="exports">
          <tbody>
            {[{ id: '', name: words.everything }, ...collections].map(({ id, name }) => (
              <tr>
                <th scope="row" dir="auto">
                  {name}
                </th>
                <td>
                  {exportFormats.map((format) => (
                    <>
                      <a
                        href={`/library/export/${format}${id && `?${new URLSearchParams({ in: id }).toString()}`}`}
                        download
                      >
                        {shelf.formats[format]}
                      </a>{' '}
                    </>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="help">{words.help}</p>
      </div>
    </Layout>
  )
}
