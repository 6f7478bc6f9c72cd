import type { Context } from 'hono'
import { type Asking, isAtLeast } from '#accounts'
import { DomainError } from '#domain-error'

/** So many requests in so many seconds: from one part of the network, and with one token. */
const window = 300
const quota = { nobody: 1000, token: 3000 } as const

/** Whom we count at a time. Who asks when there are more begins anew. */
const most = 50_000

/**
 * Counts requests in fixed windows and says in the headers of draft-ietf-httpapi-ratelimit-headers-09
 * how many are left. Counting is for each process and in memory, for reading must not write. Whoever
 * sits at this machine or in its network is not counted.
 */
export function paceOf(now: () => Date) {
  const counts = new Map<string, number>()
  let began = 0
  return (c: Context, { by, door, reader }: Asking, network: string): void => {
    if (by === 'here' || (reader && isAtLeast(reader, 'keeper'))) return
    const who = by === 'token' ? door : network
    if (!who) return
    const seconds = Math.floor(now().getTime() / 1000)
    const current = seconds - (seconds % window)
    if (current !== began || counts.size > most) counts.clear()
    began = current

    const all = by === 'token' ? quota.token : quota.nobody
    const used = (counts.get(who) ?? 0) + 1
    counts.set(who, used)
    const wait = current + window - seconds
    c.header('RateLimit', `"api";r=${Math.max(0, all - used)};t=${wait}`)
    c.header('RateLimit-Policy', `"fixed window";"api";q=${all};w=${window}`)
    if (used <= all) return
    c.header('Retry-After', String(wait))
    throw new DomainError(
      'too-many',
      `That were more than ${all} requests in ${window} seconds. Ask again in ${wait} seconds.`,
    )
  }
}
