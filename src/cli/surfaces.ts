import type { Hono } from 'hono'
import { api, documentOf, type Site as Programs } from '#api'
import { mcp, type Site as Assistants } from '#mcp'
import { type Site as People, web } from '#web'

/** All that is served under one address: doors for programs and assistants, and behind them the pages for people. */
export function surfaces(site: Programs & Assistants & People): Hono {
  const pages = web({ ...site, document: documentOf })
  const assistants = mcp(site)
  assistants.notFound((c) => pages.fetch(c.req.raw, c.env))
  const all = api(site)
  all.notFound((c) => assistants.fetch(c.req.raw, c.env))
  return all
}
