import type { Hono } from 'hono'
import { api, type Site as Programs } from '#api'
import { type Site as People, web } from '#web'

/** All that is served under one address: doors for programs, and behind them the pages for people. */
export function surfaces(site: Programs & People): Hono {
  const pages = web(site)
  const all = api(site)
  all.notFound((c) => pages.fetch(c.req.raw, c.env))
  return all
}
