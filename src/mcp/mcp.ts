import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type Asking, isOwn, remoteAddress } from '#accounts'
import type { Desk, Site } from './tool.ts'

export type { Site } from './tool.ts'

/** Nothing that an assistant sends is larger, in bytes. */
const largest = 256 * 1024

/** The door for assistants: the Model Context Protocol over streamable HTTP, at /mcp. */
export function mcp(site: Site): Hono {
  const known = site.accounts.url && new URL(site.accounts.url).origin
  const app = new Hono()
  const notTooLarge = bodyLimit({
    maxSize: largest,
    onError: (c) => refused(c, 413, 'That is larger than 256 kB.'),
  })
  app.use('/mcp', async (c, next) => {
    await next()
    share(c, site.accounts.signIn === 'on')
  })
  app.options('/mcp', (c) => c.body(null, 204))
  app.all('/mcp', notTooLarge, async (c) => {
    const asking = await whoAsks(c, site)
    if (asking.by === 'nobody' && c.req.header('Authorization') !== undefined) {
      c.header('WWW-Authenticate', 'Bearer realm="Broadsheet", error="invalid_token"')
      return refused(
        c,
        401,
        'This token is not valid. Make one on the site, under /account/tokens.',
      )
    }
    const origin = known ?? new URL(c.req.url).origin
    // The library takes a while to load, and the first page does not wait for it.
    const { overHttp } = await import('./speak.ts')
    const desk = async (signal: AbortSignal) => deskOf(site, asking, origin, signal)
    return overHttp(c.req.raw, desk)
  })
  return app
}

/** Serves one assistant over standard input and output, for whoever sits at this machine or has this token. */
export async function mcpOverStdio(
  site: Site,
  { token }: { token?: string | undefined } = {},
): Promise<{ close(): Promise<void> }> {
  const origin = site.press.links.site
  const request = new Request('http://localhost/mcp', {
    headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
  })
  const { overStdio } = await import('./speak.ts')
  return overStdio(async (signal) =>
    deskOf(site, await site.accounts.whoAsks(request), origin, signal),
  )
}

const deskOf = (site: Site, asking: Asking, origin: string, signal: AbortSignal): Desk => ({
  site,
  asking,
  reader: asking.reader,
  origin,
  now: site.now(),
  signal,
})

/**
 * Who asks. A browser's session opens nothing here; and where whoever sits at the machine is known by
 * that alone, a page of somebody else that they look at is nobody.
 */
async function whoAsks(c: Context, { accounts, proxies }: Site): Promise<Asking> {
  const address = remoteAddress(c, proxies)
  const found = await accounts.whoAsks(c.req.raw, address)
  // Neighbours in one house or lab are no ring of voters for that.
  const asking = isOwn(address) ? { ...found, network: '' } : found
  if (asking.by === 'token' || asking.by === 'nobody') return asking
  const isPage =
    c.req.header('Origin') !== undefined || c.req.header('Sec-Fetch-Site') !== undefined
  return asking.by === 'here' && !isPage
    ? asking
    : { by: 'nobody', key: '', network: asking.network }
}

/** Where people have accounts, assistants that live in pages of others may ask. */
function share(c: Context, open: boolean): void {
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('Cache-Control', 'no-store')
  if (!open) return
  c.header('Access-Control-Allow-Origin', '*')
  c.header('Access-Control-Allow-Methods', 'GET, POST, DELETE, OPTIONS')
  c.header(
    'Access-Control-Allow-Headers',
    'Authorization, Content-Type, Accept, Last-Event-ID, Mcp-Method, Mcp-Name, Mcp-Protocol-Version, Mcp-Session-Id',
  )
  c.header('Access-Control-Expose-Headers', 'Mcp-Session-Id, WWW-Authenticate')
  c.header('Access-Control-Max-Age', '86400')
}

/** A refusal as JSON-RPC has it, for a request that was not read. */
const refused = (c: Context, status: 401 | 413, message: string) =>
  c.json({ jsonrpc: '2.0', id: null, error: { code: -32_000, message } }, status)
