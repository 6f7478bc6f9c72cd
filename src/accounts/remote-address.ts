import type { Context } from 'hono'
import { z } from 'zod'

const Connection = z.object({
  incoming: z.object({ socket: z.object({ remoteAddress: z.string().optional() }) }),
})

/**
 * Where on the network a request came from, where that is known. Behind proxies of ours it is what
 * the outermost of them noted; whatever stands before that in the header anybody could have written.
 */
export function remoteAddress(c: Context, proxies: number): string | undefined {
  if (proxies > 0) {
    const hops = (c.req.header('X-Forwarded-For') ?? '').split(',').map((hop) => hop.trim())
    return hops.at(-proxies) || undefined
  }
  const connection = Connection.safeParse(c.env)
  return connection.success ? connection.data.incoming.socket.remoteAddress : undefined
}

/** Whether an address is of this machine or of the network of the house, and so tells nobody apart. */
export function isOwn(address: string | undefined): boolean {
  const plain = (address ?? '').toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
  return /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\.|^(::1?$|f[cd]|fe[89ab])/.test(
    plain,
  )
}
