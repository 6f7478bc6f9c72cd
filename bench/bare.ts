/** Answers every request with a bare 304, by what the server answers with too: what HTTP alone costs. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'

const app = new Hono().all('*', (c) => {
  c.header('ETag', c.req.header('If-None-Match') ?? '""')
  return c.body(null, 304)
})
const server = createAdaptorServer({ fetch: app.fetch })
server.listen(0, '127.0.0.1')
await once(server, 'listening')
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens at a port
console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
