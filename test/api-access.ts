/**
 * Who may do what at the doors for programs: every route of `#api`, and what it takes. A route
 * without a line fails in `access.test.ts`.
 */
import type { Scope } from '#accounts'
import type { Who } from './access.ts'

export type ApiAccess = {
  /** `anybody`, or the least that a reader must be. */
  readonly who: Exclude<Who, 'link'>
  /** What the token of a program must be good for, where it takes one. */
  readonly scope?: Scope
  /** An address of the route, where it has parts that vary or wants a query. */
  readonly at?: string
  /** What is sent, as JSON. */
  readonly body?: unknown
}

const anybody = (at?: string): ApiAccess => ({ who: 'anybody', ...(at !== undefined && { at }) })

/** A line for each route: `METHOD path` as it is written in the code. */
export const apiAccess: Readonly<Record<string, ApiAccess>> = {
  'GET /api/daily_papers': anybody(),
}
