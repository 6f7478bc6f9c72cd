import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { DomainError } from '#domain-error'
import { dumpedFile, manifestIn } from '#dump'
import type { Site } from '../site.ts'

/**
 * Everything at once, as it was last night: papers, and what readers and curators added to them, in
 * JSON lines packed by Zstandard; and the manifest, which says what each file hashes to. What broke
 * off goes on with `Range: bytes=…-`.
 */
export function dump(site: Site, _polite: MiddlewareHandler): Hono {
  const folder = site.dumps ?? ''
  const manifest = () => {
    const found = folder === '' ? undefined : manifestIn(folder)
    if (found) return found
    throw new DomainError('missing', 'There is no dump yet: it is made every night.')
  }
  return new Hono()
    .get('/dump/manifest.json', (c) => {
      const { shape, madeAt, files } = manifest()
      const shown = files.map(({ name, sha256, bytes, lines }) => ({
        name,
        url: `${c.get('origin')}/dump/${name}`,
        sha256,
        bytes,
        lines,
      }))
      return c.json({ shape, madeAt, files: shown }, 200, { 'Cache-Control': 'public, max-age=60' })
    })
    .get('/dump/:name{[a-z]+\\.jsonl\\.zst}', (c) => {
      const { madeAt, files } = manifest()
      const file = files.find(({ name }) => name === c.req.param('name'))
      if (!file) throw new DomainError('missing', '/dump/manifest.json names what there is.')
      const tag = `"${file.sha256}"`
      c.header('ETag', tag)
      c.header('Accept-Ranges', 'bytes')
      c.header('Cache-Control', 'public, no-cache')
      c.header('Last-Modified', new Date(madeAt).toUTCString())
      if (c.req.header('If-None-Match')?.includes(tag)) return c.body(null, 304)
      const start = startOf(c, tag, file.bytes)
      c.header('Content-Type', 'application/zstd')
      c.header('Content-Length', String(file.bytes - start))
      if (start > 0) c.header('Content-Range', `bytes ${start}-${file.bytes - 1}/${file.bytes}`)
      const status = start > 0 ? 206 : 200
      if (c.req.method === 'HEAD') return c.body(null, status)
      return c.body(dumpedFile(folder, file, start), status)
    })
}

/** The byte from which somebody goes on (RFC 9110, 14.2), where the file is still the same. */
function startOf(c: Context, tag: string, bytes: number): number {
  const [, start = '0'] = c.req.header('Range')?.match(/^bytes=(\d{1,15})-$/) ?? []
  const same = c.req.header('If-Range') === undefined || c.req.header('If-Range') === tag
  return same && Number(start) < bytes ? Number(start) : 0
}
