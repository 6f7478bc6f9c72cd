import type { Context } from 'hono'
import { z } from 'zod'

const Connection = z.object({
  incoming: z.object({ socket: z.object({ remoteAddress: z.string().optional() }) }),
})

/** Where on the network a request came from, where that is known. */
export function remoteAddress(c: Context): string | undefined {
  const connection = Connection.safeParse(c.env)
  return connection.success ? connection.data.incoming.socket.remoteAddress : undefined
}
