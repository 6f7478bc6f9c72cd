/** Zotero as it answers programs of its machine: the local API, in the shape of the web API, version 3. */
import { once } from 'node:events'
import { createServer } from 'node:http'

export type ZoteroItem = { readonly key: string; readonly data: Readonly<Record<string, unknown>> }

export async function playZotero({
  items = [],
  collections = [],
  allowed = true,
}: {
  items?: readonly ZoteroItem[]
  collections?: readonly ZoteroItem[]
  allowed?: boolean
} = {}): Promise<{ address: string; asked: string[] } & AsyncDisposable> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    asked.push(url.pathname + url.search)
    // A browser is turned away, as Zotero does; a program names itself otherwise.
    if (request.headers['user-agent']?.startsWith('Mozilla/')) {
      response.writeHead(403).end('Request not allowed')
      return
    }
    if (!allowed) {
      response.writeHead(403).end('Local API is not enabled')
      return
    }
    const all = { '/api/users/0/items': items, '/api/users/0/collections': collections }[
      url.pathname
    ]
    if (!all) {
      response.writeHead(404).end('No endpoint found')
      return
    }
    const start = Number(url.searchParams.get('start') ?? 0)
    const limit = Math.min(100, Number(url.searchParams.get('limit') ?? 25))
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Zotero-API-Version': '3',
      'Zotero-Schema-Version': '37',
      'Total-Results': String(all.length),
    })
    response.end(
      JSON.stringify(
        all.slice(start, start + limit).map(({ key, data }) => ({
          key,
          version: 1,
          library: { type: 'user', id: 0, name: 'My Library' },
          meta: {},
          data: { key, version: 1, ...data },
        })),
      ),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('Zotero does not listen')
  return {
    address: `http://127.0.0.1:${address.port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
