import { once } from 'node:events'
import type { Server } from 'node:http'
import { Worker } from 'node:worker_threads'
import { createAdaptorServer } from '@hono/node-server'
import { Command } from 'commander'
import type { App } from '#app'
import { countPapers } from '#catalog'
import { DomainError } from '#domain-error'
import { surfaces } from './surfaces.ts'
import type { End, Terminal } from './terminal.ts'

export function serveCommand(terminal: Terminal, _end: End): Command {
  return new Command('serve')
    .description('serve the site, and do the work behind it')
    .option('--no-work', 'only serve pages; another process does the work')
    .action(async (options: { work: boolean }) => {
      const { host, port } = terminal.config()
      await using app = await terminal.open()
      const server = await listen(app, host, port)
      terminal.say(
        `Broadsheet is at ${addressOf(server, host)} with ${await countPapers(app.store)} papers.`,
      )

      const worker = options.work ? startWorker(app, terminal.signal) : undefined
      await untilAborted(terminal.signal)
      terminal.say('Closing …')
      server.close()
      await Promise.race([
        Promise.all([once(server, 'close'), worker?.stopped]),
        new Promise((resolve) => setTimeout(resolve, 10_000).unref()),
      ])
    })
}

async function listen(app: App, host: string, port: number): Promise<Server> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- without options it is plain HTTP
  const server = createAdaptorServer({ fetch: surfaces(app).fetch }) as Server
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new DomainError(
        'invalid',
        `Port ${port} is taken, perhaps by another Broadsheet. Choose one: PORT=${port + 1} npm start`,
      )
    }
    throw error
  }
  return server
}

function addressOf(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : ''
  return `http://${host === '127.0.0.1' || host === '0.0.0.0' ? 'localhost' : host}:${port}`
}

/** Keeps a worker thread alive: one that dies is followed by another after a moment. */
function startWorker(app: App, signal: AbortSignal): { stopped: Promise<void> } {
  const stopped = (async () => {
    while (!signal.aborted) {
      const worker = new Worker(new URL('./worker.ts', import.meta.url))
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      const tell = () => worker.postMessage('stop')
      signal.addEventListener('abort', tell)
      worker.on('error', (error) => app.log.error({ error }, 'the worker died'))
      await once(worker, 'exit').catch(() => {})
      signal.removeEventListener('abort', tell)
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 5_000))
    }
  })()
  return { stopped }
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
