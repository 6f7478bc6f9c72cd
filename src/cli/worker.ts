/** The worker thread of `serve`: the work, with its own connections, so that no page waits for it. */
import { parentPort } from 'node:worker_threads'
import { openApp } from '#app'
import { readConfig } from '#config'
import { asWhom, dailySources, work } from './work.ts'

const stopping = new AbortController()
parentPort?.once('message', () => stopping.abort())

const config = readConfig(process.env)
await using app = await openApp(config)
await work(app, dailySources(config, app.store), stopping.signal, asWhom(config))
parentPort?.close()
