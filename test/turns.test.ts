import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openStore } from '#store'

/** As in `turns/asker.ts`. */
const pace = 200

test('two processes ask one house in turns, and one that is killed in its turn does not break the pace', async () => {
  await using scene = await openScene()
  const { first, second, doomed } = { first: 4, second: 4, doomed: 1 }

  const others = [scene.ask('first', first), scene.ask('second', second)]
  await scene.askAndDie('doomed', doomed)
  await Promise.all(others)

  const gaps = scene.heard.slice(1).map(({ at }, i) => at - (scene.heard[i]?.ended ?? 0))
  assert.equal(scene.heard.length, first + second + doomed)
  assert.ok(scene.most === 1, `${scene.most} requests at once`)
  // A timer of Node's may fire a millisecond early.
  assert.ok(Math.min(...gaps) >= pace - 2, `they came after ${gaps.join(', ')} ms`)
})

test('a source is not harvested by two processes at once', async () => {
  await using scene = await openScene()
  let other: unknown

  await scene.askAndDie('doomed', 1, async () => {
    other = await scene.ask('doomed', 1).catch((error: Error) => error.message)
  })

  assert.match(String(other), /another process is harvesting doomed/)
  assert.equal(scene.heard.length, 1)
})

/** A server that says when it was asked, and processes to ask it. */
async function openScene() {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-turns-'))
  const database = join(folder, 'broadsheet.db')
  await (await openStore(database)).destroy()
  const heard: { at: number; ended: number }[] = []
  let [now, most] = [0, 0]
  const server = createServer((request, response) => {
    const one = { at: Date.now(), ended: Date.now() }
    heard.push(one)
    most = Math.max(most, ++now)
    const forever = request.url?.includes('doomed')
    request.socket.on('close', () => forever && end())
    if (!forever) setTimeout(() => response.end('well'), 30)
    response.on('finish', () => end())
    function end() {
      one.ended = Date.now()
      now--
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const start = (name: string, count: number) =>
    spawn(
      process.execPath,
      ['test/turns/asker.ts', database, `http://127.0.0.1:${port}`, String(count), name],
      {
        stdio: ['ignore', 'inherit', 'pipe'],
        env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
      },
    )
  return {
    heard,
    get most() {
      return most
    },
    async ask(name: string, count: number) {
      const child = start(name, count)
      let said = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
      const [code] = await once(child, 'close')
      if (code !== 0) throw new Error(said)
    },
    /** Asks what is never answered, and is killed while it waits. */
    async askAndDie(name: string, count: number, meanwhile = async () => {}) {
      const child = start(name, count)
      const asked = new Promise<void>((heardOf) => {
        server.on('request', ({ url }) => url?.includes(name) && heardOf())
      })
      await asked
      await meanwhile()
      child.kill('SIGKILL')
      await once(child, 'close')
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => {
        server.close(closed)
      })
      rmSync(folder, { recursive: true })
    },
  }
}
