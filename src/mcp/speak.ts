import { createMcpHandler } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { serverFor } from './server.ts'
import type { Desk } from './tool.ts'

type DeskFor = (signal: AbortSignal) => Promise<Desk>

/** Answers one request over HTTP; nothing is kept between two. */
export const overHttp = (request: Request, desk: DeskFor): Promise<Response> =>
  createMcpHandler(() => serverFor(desk)).fetch(request)

/** Speaks over standard input and output until that ends. */
export const overStdio = (desk: DeskFor): { close(): Promise<void> } =>
  serveStdio(() => serverFor(desk))
