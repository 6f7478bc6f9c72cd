import { type App, openApp } from '#app'
import type { Config } from '#config'
import type { Elsewhere } from './at-site.ts'
import { openProgress, type Progress } from './progress.ts'

/** What a command speaks through: answers on stdout, everything about the work on stderr. */
export type Terminal = {
  /** The settings. Read when a command asks for them, so that --help works with a wrong one. */
  config(): Config
  open(): Promise<App & AsyncDisposable>
  /** The site that `--server` names, and the token with which it is asked. */
  elsewhere(): Elsewhere
  /** An answer, for people or programs. */
  answer(text: string): void
  /** A word about the work. */
  say(text: string): void
  readonly progress: Progress
  /** Aborted by Ctrl-C and SIGTERM. A second one ends the process at once. */
  readonly signal: AbortSignal
  close(): void
}

/** Ends a command with a code other than 0. */
export type End = (code: number) => void

/** Where words go. */
export type Streams = {
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream
}

export function openTerminal(
  config: () => Config,
  { stdout, stderr }: Streams,
  elsewhere: () => Elsewhere = () => ({}),
): Terminal {
  const progress = openProgress()
  const stopping = new AbortController()
  const stop = () => {
    if (stopping.signal.aborted) process.exit(130)
    stopping.abort(new Error('interrupted'))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return {
    config,
    elsewhere,
    open: () => openApp(config()),
    answer: (text) => stdout.write(`${text}\n`),
    say(text) {
      progress.end()
      stderr.write(`${text}\n`)
    },
    progress,
    signal: stopping.signal,
    close() {
      progress.end()
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
    },
  }
}
