import { timingSafeEqual } from 'node:crypto'
import { DomainError } from '#domain-error'
import type { Asking } from './asking.ts'

/**
 * Refuses a writing request that a page of somebody else made a reader's browser send. The browser
 * says where a request comes from (`Sec-Fetch-Site`, `Origin`), and the form brings a token that
 * only pages of ours hold. A program with a token of its own sends nothing by itself, and passes.
 */
export function refuseForgery(
  request: Request,
  { by }: Asking,
  { origin, token, expected }: { origin: string; token: string | undefined; expected: string },
): void {
  if (by === 'token') return
  const site = request.headers.get('sec-fetch-site')
  const from = request.headers.get('origin')
  if (site !== null && site !== 'same-origin') throw forged()
  if (from !== null && from !== origin) throw forged()

  if (by === 'nobody') return
  // No browser leaves out both; what sits at this machine and is no browser needs no form of ours.
  if (by === 'here' && site === null && from === null) return
  if (!isSame(token, expected)) throw forged()
}

function isSame(token: string | undefined, expected: string): boolean {
  const [given, wanted] = [Buffer.from(token ?? ''), Buffer.from(expected)]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

const forged = () =>
  new DomainError(
    'forbidden',
    'This was not sent from a page of this site, or the page is an old one. Nothing was changed: go back, load the page again and repeat it.',
  )
