/** A site on a port of its own, for clients that want one. */
import { once } from 'node:events'
import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'

/** Serves an app on this machine until the end of a test. */
export async function serving(app: Hono): Promise<AsyncDisposable & { readonly url: string }> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- without options it is plain HTTP
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://localhost:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
