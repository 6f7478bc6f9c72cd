import { createHmac, randomBytes } from 'node:crypto'
import type { PaperId } from '#paper'

const keyLasts = 24 * 60 * 60 * 1000

let key = { bytes: randomBytes(32), madeAt: 0 }

/**
 * What tells that two votes for one paper came from one part of the network, and tells nothing else:
 * a hash of the paper and of where a reader asks from (itself a hash) under a key that never leaves
 * this process, is made anew every day and then gone, so that nobody can turn it back afterwards.
 */
export function companyOf(paper: PaperId, network: string, now: Date): string {
  if (!network) return ''
  if (Math.abs(now.getTime() - key.madeAt) > keyLasts) {
    key = { bytes: randomBytes(32), madeAt: now.getTime() }
  }
  const hash = createHmac('sha256', key.bytes).update(`${network} ${paper}`)
  return hash.digest('base64url').slice(0, 12)
}
