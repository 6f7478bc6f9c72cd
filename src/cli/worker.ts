/** The worker thread of `serve`: the work, with its own connections, so that no page waits for it. */
import { parentPort } from 'node:worker_threads'
import { openApp } from '#app'
import { readConfig } from '#config'
import { work } from './work.ts'

const stopping = new AbortController()
parentPort?.once('message', () => stopping.abort())

await using app = await openApp(readConfig(process.env))
await work(app, stopping.signal)
parentPort?.close()
