import { setImmediate } from 'node:timers/promises'

/** A clock on which waiting takes no time. It remembers how long it was made to wait. */
export function fastClock(begin = '2026-11-20T12:00:00Z') {
  let now = Date.parse(begin)
  const waits: number[] = []
  return {
    waits,
    now: () => new Date(now),
    async sleep(milliseconds: number, signal: AbortSignal) {
      signal.throwIfAborted()
      waits.push(milliseconds)
      now += milliseconds
      await setImmediate()
    },
  }
}
