import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { DomainError } from '#domain-error'

/** What a refusal is in HTTP. */
export const statusOf: Record<DomainError['kind'], ContentfulStatusCode> = {
  invalid: 400,
  'signed-out': 401,
  forbidden: 403,
  missing: 404,
  'too-many': 429,
}
