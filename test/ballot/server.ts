import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The real server in a process of its own, to be killed without a word. */
export async function startServer(environment: Readonly<Record<string, string>>) {
  const child = spawn(
    process.execPath,
    ['--import', join(root, 'src/jsx.ts'), join(root, 'src/main.ts'), 'serve', '--no-work'],
    {
      env: { ...process.env, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const gone = once(child, 'exit')
  child.stdout.resume()
  let told = ''
  let address: string | undefined
  for await (const line of createInterface({ input: child.stderr })) {
    told += `${line}\n`
    address = line.match(/http:\/\/[\w.]+:\d+/)?.[0].replace('localhost', '127.0.0.1')
    if (address) break
  }
  if (address === undefined) throw new Error(`the server ended before it listened:\n${told}`)
  return {
    address,
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
