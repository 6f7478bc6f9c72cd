import { Writable } from 'node:stream'
import { cli } from '#cli'

/** Runs a command of ours inside this process: what it answered, what it said, and its exit code. */
export async function said(
  args: readonly string[],
  environment: Record<string, string>,
): Promise<{ code: number; out: string; words: string }> {
  let [out, words] = ['', '']
  const code = await cli(
    args,
    { LOG_LEVEL: 'silent', ...environment },
    { stdout: heard((text) => (out += text)), stderr: heard((text) => (words += text)) },
  )
  return { code, out, words }
}

const heard = (hear: (text: string) => void) =>
  new Writable({
    write(text, _encoding, done) {
      hear(String(text))
      done()
    },
  })
